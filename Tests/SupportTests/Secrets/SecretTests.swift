// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import SCSSupport

struct SecretTests {
    @Test(arguments: [
        ("hunter22", "•••"), ("hunter22hunter22", "••••••"), ("a hunter22", "a •••"),
        ("hunter22, b", "•••, b"), ("hunterhunter22", "hunter•••"), ("hunter2", "hunter2"),
        ("", ""), ("ü hunter22 ü", "ü ••• ü"),
    ])
    func `Each occurrence of a secret is hidden`(_ text: String, _ shown: String) {
        #expect(
            String(decoding: Array(text.utf8).hiding([Secret("hunter22")]), as: UTF8.self) == shown)
    }

    @Test func `Several secrets are hidden, but not a very short one that is also a word`() {
        let bytes = Array("of one and of other".utf8)
        let shown = bytes.hiding([Secret("other"), Secret("of"), Secret("one ")])
        #expect(String(decoding: shown, as: UTF8.self) == "of •••and of •••")
    }

    @Test func `A search from an offset agrees with the library's search`() {
        let bytes = Array("abcabcab".utf8)
        for needle in ["", "a", "abc", "cab", "b", "x", "abcabcab", "abcabcabc"].map({
            Array($0.utf8)
        }) {
            for start in 0...bytes.count {
                let expected = needle.isEmpty ? nil : bytes[start...].firstRange(of: needle)
                #expect(bytes.position(of: needle, from: start) == expected?.lowerBound)
            }
        }
    }
}
