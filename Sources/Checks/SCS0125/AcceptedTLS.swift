// SPDX-License-Identifier: Apache-2.0
import Core

/// What hosts accept in a handshake: nothing beyond the profile.
enum AcceptedTLS {
    private static let configure =
        "Configure the TLS proxy as https://ssl-config.mozilla.org has it (Intermediate)."

    /// Asked once a run: what else is accepted is asked in these versions.
    private static func versions(
        of hosts: [TLSHost], _ context: CheckContext
    ) async throws -> [HostAnswer<[TLSVersion]>] {
        try await context.shared("TLS versions") { context in
            try await context.survey(hosts) { survey in try await survey.protocols() }
        }
    }

    static func protocols(_ profile: TLSProfile) -> Scenario<Void> {
        let wanted = profile.protocols.formatted
        return PublicHosts.finding.step("try each version of TLS", calls: PublicHosts.handshakes) {
            context, hosts in
            try await versions(of: hosts, context)
        }.require("only \(wanted) are accepted, and at least one of them") { context, answers in
            try context.judge(answers, "accepts", \.formatted, advice: configure) {
                host, accepted, judgement in
                let wrong = accepted.filter { !profile.protocols.contains($0) }
                if !wrong.isEmpty {
                    judgement.violation(
                        "\(host) accepts \(wrong.formatted); only \(wanted) may be accepted.")
                }
                if wrong.count == accepted.count {
                    judgement.violation("\(host) accepts none of \(wanted).")
                }
            }
        }
    }

    static func ciphers(_ profile: TLSProfile) -> Scenario<Void> {
        PublicHosts.finding.step(
            "offer every cipher suite beyond the profile", calls: PublicHosts.handshakes
        ) { context, hosts in
            let versions = try await versions(of: hosts, context)
            return try await context.survey(versions) { versions, survey in
                try await survey.ciphers(beyond: profile.ciphers, in: versions)
            }
        }.require("none of them is accepted") { context, answers in
            try judge(answers, "cipher suites", context)
        }
    }

    static func curves(_ profile: TLSProfile) -> Scenario<Void> {
        PublicHosts.finding.step(
            "offer every elliptic curve beyond the profile", calls: PublicHosts.handshakes
        ) { context, hosts in
            let versions = try await versions(of: hosts, context)
            return try await context.survey(versions) { versions, survey in
                try await survey.curves(beyond: profile.curves, in: versions)
            }
        }.require("none of them is accepted") { context, answers in
            try judge(answers, "elliptic curves", context)
        }
    }

    private static func judge(
        _ answers: [HostAnswer<TLSSurvey.Finding>], _ what: String, _ context: CheckContext
    ) throws {
        let tell = { (finding: TLSSurvey.Finding) in
            finding.accepted.isEmpty ? "none" : finding.accepted.joined(separator: ", ")
        }
        try context.judge(
            answers, "accepts of the \(what) beyond the profile:", tell, advice: configure
        ) { host, finding, judgement in
            for remark in finding.remarks { judgement.remark(remark) }
            if !finding.unofferable.isEmpty {
                judgement.remark(
                    "\(host) was not asked for \(finding.unofferable.joined(separator: ", ")): "
                        + "the TLS library of this machine does not have them.")
            }
            guard !finding.accepted.isEmpty else { return }
            judgement.violation(
                "\(host) accepts \(what) beyond the profile: "
                    + "\(finding.accepted.joined(separator: ", ")).")
        }
    }
}

extension [TLSVersion] {
    fileprivate var formatted: String { map(\.rawValue).joined(separator: ", ") }
}
