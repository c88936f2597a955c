// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A program that runs until this object goes.
///
/// `Process` learns from a socket that a program has ended, and a program that another thread starts at that moment
/// inherits the socket: one that lasts would keep the other test waiting. Here the program inherits nothing.
package final class LastingProgram: Sendable {
    package struct Unstarted: Error, CustomStringConvertible {
        package let description: String
    }

    private let process: pid_t
    private let signal: CInt

    /// `descriptors` are ours by their numbers in the program, where 0 to 2 are /dev/null otherwise.
    package init(
        _ path: String, _ arguments: [String], environment: [String] = [],
        descriptors: [CInt: CInt] = [:], endedBy signal: CInt = SIGTERM
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, ours) in descriptors {
            posix_spawn_file_actions_adddup2(&actions, ours, number)
        }
        for number: CInt in 0..<1024 where descriptors[number] == nil {
            if number < 3 {
                posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
            } else {
                posix_spawn_file_actions_addclose(&actions, number)
            }
        }
        // Threads of tests block signals, and what they start would not notice that it is to end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var process = pid_t()
        let result = Self.withCStrings([path] + arguments) { arguments in
            Self.withCStrings(environment) { environment in
                posix_spawn(&process, path, &actions, &attributes, arguments, environment)
            }
        }
        guard result == 0 else {
            throw Unstarted(description: "\(path) did not start (errno \(result)).")
        }
        self.process = process
        self.signal = signal
    }

    deinit {
        kill(process, signal)
        waitpid(process, nil, 0)
    }

    private static func withCStrings<R>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
    ) -> R {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}
