// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import SCSHTTP
@testable import SCSOpenStack
@testable import SCSSupport

/// What can be one segment of a path, and what must never become one.
@Suite struct PathSegmentTests {
    @Test(
        "What a server could read as anything but one segment is no id",
        arguments: [
            "", ".", "..", "a/b", "/", "a\\b", "%2e%2e", "a%2fb", "a\u{0}b", "a\nb", "a\u{7f}",
            "\u{202e}a", "é", String(repeating: "a", count: 256),
        ])
    func refused(_ text: String) throws {
        #expect(PathSegment(text) == nil)
        let json = try JSONEncoder().encode([text])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([PathSegment].self, from: json)
        }
        #expect(JSON.string(text).id == nil)
    }

    @Test(
        "Ids as services give them are taken as they are",
        arguments: [
            "5f2c0c1e-0000-4000-a000-000000000000", "a", "SCS-4V-16-100s", "m1.small", "...",
            "default", "a b", String(repeating: "f", count: 255),
        ])
    func taken(_ text: String) throws {
        #expect(PathSegment(text)?.text == text)
        let endpoint = Endpoint(
            try #require(URL(string: "https://v.example/v3")), majorVersion: "v3", projectID: nil)
        let segment = try #require(PathSegment(text))
        let url = try #require(endpoint.url(["volumes", segment]))
        #expect(url.pathComponents.count == 4)
        #expect(url.lastPathComponent == text)
    }
}
