// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import SCSSupport

/// The `Retry-After` header: whole seconds, or one of HTTP's three date formats.
package enum RetryAfter {
    /// No service seriously asks for more, so longer pauses are capped at this.
    package static let longest = Duration.seconds(24 * 60 * 60)

    /// How long to wait from `now`, between zero and `longest`; nil if it is neither.
    package static func parse(_ text: String, now: Date) -> Duration? {
        guard text.utf8.count <= 64 else { return nil }
        let words = text.split { " \t,-:".contains($0) }.map(String.init)
        if words.count == 1,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x20 || $0 == 0x09 })
        {
            // Too many digits for an integer are absurdly many seconds.
            return Int64(words[0]).map { capped($0) } ?? longest
        }
        guard let moment = HTTPDate.parse(text, now: now) else { return nil }
        let wait = moment.timeIntervalSince1970 - now.timeIntervalSince1970
        guard wait > 0 else { return .zero }
        return wait >= 86_400 ? longest : .milliseconds(Int64((wait * 1000).rounded(.up)))
    }

    private static func capped(_ seconds: Int64) -> Duration {
        .seconds(min(max(seconds, 0), longest.components.seconds))
    }
}
