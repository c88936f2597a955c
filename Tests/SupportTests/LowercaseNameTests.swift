// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Testing

/// Names of facts, personas and parameters.
struct LowercaseNameTests {
    @Test(arguments: ["", "-a", "1a", "A", "aB", "a_b", "a b", "ä", "a\u{301}", "a\n", "a-ä"])
    func `What is no name is refused`(_ text: String) {
        #expect(!text.isLowercaseName(separator: UInt8(ascii: "-")))
    }

    @Test(arguments: ["a", "a1", "a-1", "guest-image", "a--"])
    func `Letters, digits and the separator make a name`(_ text: String) {
        #expect(text.isLowercaseName(separator: UInt8(ascii: "-")))
    }
}
