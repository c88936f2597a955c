// SPDX-License-Identifier: Apache-2.0

/// A duration in a report, in seconds with three decimals; absurd values are refused.
package struct ReportedSeconds: Codable, Sendable, Equatable {
    /// A thousand years: shorter durations can be computed with.
    private static let longest = 31_557_600_000.0
    private let value: Double

    package var duration: Duration { .seconds(value) }

    package init(_ duration: Duration) {
        value = (duration.inSeconds * 1000).rounded() / 1000
    }

    package init(from decoder: any Decoder) throws {
        let single = try decoder.singleValueContainer()
        value = try single.decode(Double.self)
        guard (0...Self.longest).contains(value) else {
            throw DecodingError.dataCorruptedError(
                in: single, debugDescription: "\(value) is not a number of seconds.")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        try single.encode(value)
    }
}
