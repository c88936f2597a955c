// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Hosts accept nothing outside the profile.
enum AcceptedTLS {
    private static let configure =
        "Configure the TLS proxy according to https://ssl-config.mozilla.org (Intermediate)."

    /// The accepted versions, determined once a run; all other offers use them.
    private static func versions(
        of hosts: [TLSHost], _ context: CheckContext
    ) async throws -> [HostAnswer<[TLSVersion]>] {
        try await context.shared("TLS versions") { context in
            try await context.survey(hosts) { survey in try await survey.protocols() }
        }
    }

    static func protocols(_ profile: TLSProfile) -> Scenario<Void> {
        let wanted = profile.protocols.formatted
        return PublicHosts.finding.step("try each TLS version", calls: PublicHosts.handshakes) {
            context, hosts in
            try await versions(of: hosts, context)
        }.require("the hosts accept only \(wanted), and at least one of them") { context, answers in
            try context.judge(answers, "accepts", \.formatted, advice: configure) {
                host, accepted, judgement in
                let wrong = accepted.filter { !profile.protocols.contains($0) }
                if !wrong.isEmpty {
                    judgement.violation(
                        "\(host) accepts \(wrong.formatted); it may accept only \(wanted).")
                }
                if wrong.count == accepted.count {
                    judgement.violation("\(host) accepts none of \(wanted).")
                }
            }
        }
    }

    static func ciphers(_ profile: TLSProfile) -> Scenario<Void> {
        PublicHosts.finding.step(
            "offer every cipher suite outside the profile", calls: PublicHosts.handshakes
        ) { context, hosts in
            let versions = try await versions(of: hosts, context)
            return try await context.survey(versions) { versions, survey in
                try await survey.ciphers(beyond: profile.ciphers, in: versions)
            }
        }.require("the hosts accept none of them") { context, answers in
            try judge(answers, "cipher suites", context)
        }
    }

    static func curves(_ profile: TLSProfile) -> Scenario<Void> {
        PublicHosts.finding.step(
            "offer every elliptic curve outside the profile", calls: PublicHosts.handshakes
        ) { context, hosts in
            let versions = try await versions(of: hosts, context)
            return try await context.survey(versions) { versions, survey in
                try await survey.curves(beyond: profile.curves, in: versions)
            }
        }.require("the hosts accept none of them") { context, answers in
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
            answers, "accepts these \(what) outside the profile:", tell, advice: configure
        ) { host, finding, judgement in
            for remark in finding.remarks { judgement.remark(remark) }
            if !finding.unofferable.isEmpty {
                judgement.remark(
                    "\(host) was not offered \(finding.unofferable.joined(separator: ", ")): "
                        + "this machine's TLS library does not support them.")
            }
            guard !finding.accepted.isEmpty else { return }
            judgement.violation(
                "\(host) accepts \(what) outside the profile: "
                    + "\(finding.accepted.joined(separator: ", ")).")
        }
    }
}

extension [TLSVersion] {
    fileprivate var formatted: String { map(\.rawValue).joined(separator: ", ") }
}
