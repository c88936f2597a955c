// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Testing

@testable import SCSCheck

/// CSV as a reader of RFC 4180 sees it.
struct CSVReportTests {
    /// The records of a strict reader.
    private static func read(_ text: String) throws -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field = ""
        var isQuoted = false
        // By scalar: Swift takes CR and LF for one character.
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"" where isQuoted && rest.first == "\"":
                field += "\""
                rest.removeFirst()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                record.append(field)
                field = ""
            case "\r" where !isQuoted:
                try #require(rest.popFirst() == "\n")
                records.append(record + [field])
                record = []
                field = ""
            default: field.unicodeScalars.append(scalar)
            }
        }
        try #require(!isQuoted && field.isEmpty && record.isEmpty)
        return records
    }

    @Test func `Hostile names come back without controls, each test case on a line of its own`()
        throws
    {
        let report = SampleReport.report()
        let text = CSVReport.render([report])
        let records = try Self.read(text)
        #expect(records.count == report.testcases.count + 1)
        #expect(text.utf8.count { $0 == 0x0A } == records.count)
        #expect(Set(records.map(\.count)) == [17])
        for (record, testcase) in zip(records.dropFirst(), report.byUrgency) {
            let id = testcase.id.harmless(8000)
            #expect(record[3] == (id.hasPrefix("=") ? "'" + id : id))
            #expect(record[5] == testcase.verdict.rawValue)
            #expect(record[10] == "61.005")
            #expect(record[12] == testcase.message?.harmless(8000) ?? "")
        }
    }

    @Test(arguments: [
        ("=1+1", "\"'=1+1\""), ("+1", "\"'+1\""), ("-1", "\"'-1\""), ("@SUM(A1)", "\"'@SUM(A1)\""),
        ("\t=1", "\"'=1\""), ("\r\n=1", "\"'=1\""), ("＝1", "\"'＝1\""),
        ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "a b"), ("a=b", "a=b"), ("", ""),
    ])
    func `A cell is text to spreadsheets`(_ text: String, _ cell: String) {
        #expect(CSVReport.cell(text) == cell)
    }
}
