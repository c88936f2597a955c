// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import SCSYAML

/// Which unquoted strings PyYAML 6 reads as values that it writes differently.
struct PlainScalarTests {
    @Test(arguments: [
        "0123", "1.10", "1_000", "12:30", "0x1F", "0b11", "+5", ".5", "5.", "010.5", "yes",
        "No", "ON", "off", "true", "FALSE", "-0x1F", "1.5e+3", ".inf", "-.INF", ".NaN",
        "190:20:30.15",
        "00", "1_0.5",
    ])
    func `A number or boolean of another spelling is reported`(text: String) {
        #expect(PlainScalar.isRewritten(text), "\(text)")
    }

    @Test(arguments: [
        "0815", "12345", "-5", "0", "1.5", "1e3", "1e+3", "True", "False", "yEs", "nO", "y", "n",
        "2024-01-01", "a", "1a", "0x", "0b2", "1.2.3", "12:99", "", "-", ".", "1.5e3", "_1", "e5",
        "18446744073709551616", "0.1", "-1.25",
    ])
    func `A string or a canonical number is not reported`(text: String) {
        #expect(!PlainScalar.isRewritten(text), "\(text)")
    }
}
