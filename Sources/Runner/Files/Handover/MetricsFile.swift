// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import SCSHandover

/// A file for node_exporter's textfile collector, tested before a run starts.
struct MetricsFile: Sendable {
    private let file: PrivateFile

    /// Throws a `ValidationError`.
    init(_ path: String, overwrites: Bool) throws {
        guard path.hasSuffix(".prom") else {
            throw ValidationError(
                "--metrics takes a file whose name ends in .prom, as node_exporter reads no other; not "
                    + "\(path.harmless(300)).")
        }
        // node_exporter runs as another user.
        file = PrivateFile(path: path, own: .metrics, mode: 0o644, overwrites: overwrites)
        do {
            try file.check()
        } catch {
            throw ValidationError("\(error) Or set another --metrics FILE.")
        }
    }

    /// Writes all or nothing; returns false, with a sentence for the user, if it cannot be written.
    func write(_ text: String) -> Bool {
        do {
            try file.write(Array(text.utf8))
            return true
        } catch {
            Console.tell("The metrics were not written: \(error.formatted)")
            return false
        }
    }
}
