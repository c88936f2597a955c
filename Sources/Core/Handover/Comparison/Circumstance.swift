// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSupport

/// Something other than a test case that differs between two runs, and may explain their differences.
package struct Circumstance: Codable, Sendable, Equatable {
    package var what: String
    /// Nil: it was not there.
    package var from: String?
    package var to: String?

    /// What differs, in a fixed order.
    static func all(from old: Report, to new: Report) -> [Circumstance] {
        func certificate(_ report: Report) -> String? {
            report.certificate.flatMap { certificate in
                guard certificate.stands else { return nil }
                return certificate.verdict.rawValue
                    + (certificate.version.map { ", version \($0)" } ?? "")
            }
        }
        let facts: [(String, (Report) -> String?)] = [
            ("verdict", { $0.verdict.rawValue }), ("certificate", certificate),
            ("cloud", { $0.subject.cloud }), ("identity service", { $0.subject.authURL }),
            ("region", { $0.subject.region }), ("project", { $0.subject.project }),
            ("user", { $0.subject.user }),
            ("program", { $0.tool.title }),
            ("scope", { $0.assessment?.name }), ("scope file", { $0.assessment?.sha256 }),
            ("versions of the scope", versions), ("versions of standards", standards),
            ("depth", { $0.run.depth.rawValue }),
            ("selection", { list($0.run.selection, orElse: "everything") }),
            ("excluded", { list($0.run.excluded ?? [], orElse: "nothing") }),
            ("parameters", { list($0.run.assignments, orElse: "none") }),
            ("certificates verified", { $0.subject.tlsVerified ? "yes" : "no" }),
            ("interrupted", { $0.run.interrupted ? "yes" : "no" }),
            ("resources left behind", { String($0.leftovers.count) }),
        ]
        return facts.compactMap { what, fact in
            let (before, after) = (fact(old), fact(new))
            return before == after ? nil : Circumstance(what: what, from: before, to: after)
        }
    }

    private static func versions(_ report: Report) -> String? {
        report.assessment.map { assessment in
            list(
                assessment.versions.map { "\($0.version) \($0.validity.rawValue)" }, orElse: "none")
        }
    }

    /// Without those that another selection adds or leaves out.
    private static func standards(_ report: Report) -> String? {
        report.assessment == nil ? nil : list(report.scope.map(\.version), orElse: "none")
    }

    private static func list(_ items: [String], orElse none: String) -> String {
        items.isEmpty ? none : items.joined(separator: ", ")
    }
}
