// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Standard output and error.
///
/// All printing goes through here, and so through the vault of the program's secrets.
enum Console {
    /// The secrets of this invocation.
    @TaskLocal static var vault = SecretVault()

    /// What standard output did not accept in this invocation.
    @TaskLocal static var losses = OutputLosses()

    /// Keeps the program alive when a reader goes away or a disk is full, and opens closed standard
    /// streams.
    ///
    /// Otherwise another file could get their numbers, and with them our output.
    static func prepare() {
        // A handler, not SIG_IGN: programs that a run starts inherit the default.
        signal(SIGPIPE) { _ in }
        signal(SIGXFSZ) { _ in }
        // open returns the lowest free number: those below 3 in order. These are not writable, so
        // that a report without an output is reported as an error.
        while true {
            let descriptor = open("/dev/null", O_RDONLY)
            guard descriptor >= 0 else { return }
            guard descriptor <= STDERR_FILENO else {
                close(descriptor)
                return
            }
        }
    }

    /// Writes a line to standard output; what it does not accept raises the exit status to 2.
    static func print(_ text: String) {
        _ = put(Array((vault.clean(text).visibleLines + "\n").utf8))
    }

    /// Writes cleaned and encoded bytes to standard output; throws if its disk is full.
    static func print(bytes: [UInt8]) throws {
        if let loss = put(bytes) { throw loss }
    }

    private static func put(_ bytes: [UInt8]) -> Unwritten? {
        guard !write(bytes, to: STDOUT_FILENO) else { return nil }
        let loss = Unwritten(
            reason: errno == EBADF ? "it is closed" : String(cString: strerror(errno)))
        losses.add(loss)
        return loss
    }

    /// Standard output did not accept everything.
    struct Unwritten: Error, CustomStringConvertible {
        var reason: String

        var description: String { "Standard output cannot be written: \(reason)." }
    }

    static func tell(_ text: String) {
        write(Array((vault.clean(text).visibleLines + "\n").utf8), to: STDERR_FILENO)
    }

    /// Prints terminal escapes and cleaned text.
    static func raw(_ text: String) {
        write(Array(text.utf8), to: STDERR_FILENO)
    }

    /// Whether progress goes to a terminal that supports escapes.
    static func isInteractive(_ environment: [String: String]) -> Bool {
        isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb" && environment["CI"] == nil
    }

    /// Whether to use colours: on a terminal, with NO_COLOR unset or empty (https://no-color.org).
    static func isColoured(_ environment: [String: String]) -> Bool {
        isInteractive(environment) && (environment["NO_COLOR"] ?? "").isEmpty
    }

    @discardableResult
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            // The reader has gone; the run and its reports matter more.
            guard written > 0 else { return errno == EPIPE }
            rest = rest.dropFirst(written)
        }
        return true
    }
}

/// Why standard output did not accept everything; the exit status then cannot be 0.
final class OutputLosses: Sendable {
    private let state = Mutex<Console.Unwritten?>(nil)

    var first: Console.Unwritten? { state.withLock { $0 } }

    func add(_ loss: Console.Unwritten) {
        state.withLock { $0 = $0 ?? loss }
    }
}

extension String {
    /// The text with its line breaks and no other control characters.
    var visibleLines: String {
        // Most text is plain, and looking up a character's properties is slow.
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
