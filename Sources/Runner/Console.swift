// SPDX-License-Identifier: Apache-2.0
import SCSCheck

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Standard output and error, as far as this program writes them.
///
/// There is no other way to print: every text goes through the vault of the program's secrets.
enum Console {
    /// The secrets of this call of the program, for as long as it lasts.
    @TaskLocal static var vault = SecretVault()

    /// Lets a reader go away, and a disk be full, without ending the program, and gives standard
    /// streams that were closed to nobody, so that no file of ours gets their numbers and our output.
    static func prepare() {
        // A handler, not SIG_IGN: programs that a run starts get the default back.
        signal(SIGPIPE) { _ in }
        signal(SIGXFSZ) { _ in }
        // The lowest free number is given: those below 3 in their order. Nothing can be written
        // there, so that a report without a place is told as one.
        while true {
            let descriptor = open("/dev/null", O_RDONLY)
            guard descriptor >= 0 else { return }
            guard descriptor <= STDERR_FILENO else {
                close(descriptor)
                return
            }
        }
    }

    static func print(_ text: String) {
        write(Array((vault.clean(text).visibleLines + "\n").utf8), to: STDOUT_FILENO)
    }

    /// What has no other place than standard output, and was cleaned before it was encoded; throws where a disk there is full.
    static func print(bytes: [UInt8]) throws {
        guard write(bytes, to: STDOUT_FILENO) else {
            throw Unwritten(
                reason: errno == EBADF ? "it is closed" : String(cString: strerror(errno)))
        }
    }

    /// Standard output took less than all of it.
    struct Unwritten: Error, CustomStringConvertible {
        var reason: String

        var description: String { "Standard output cannot be written: \(reason)." }
    }

    static func tell(_ text: String) {
        write(Array((vault.clean(text).visibleLines + "\n").utf8), to: STDERR_FILENO)
    }

    /// Escapes for a terminal, and text that was cleaned.
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

    @discardableResult
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            // Whoever read our output has gone; the run and its reports matter more.
            guard written > 0 else { return errno == EPIPE }
            rest = rest.dropFirst(written)
        }
        return true
    }
}

extension String {
    /// The text with its line breaks and without anything else that a terminal would obey.
    var visibleLines: String {
        // Most of it is plain; properties of a character are slow to look up.
        if utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x0A }) { return self }
        var result = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case _ where scalar == "\n": result.unicodeScalars.append(scalar)
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                result += scalar == "\t" ? "\t" : "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
