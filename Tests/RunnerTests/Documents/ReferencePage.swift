// SPDX-License-Identifier: Apache-2.0
@testable import SCSCheck
import SCSStandards

@testable import SCSCheckCommand

/// docs/REFERENCE.md, from the code where its words live.
enum ReferencePage {
    static func text(_ registry: CheckRegistry) -> String {
        InterfaceTerm.$given.withValue(InterfaceTerm.onCommandLine) {
            ([introduction] + [
                statuses, verdicts, reasons, targets, depths, own(registry), facts(registry),
            ])
            .joined(separator: "\n\n") + "\n"
        }
    }

    private static let introduction = """
        # Reference

        A test writes this page from the sources (`UPDATE_REFERENCE=1 swift test --filter ReferenceTests`) and compares it.
        [OPERATORS.md](OPERATORS.md) says what to do about a reason; `scs-check explain` describes each standard and test case.
        """

    private static func table(_ header: [String], _ rows: [[String]]) -> String {
        ([header, header.map { _ in "---" }] + rows).map { row in
            "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }.joined(separator: "\n")
    }

    private static var statuses: String {
        "## Exit statuses\n\nThe last of these that holds, 64 aside; `--exit-status certificate` has it follow the certificate.\n\n"
            + table(
                ["status", "meaning"], ExitStatus.allCases.map { ["\($0.rawValue)", $0.meaning] })
    }

    private static var verdicts: String {
        "## Verdicts\n\n"
            + table(
                ["verdict", "of one test case"],
                Verdict.allCases.map { ["`\($0.rawValue)`", $0.meaning] })
            + "\n\n\(Verdict.rule)"
    }

    private static var reasons: String {
        "## Reason codes\n\n`reason` of a test case in `report.json`. The verdict is that of a step which judges a requirement; in a step "
            + "that only prepares, or in cleaning up, the same reason is an ABORT.\n\n"
            + table(
                ["code", "verdict", "meaning", "what to do"],
                Reason.allCases.map { reason in
                    [
                        "`\(reason.rawValue)`",
                        reason.verdicts.map(\.rawValue).joined(separator: ", "), reason.meaning,
                        reason.advice(),
                    ]
                })
    }

    private static var targets: String {
        "## Targets\n\n"
            + table(
                ["target", "meaning"], Target.allCases.map { ["`\($0.rawValue)`", $0.meaning] })
    }

    private static var depths: String {
        "## Depths\n\nEach depth of `--depth` includes those before it; `named` cannot be given.\n\n"
            + table(["depth", "meaning"], Depth.allCases.map { ["`\($0.rawValue)`", $0.meaning] })
    }

    private static func own(_ registry: CheckRegistry) -> String {
        let rows = registry.standards.flatMap { standard in
            standard.testcases.filter { $0.id.contains("-x-") }.map { entry in
                let module = registry.module(for: standard.id)
                let depth =
                    module?.testcases.first { $0.id == entry.id }?.depth.rawValue ?? "manual"
                return ["`\(entry.id)`", depth, entry.title]
            }
        }
        return
            "## Test cases of our own: `-x-`\n\nAn id with `-x-` after the standard is no test case of SCS. It tests what a customer relies "
            + "on although the standard does not say it, has the target `extended`, and never changes a certificate.\n\n"
            + table(["test case", "depth", "what it shows"], rows)
    }

    private static func facts(_ registry: CheckRegistry) -> String {
        "## Facts\n\nA run reads each fact once, `--record` keeps it, `judge` judges it again.\n\n"
            + table(
                ["fact", "what it is", "calls"],
                registry.facts.sorted { $0.name < $1.name }.map { fact in
                    [
                        "`\(fact.name)`", fact.summary,
                        fact.calls.map { "`\($0)`" }.joined(separator: ", "),
                    ]
                })
    }
}
