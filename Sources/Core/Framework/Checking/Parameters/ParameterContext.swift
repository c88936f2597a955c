// SPDX-License-Identifier: Apache-2.0
public import FoundationEssentials
import SCSSupport

/// What the value of a parameter may depend on.
public struct ParameterContext: Sendable {
    /// The name of what is tested.
    public let subject: String
    /// When it is tested.
    public let date: Date
    private let contents: @Sendable (String) throws -> [UInt8]?

    /// A context whose files `contents` reads; it returns nil for a file that does not exist.
    public init(
        subject: String, date: Date,
        contents: @escaping @Sendable (String) throws -> [UInt8]? = { _ in nil }
    ) {
        self.subject = subject
        self.date = date
        self.contents = contents
    }

    func file(_ path: String) throws -> ParameterFile {
        guard let bytes = try contents(path) else {
            throw MissingParameterFile(path: path)
        }
        return ParameterFile(
            path: path.harmless(300), bytes: bytes, subject: subject, date: date)
    }
}

/// A file that a user set as a parameter.
public struct ParameterFile: Sendable {
    /// Its path, for errors.
    public let path: String
    /// Its contents.
    public let bytes: [UInt8]
    /// The name of what is tested.
    public let subject: String
    /// When it is tested.
    public let date: Date
}

/// A file that was set and does not exist.
struct MissingParameterFile: Error, CustomStringConvertible {
    let path: String

    var description: String { "names the file \(path.quotedForMessage), which does not exist." }
}
