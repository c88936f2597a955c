// SPDX-License-Identifier: Apache-2.0
import Core
import Testing

@testable import Checks

/// What a guest is told to do when it boots.
@Suite struct GuestTests {
    private func userData(mirror: String?) throws -> YAMLNode {
        let text = Guest.userData(mirror: mirror)
        #expect(text.hasPrefix("#cloud-config\n"))
        return try #require(try YAMLDocument.parse(Array(text.utf8), file: "user-data"))
    }

    @Test("A mirror takes the place of the sources that the image would keep")
    func mirror() throws {
        let apt = try #require(try userData(mirror: "http://mirror.example/debian")["apt"])
        #expect(try apt["preserve_sources_list"]?.boolean() == false)
        let primary = try #require(try apt["primary"]?.sequence().first)
        #expect(try primary["uri"]?.string(example: "") == "http://mirror.example/debian")
    }

    @Test("Without a mirror the image's own sources stay")
    func none() throws {
        let told = try userData(mirror: nil)
        #expect(told["apt"] == nil)
        #expect(try told["runcmd"]?.sequence().isEmpty == false)
    }
}
