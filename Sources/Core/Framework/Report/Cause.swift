// SPDX-License-Identifier: Apache-2.0

/// Why test cases did not pass: those that share one are told once.
package struct Cause: Sendable {
    package var verdict: Verdict
    package var reason: Reason?
    package var isCounted: Bool
    /// Who accepts the failure, and until when.
    package var waiver: Waiver?
    /// As the first of its test cases puts it.
    package var message: String?
    package var advice: String?
    package var testcases: [Report.TestcaseReport]

    /// What the test cases rest on, each piece once.
    package var evidence: [Evidence] {
        var result: [Evidence] = []
        for evidence in testcases.flatMap(\.evidence) where !result.contains(evidence) {
            // A wrong password has an id for each request; a handful is enough to search the logs for.
            if result.count == 50 { break }
            result.append(evidence)
        }
        return result
    }

    /// What is the same in each of a cause's test cases.
    private struct Key: Hashable {
        var urgency: Int
        var waiver: Waiver?
        var reason: Reason?
        var message: String?
        var advice: String?
    }

    /// Groups test cases, the most urgent first, else in the order of the first of each.
    package static func grouped(_ testcases: [Report.TestcaseReport]) -> [Cause] {
        var places: [Key: Int] = [:]
        var causes: [Cause] = []
        for testcase in testcases.sorted(by: { $0.urgency < $1.urgency }) {
            let key = Key(
                urgency: testcase.urgency, waiver: testcase.waiver, reason: testcase.reason,
                message: testcase.message.map(NormalText.masked),
                advice: testcase.advice.map(NormalText.masked))
            if let place = places[key] {
                causes[place].testcases.append(testcase)
            } else {
                places[key] = causes.count
                causes.append(
                    Cause(
                        verdict: testcase.verdict, reason: testcase.reason,
                        isCounted: testcase.isCounted, waiver: testcase.waiver,
                        message: testcase.message,
                        advice: testcase.advice, testcases: [testcase]))
            }
        }
        return causes
    }
}

extension Cause {
    /// As of each of its test cases.
    var mark: String? { testcases.first?.mark }
}

extension Report {
    /// Why test cases failed, aborted, or lack a result that counts; the most urgent first.
    package var causes: [Cause] {
        Cause.grouped(
            testcases.filter { $0.verdict != .pass && ($0.isCounted || $0.verdict != .missing) })
    }

    /// Why test cases have no result and need none.
    package var untested: [Cause] {
        Cause.grouped(testcases.filter { $0.verdict == .missing && !$0.isCounted })
    }

    /// The test cases for people: what failed comes first, else their order stays.
    package var byUrgency: [TestcaseReport] {
        // Indices are sorted, as results are large.
        testcases.indices.sorted { testcases[$0].urgency < testcases[$1].urgency }
            .map { testcases[$0] }
    }
}

extension Report.TestcaseReport {
    /// Its place in reports for people; the smaller, the earlier.
    fileprivate var urgency: Int {
        switch (verdict, isCounted) {
        case (.fail, _): waiver == nil ? 0 : 3
        case (.abort, true): 1
        case (.missing, true): 2
        case (.abort, false): 4
        case (.pass, _): 5
        case (.missing, false): 6
        }
    }
}
