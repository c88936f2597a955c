// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import SCSSupport

@Suite("Secrets in bytes that are shown")
struct SecretTests {
    @Test(
        "Each occurrence is hidden, wherever it stands",
        arguments: [
            ("hunter22", "•••"), ("hunter22hunter22", "••••••"), ("a hunter22", "a •••"),
            ("hunter22, b", "•••, b"), ("hunterhunter22", "hunter•••"), ("hunter2", "hunter2"),
            ("", ""), ("ü hunter22 ü", "ü ••• ü"),
        ])
    func hiding(_ text: String, _ shown: String) {
        #expect(
            String(decoding: Array(text.utf8).hiding([Secret("hunter22")]), as: UTF8.self) == shown)
    }

    @Test("Several secrets are hidden; a very short one, which is also a word, is not")
    func several() {
        let bytes = Array("of one and of other".utf8)
        let shown = bytes.hiding([Secret("other"), Secret("of"), Secret("one ")])
        #expect(String(decoding: shown, as: UTF8.self) == "of •••and of •••")
    }

    @Test("Bytes are found from a place on, as the library's search finds them")
    func position() {
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
