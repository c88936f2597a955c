// SPDX-License-Identifier: Apache-2.0
import Core

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Standard output and error, as far as this program writes them.
enum Console {
    static func print(_ text: String) {
        write(Array((text + "\n").utf8), to: STDOUT_FILENO)
    }

    static func print(bytes: [UInt8]) {
        write(bytes, to: STDOUT_FILENO)
    }

    static func tell(_ text: String) {
        write(Array((text + "\n").utf8), to: STDERR_FILENO)
    }

    static func raw(_ text: String) {
        write(Array(text.utf8), to: STDERR_FILENO)
    }

    /// Whether progress goes to a person at a terminal that understands escapes.
    static func isInteractive(_ environment: [String: String]) -> Bool {
        isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb" && environment["CI"] == nil
    }

    /// Whether colours are welcome: a terminal, and NO_COLOR unset or empty (https://no-color.org).
    static func isColoured(_ environment: [String: String]) -> Bool {
        isInteractive(environment) && (environment["NO_COLOR"] ?? "").isEmpty
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            // Whoever read our output has gone; the run and its reports matter more.
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}
