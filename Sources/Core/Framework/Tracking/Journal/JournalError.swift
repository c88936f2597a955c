// SPDX-License-Identifier: Apache-2.0

/// A journal that cannot be written or read.
package struct JournalError: Error, CustomStringConvertible {
    var file: String
    var line: Int?
    var problem: String
    /// Why the file cannot be opened, where code decides on it.
    package var obstacle: Obstacle?

    package enum Obstacle: Sendable {
        /// There is no such file.
        case absent
        /// Its run or another cleanup holds the lock.
        case busy
    }

    package init(file: String, line: Int? = nil, problem: String, obstacle: Obstacle? = nil) {
        self.file = file
        self.line = line
        self.problem = problem
        self.obstacle = obstacle
    }

    package var description: String {
        "Journal \(file)\(line.map { ":\($0)" } ?? ""): \(problem)."
    }
}
