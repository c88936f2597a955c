// SPDX-License-Identifier: Apache-2.0

/// What a test case says about the cloud, and what many of them amount to: the words of SCS-0003-v2.
public enum Verdict: String, Codable, Sendable, CaseIterable {
    /// Every requirement was shown to be met.
    case pass = "PASS"
    /// A requirement was disproved.
    case fail = "FAIL"
    /// It could not be found out; the reason says why.
    case abort = "ABORT"
    /// There is no result that counts: nobody tried, or it has expired.
    case missing = "MISSING"

    /// What the word means of one test case, for reports and help.
    package var meaning: String {
        switch self {
        case .pass: "every requirement was shown to be met"
        case .fail: "a requirement was disproved"
        case .abort: "it could not be determined; the reason code says why"
        case .missing: "there is no valid result; the reason code says why"
        }
    }

    /// How many test cases make one verdict (SCS-0003-v2), for reports and help.
    package static let rule =
        "The verdict over several test cases is the first of FAIL, MISSING, ABORT, PASS that occurs."
}
