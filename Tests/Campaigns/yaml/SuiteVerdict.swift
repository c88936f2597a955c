// SPDX-License-Identifier: Apache-2.0

/// The result of reading a case, compared with the suite's own verdict.
enum SuiteVerdict: String {
    case same = "valid, and the JSON that it stands for"
    case refused = "invalid for both"
    case unneeded =
        "valid, and refused in words: several documents, lists as keys, tags of applications"
    case tooStrict = "valid, and refused by libyaml"
    case accepted = "invalid, and accepted by libyaml"
    case other = "valid, and read by libyaml as YAML 1.1"

    /// The errors for valid YAML that no configuration uses.
    static let refusals = [
        "expected one document in a file", "a key is a list", "a key is a mapping",
        "this tag is unknown",
    ]

    /// Where libyaml, which reads YAML 1.1, and the suite, which is YAML 1.2, disagree. PyYAML,
    /// which reads these files for most programs, agrees with libyaml nearly everywhere.
    static let exceptions: [String: SuiteVerdict] = {
        var exceptions: [String: SuiteVerdict] = [:]
        func add(_ verdict: SuiteVerdict, _ ids: String) {
            for id in ids.split(separator: " ") { exceptions[String(id)] = verdict }
        }
        // A colon that touches its value, or is on its own line, in braces and brackets.
        add(
            .tooStrict, "4ABK 4MUZ-0 4MUZ-1 4MUZ-2 58MP 5MUD 5T43 9SA2 DBG4 HM87-0 K3WX NJ66 VJP3-1"
        )
        // Keys that are empty or aliases.
        add(.tooStrict, "2JQS 2SXE 6M2F CFD4 FRK4 M2N8-0 NHX8 NKF9 S3PD SM9W-1 UKK6-0")
        // Tabs after an indentation.
        add(
            .tooStrict, "6BCT 6CA3 96NN-0 96NN-1 A2M4 DK95-0 DK95-3 DK95-4 Q5MG R4YG Y79Y-1 Y79Y-10"
        )
        // Directives and document ends.
        add(.tooStrict, "2LFX 6LVF 7Z25 BEC7 HWV9 M7A3 MUS6-5 MUS6-6 QT73 UT92 W4TN")
        // Block scalars that begin in the first column, and unusual anchor names.
        add(.tooStrict, "8XYN DK3J FP8R W5VH")
        // A comment that touches what precedes it, and indentation in brackets and quotes.
        add(.accepted, "9C9N 9JBA CVW2 DK95-1 G5U8 MUS6-0 QB6E S98Z SU5Z X4QW Y79Y-3 YJV2")
        // A question mark that touches a word, trailing spaces at the end, a colon in an anchor.
        add(.other, "652Z HM87-1 JEF9-2 L24T-1 Y2GN")
        return exceptions
    }()
}
