// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Inside the target OpenStack the compiler holds no order of rooms: this test does.
struct RoomsTests {
    private static let target = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/Core/OpenStack")
    /// The way of a credential; each room knows those before it.
    private static let rooms = ["Answers", "Credentials", "Configuration", "SignIn", "Cloud"]

    private static func files(of room: String) throws -> [(name: String, code: String)] {
        let files = try #require(
            FileManager.default.enumerator(
                at: target.appending(path: room), includingPropertiesForKeys: nil))
        return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map {
            file in
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            let code = lines.filter { !$0.drop { $0 == " " }.hasPrefix("//") }
                .joined(separator: "\n").replacing(/"[^"\n]*"/, with: "\"\"")
            return (file.lastPathComponent, code)
        }
    }

    /// The types that other files can use and that stand at no indentation.
    private static func types(in code: String) -> Set<String> {
        Set(
            code.matches(
                of:
                    /(?m)^(?:(?:public|package|final|indirect) )*(?:struct|class|enum|actor|protocol) (\w+)/
            ).map { String($0.output.1) })
    }

    private static func words(in code: String) -> Set<String> {
        // A nested type may have the name of another room's: what is written with a dot is not meant.
        let nested = Set(
            code.matches(of: /(?m)^ +(?:(?:public|package|private) )?(?:struct|enum) (\w+)/)
                .map { String($0.output.1) })
        return Set(code.matches(of: /\b[A-Z]\w+\b/).map { String($0.output) }).subtracting(nested)
    }

    @Test
    func `A type of a later room is found, a nested one and a private one are not`() {
        #expect(
            Self.types(in: "package struct A {}\nprivate enum B {}\n    struct C {}\nactor D {}")
                == ["A", "D"])
        #expect(Self.words(in: "let a: Token?\n    struct Cloud {}\nvar b: Cloud") == ["Token"])
    }

    @Test
    func `Each room on the way of a credential knows only those before it`() throws {
        let rooms = try Self.rooms.map { (name: $0, files: try Self.files(of: $0)) }
        for (index, room) in rooms.enumerated() {
            #expect(room.files.count > 2, "\(room.name)")
            let later = rooms[(index + 1)...].reduce(into: [String: String]()) { types, room in
                for file in room.files {
                    for type in Self.types(in: file.code) { types[type] = room.name }
                }
            }
            for file in room.files {
                let upward = Self.words(in: file.code).filter { later[$0] != nil }.sorted()
                #expect(
                    upward.isEmpty,
                    "\(room.name)/\(file.name) knows \(upward.map { "\(later[$0] ?? "")/\($0)" })")
            }
        }
    }
}
