// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSOpenStack

extension FactRecording {
    /// Records the origin of the facts, the outcomes that facts alone do not yield, and what users set.
    package func keep(
        _ report: Report, of plan: Plan, setting parameters: ParameterValues
    ) throws {
        let toldByFacts = Set(plan.runs.filter(\.judgesFactsAlone).map(\.id))
        let outcomes = try report.testcases.filter { testcase in
            testcase.verdict != .missing
                && (testcase.verdict == .abort || !toldByFacts.contains(testcase.id))
        }.map { try JSONWriter.line($0) }
        keep("outcomes", items: outcomes)
        try keep("origin", RecordOrigin(of: report))
        if !parameters.texts.isEmpty { try keep("parameters", parameters.texts) }
    }
}
