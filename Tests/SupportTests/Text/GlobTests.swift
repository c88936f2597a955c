// SPDX-License-Identifier: Apache-2.0
import Testing
import TestSupport

@testable import SCSSupport

/// Selectors: any characters, one, or one of a set.
struct GlobTests {
    @Test(arguments: [
        ("scs-011[4", "not closed"), ("scs-0114]", "closes no ["), ("[]", "not closed"),
        ("[!]", "not closed"), ("[9-0]", "reversed"), ("[a[b]c]", "not closed"),
    ])
    func `Malformed brackets are an error with the cause`(_ pattern: String, _ why: String) {
        let error = #expect(throws: MalformedGlob.self) { try Glob(pattern) }
        #expect(error?.description.contains(why) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        ("scs-010[0-4]*", "scs-0104-v1", true), ("scs-010[0-4]*", "scs-0105", false),
        ("scs-010[!0-4]", "scs-0105", true), ("scs-010[^0-4]", "scs-0104", false),
        ("[]a]", "]", true), ("[a-]", "-", true), ("[A-C]x", "bX", true), ("a?c", "abc", true),
        ("a?c", "ac", false), ("[ab]", "ab", false), ("*[0-9]", "v1", true),
    ])
    func `Sets hold characters and ranges, or exclude them`(
        _ pattern: String, _ name: String, _ matches: Bool
    ) throws {
        #expect(try Glob(pattern).matches(name) == matches)
    }

    @Test(arguments: 0..<20)
    func `A glob agrees with a naive matcher`(_ seed: UInt64) throws {
        func naive(_ pattern: Substring, _ name: Substring) -> Bool {
            guard let first = pattern.first else { return name.isEmpty }
            if first == "*" {
                return naive(pattern.dropFirst(), name)
                    || !name.isEmpty && naive(pattern, name.dropFirst())
            }
            guard let head = name.first else { return false }
            if first == "[" {
                // The only set below is [ab].
                return "ab".contains(head) && naive(pattern.dropFirst(4), name.dropFirst())
            }
            return (first == "?" || first == head) && naive(pattern.dropFirst(), name.dropFirst())
        }
        var random = SplitMix(seed)
        for _ in 0..<300 {
            let pattern = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                ["a", "b", "c", "*", "?", "[ab]"].randomElement(using: &random) ?? "a"
            }.joined()
            let name = String(
                (0..<Int.random(in: 0...7, using: &random)).map { _ in
                    "abc".randomElement(using: &random) ?? "a"
                })
            #expect(
                try Glob(pattern).matches(name) == naive(pattern[...], name[...]),
                "\(pattern) \(name)")
        }
    }
}
