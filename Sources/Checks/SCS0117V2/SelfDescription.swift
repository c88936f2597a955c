// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// What a provider says of its cloud that no customer can see; docs/self-description.md has the format.
package struct SelfDescription: Sendable, Equatable {
    /// The storage systems by the names that the provider gives them.
    package struct Storage: Sendable, Equatable {
        package var volumes: [String]
        package var backups: [String]

        /// The systems that hold both.
        package var shared: [String] {
            let held = Set(volumes.map { $0.lowercased() })
            return backups.filter { held.contains($0.lowercased()) }
        }
    }

    /// Who vouches for it.
    package var who: String
    /// The day on which it was true.
    package var when: CalendarDate
    /// Nil if it says nothing about storage.
    package var storage: Storage?

    /// Reads a file, YAML or JSON; every error has file, line and column.
    ///
    /// It must be about `subject`, and not be from after `day`.
    package static func read(
        _ bytes: [UInt8], file: String, subject: String, on day: CalendarDate
    ) throws(YAMLError) -> SelfDescription {
        guard let root = try YAMLDocument.parse(bytes, file: file) else {
            throw YAMLError(Position(file: file, line: 1, column: 1), "The file is empty.")
        }
        try root.check(allows: ["subject", "who", "when", "storage"])
        let about = try root.required("subject")
        guard try about.string() == subject else {
            throw about.wrongValue("the name of the cloud, \(subject.quotedForMessage)")
        }
        let date = try root.required("when")
        guard let when = CalendarDate(try date.string()), when <= day else {
            throw date.wrongValue("a day such as 2026-06-11, not after \(day)")
        }
        return SelfDescription(
            who: try root.required("who").string().harmless(200), when: when,
            storage: try root["storage"].map(storage))
    }

    private static func storage(_ node: YAMLNode) throws(YAMLError) -> Storage {
        try node.check(allows: ["volumes", "backups"])
        return Storage(
            volumes: try names(node.required("volumes")),
            backups: try names(node.required("backups")))
    }

    private static func names(_ node: YAMLNode) throws(YAMLError) -> [String] {
        var names: [String] = []
        for entry in try node.sequence() {
            let name = try entry.string().harmless(100)
            guard !name.isEmpty else { throw entry.wrongValue("the name of a storage system") }
            names.append(name)
        }
        guard !names.isEmpty else { throw node.wrongValue("at least one storage system") }
        return names
    }
}
