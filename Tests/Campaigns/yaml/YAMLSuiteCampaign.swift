// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import SCSCheck
@testable import SCSYAML

/// The public YAML test suite's verdicts hold for everything that configurations use.
@Suite(.enabled(if: Campaign.yamlSuite != nil, "make campaign-yaml YAML_TEST_SUITE=checkout"))
struct YAMLSuiteCampaign {
    @Test func `The reader agrees with every case of the public YAML test suite`() throws {
        let cases = try SuiteCase.all(in: Campaign.yamlSuite ?? "")
        var counts: [String: Int] = [:]
        for one in cases {
            let found = verdict(one)
            counts[found.rawValue, default: 0] += 1
            let expected = SuiteVerdict.exceptions[one.id] ?? (one.isValid ? .same : .refused)
            // What no configuration uses is refused by a rule, not by a list.
            guard found != expected, found != .unneeded || !one.isValid else { continue }
            Issue.record("\(one.id) is \(found.rawValue), not \(expected.rawValue): \(one.text)")
        }
        for (verdict, count) in counts.sorted(by: { $0.key < $1.key }) {
            Campaign.tell("\(count) cases: \(verdict)")
        }
        #expect(cases.count > 400)
    }

    private func verdict(_ one: SuiteCase) -> SuiteVerdict {
        do throws(YAMLError) {
            let node = try YAMLDocument.parse(Array(one.text.utf8), file: one.id)
            guard one.isValid else { return .accepted }
            guard let json = one.json?.first else { return .same }
            return node?.means(json) ?? (json == .null) ? .same : .other
        } catch {
            guard one.isValid else { return .refused }
            return SuiteVerdict.refusals.contains { error.description.contains($0) }
                ? .unneeded : .tooStrict
        }
    }
}
