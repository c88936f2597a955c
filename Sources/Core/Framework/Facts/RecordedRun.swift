// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSOpenStack

extension FactRecording {
    /// Records the origin of the facts, and the outcomes that facts alone do not yield.
    package func keep(_ report: Report, of plan: Plan) throws {
        let toldByFacts = Set(plan.runs.filter(\.judgesFactsAlone).map(\.id))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let outcomes = try report.testcases.filter { testcase in
            testcase.verdict != .missing
                && (testcase.verdict == .abort || !toldByFacts.contains(testcase.id))
        }.map { Array(try encoder.encode($0)) }
        keep("outcomes", items: outcomes)
        try keep("origin", RecordOrigin(of: report))
    }
}
