// SPDX-License-Identifier: Apache-2.0

/// A journal that cannot be written or understood.
package struct JournalError: Error, CustomStringConvertible {
    var file: String
    var line: Int?
    var problem: String
    /// What keeps the file from being opened, where a program decides on it.
    package var obstacle: Obstacle?

    package enum Obstacle: Sendable {
        /// There is no such file.
        case absent
        /// Its run or another cleanup has locked it.
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
