// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import SCSHTTP
@testable import SCSOpenStack
@testable import SCSSupport

/// What can be one path segment, and what must never become one.
struct PathSegmentTests {
    @Test(arguments: [
        "", ".", "..", "a/b", "/", "a\\b", "%2e%2e", "a%2fb", "a\u{0}b", "a\nb", "a\u{7f}",
        "\u{202e}a", "é", String(repeating: "a", count: 256),
    ])
    func `A path segment that a server could misread is refused`(_ text: String) throws {
        #expect(PathSegment(text) == nil)
        let json = try JSONEncoder().encode([text])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([PathSegment].self, from: json)
        }
        #expect(JSON.string(text).id == nil)
    }

    @Test(arguments: [
        "5f2c0c1e-0000-4000-a000-000000000000", "a", "SCS-4V-16-100s", "m1.small", "...",
        "default", "a b", String(repeating: "f", count: 255),
    ])
    func `Ids in the forms that services use are accepted`(_ text: String) throws {
        #expect(PathSegment(text)?.text == text)
        let endpoint = Endpoint(
            try #require(URL(string: "https://v.example/v3")), majorVersion: "v3", projectID: nil)
        let segment = try #require(PathSegment(text))
        let url = try #require(endpoint.url(["volumes", segment]))
        #expect(url.pathComponents.count == 4)
        #expect(url.lastPathComponent == text)
    }
}
