// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import Glibc
import SystemPackage

/// An external program and all processes that it started, found by process group and a mark.
///
/// A process can leave its group with `setsid` and its parent by outliving it, but keeps the mark
/// in its environment.
package struct ProcessFamily: Sendable {
    /// The name of the mark in the environment.
    package static let variable = "SCS_CHECK_FAMILY"

    package let mark: String
    private let clock: any Clock<Duration>
    /// How long they may take to end by themselves.
    private let grace: Duration

    package init(clock: any Clock<Duration>, grace: Duration = .seconds(5)) {
        var random = SystemRandomNumberGenerator()
        mark = String(random.next(), radix: 36) + String(random.next(), radix: 36)
        self.clock = clock
        self.grace = grace
    }

    /// Ends all that are left: SIGTERM first, SIGKILL after the grace; returns their number.
    ///
    /// `group` is the program's own group, if it has one. Cancellation does not stop this.
    package func end(group: pid_t? = nil) async -> Int {
        await Task { await ask(group) }.value
    }

    private func ask(_ group: pid_t?) async -> Int {
        let found = send(SIGTERM, group)
        guard found > 0, await !areGone(group, within: grace, sending: 0) else { return found }
        // A process that cannot be killed hangs in the kernel, and waiting does not help.
        _ = await areGone(group, within: .seconds(1), sending: SIGKILL)
        return found
    }

    private func areGone(
        _ group: pid_t?, within limit: Duration, sending signal: Int32
    ) async -> Bool {
        do {
            return try await poll(clock: clock, limit: limit, pause: { _ in .milliseconds(50) }) {
                _, _ in send(signal, group) == 0 ? .done(true) : .still("alive")
            }
        } catch {
            return false
        }
    }

    /// Sends a signal to every living member, and returns their number.
    private func send(_ signal: Int32, _ group: pid_t?) -> Int {
        let members = Self.processes.filter { isMember($0, group) }
        for member in members { kill(member, signal) }
        return members.count
    }

    private func isMember(_ process: pid_t, _ group: pid_t?) -> Bool {
        guard process != getpid() else { return false }
        if let group, let status = Self.contents("/proc/\(process)/stat") {
            // `pid (name) state parent group …`, where the name may contain anything.
            let fields =
                String(decoding: status, as: UTF8.self)
                .split(separator: ")").last?.split(separator: " ") ?? []
            if fields.count > 2, fields[0] != "Z", fields[2] == String(group) { return true }
        }
        guard let environment = Self.contents("/proc/\(process)/environ") else { return false }
        let wanted = Array("\(Self.variable)=\(mark)".utf8)[...]
        return environment.split(separator: 0).contains(wanted)
    }

    private static var processes: [pid_t] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap {
                pid_t($0)
            }
        } catch {
            // Without /proc no process can be found.
            return []
        }
    }

    /// Nil if it is not readable, or its process has ended.
    private static func contents(_ path: String) -> [UInt8]? {
        do {
            let file = try FileDescriptor.open(FilePath(path), .readOnly)
            return try file.closeAfter {
                var bytes: [UInt8] = []
                var piece = [UInt8](repeating: 0, count: 64 << 10)
                while bytes.count < 4 << 20 {
                    let count = try piece.withUnsafeMutableBytes { try file.read(into: $0) }
                    guard count > 0 else { break }
                    bytes += piece.prefix(count)
                }
                return bytes
            }
        } catch {
            return nil
        }
    }
}
