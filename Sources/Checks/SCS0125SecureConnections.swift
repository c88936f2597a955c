// SPDX-License-Identifier: Apache-2.0
public import Core
import FoundationEssentials

/// Whoever talks to the cloud's services does so over TLS, set up as Mozilla recommends.
///
/// Standard: https://docs.scs.community/standards/scs-0125-v1-secure-connections
public struct SCS0125SecureConnections: CheckModule {
    public let standard = "scs-0125"
    public let aliases = ["secure-connections"]
    private let profile: TLSProfile?

    public init(_ policy: Policy) {
        profile = policy.tls
    }

    public var testcases: [Testcase] {
        [Self.https]
            + (profile.map { profile in
                [
                    Testcase("scs-0125-x-protocols", depth: .api, Self.protocols(profile)),
                    Testcase("scs-0125-x-ciphers", depth: .api, Self.ciphers(profile)),
                    Testcase("scs-0125-x-curves", depth: .api, Self.curves(profile)),
                    Testcase("scs-0125-x-certificate", depth: .api, Self.certificate(profile)),
                ]
            } ?? [])
    }

    public var examples: [Example] {
        [
            Example(
                "All endpoints are https addresses; what is behind them, only a handshake can tell",
                facts: Self.catalog("https://compute.example.org:8774/v2.1"),
                verdicts: [
                    "scs-0125-x-https": .pass, "scs-0125-x-protocols": .missing,
                    "scs-0125-x-certificate": .missing,
                ]),
            Example(
                "A public endpoint without TLS",
                facts: Self.catalog("http://compute.example.org:8774/v2.1"),
                verdicts: [
                    "scs-0125-x-https": .fail,
                    // Without a host that speaks TLS there is nothing to judge.
                    "scs-0125-x-protocols": .abort, "scs-0125-x-ciphers": .abort,
                    "scs-0125-x-curves": .abort,
                ]),
            Example(
                "What the cloud calls itself must be https too",
                facts: #"""
                    {"catalog": [{"type": "compute", "endpoints": [
                      {"interface": "public", "url": "https://compute.example.org/v2.1"},
                      {"interface": "internal", "url": "http://10.0.0.5:8774/v2.1"}]}]}
                    """#,
                verdicts: ["scs-0125-x-https": .fail]),
            Example(
                "A catalogue without public endpoints says nothing about them",
                facts: #"{"catalog": [{"type": "compute", "endpoints": []}]}"#,
                verdicts: ["scs-0125-x-https": .abort]),
        ]
    }

    private static func catalog(_ url: String) -> String {
        #"{"catalog": [{"type": "compute", "endpoints": ["#
            + #"{"interface": "public", "region_id": "RegionOne", "url": "\#(url)"}]}]}"#
    }
}

// MARK: Addresses

extension SCS0125SecureConnections {
    private static var https: Testcase {
        .judging(
            "scs-0125-x-https", .catalog, "every endpoint is an https address",
            advice: "Put a TLS proxy before the service: openstack endpoint set --url https://…"
        ) { catalog, judgement in
            guard !catalog.endpoints("public").isEmpty else {
                throw Finding(.notApplicable, "The catalogue lists no public endpoint.")
            }
            for service in catalog.services {
                for endpoint in service.endpoints where TLSHost(https: endpoint.url) == nil {
                    judgement.violation(
                        "The \(endpoint.interface.harmless(20)) endpoint of "
                            + "\(service.type.harmless(60)) is \(endpoint.url.harmless(200)); it "
                            + "must be an https address.")
                }
            }
        }
    }

    /// Where TLS is spoken; throws an ABORT where nobody speaks it, or nobody can be asked.
    private static func hosts(_ context: CheckContext) async throws -> [TLSHost] {
        let endpoints = try await context.fact(.catalog).endpoints("public")
        let hosts = Set(endpoints.compactMap { TLSHost(https: $0) })
        guard !hosts.isEmpty else {
            throw Finding(
                .notApplicable,
                "None of the \(endpoints.count) public endpoints is an https address, so there is "
                    + "no TLS to look at.")
        }
        try context.needsCloud(for: "what the hosts of its endpoints accept")
        return hosts.sorted { ($0.name, $0.port) < ($1.name, $1.port) }
    }
}

extension Catalog {
    /// The addresses of one interface.
    fileprivate func endpoints(_ interface: String) -> [String] {
        services.flatMap { service in
            service.endpoints.filter { $0.interface == interface }.map(\.url)
        }
    }
}

extension TLSHost {
    /// Nil where the text is no https address.
    fileprivate init?(https text: String) {
        guard let url = URL(string: text), url.scheme?.lowercased() == "https",
            let name = url.host(), !name.isEmpty
        else { return nil }
        self.init(name: name.lowercased(), port: url.port ?? 443)
    }
}

// MARK: What is accepted

extension SCS0125SecureConnections {
    private static let calls = ["TLS handshakes, without a request"]
    private static let configure =
        "Configure the TLS proxy as https://ssl-config.mozilla.org has it (Intermediate)."

    private static var findingHosts: Scenario<[TLSHost]> {
        Scenario().step(
            "find the hosts of the public endpoints", calls: ["POST /v3/auth/tokens"]
        ) { context, _ in try await hosts(context) }
    }

    /// Asked once a run: what else is accepted is asked in these versions.
    private static func versions(
        of hosts: [TLSHost], _ context: CheckContext
    ) async throws -> [HostAnswer<[TLSVersion]>] {
        try await context.shared("TLS versions") { context in
            try await context.survey(hosts) { survey in try await survey.protocols() }
        }
    }

    private static func protocols(_ profile: TLSProfile) -> Scenario<Void> {
        let wanted = profile.protocols.spoken
        return findingHosts.step("try each version of TLS", calls: calls) { context, hosts in
            try await versions(of: hosts, context)
        }.require("only \(wanted) are accepted, and at least one of them") { context, answers in
            try context.judge(answers, "accepts", \.spoken, advice: configure) {
                host, accepted, judgement in
                let wrong = accepted.filter { !profile.protocols.contains($0) }
                if !wrong.isEmpty {
                    judgement.violation(
                        "\(host) accepts \(wrong.spoken); only \(wanted) may be accepted.")
                }
                if wrong.count == accepted.count {
                    judgement.violation("\(host) accepts none of \(wanted).")
                }
            }
        }
    }

    private static func ciphers(_ profile: TLSProfile) -> Scenario<Void> {
        findingHosts.step("offer every cipher suite beyond the profile", calls: calls) {
            context, hosts in
            let versions = try await versions(of: hosts, context)
            return try await context.survey(versions) { versions, survey in
                try await survey.ciphers(beyond: profile.ciphers, in: versions)
            }
        }.require("none of them is accepted") { context, answers in
            try judge(answers, "cipher suites", context)
        }
    }

    private static func curves(_ profile: TLSProfile) -> Scenario<Void> {
        findingHosts.step("offer every elliptic curve beyond the profile", calls: calls) {
            context, hosts in
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

// MARK: Certificates

extension SCS0125SecureConnections {
    private static func certificate(_ profile: TLSProfile) -> Scenario<Void> {
        findingHosts.step("fetch the certificates", calls: calls) { context, hosts in
            try await context.survey(hosts) { survey in try await survey.identity() }
        }.require("they are trusted, valid, strong, and not made for too long") {
            context, answers in
            let tell = { (identity: TLSSurvey.Identity) in
                guard let own = identity.chain.first else { return "no certificate" }
                return "\(own.key), signed with \(own.signatureHash ?? "no hash"), valid from "
                    + "\(own.notBefore.day) to \(own.notAfter.day)"
            }
            try context.judge(
                answers, "has a certificate:", tell,
                advice: "Have a well-known authority issue a new certificate for the host."
            ) { host, identity, judgement in
                if let reason = identity.distrust {
                    judgement.violation("The certificate of \(host) is not trusted: \(reason).")
                }
                guard let own = identity.chain.first else {
                    judgement.violation("\(host) shows no certificate.")
                    return
                }
                own.judge(validityFor: host, profile.certificate, &judgement)
                for (index, certificate) in identity.chain.enumerated() {
                    // A root's own signature is nobody's reason to trust it.
                    guard index == 0 || !certificate.isSelfIssued else { continue }
                    let whose = index == 0 ? "The certificate" : "Issuer \(index) in the chain"
                    certificate.judge(
                        strengthFor: "\(whose) of \(host)", profile.certificate, &judgement)
                }
            }
        }
    }
}

extension X509Certificate {
    fileprivate func judge(
        validityFor host: TLSHost, _ demand: TLSProfile.CertificateDemand,
        _ judgement: inout Judgement
    ) {
        let day = 86_400.0
        let left = notAfter.timeIntervalSince(judgement.date)
        if notBefore > judgement.date {
            judgement.violation("The certificate of \(host) is not valid before \(notBefore.day).")
        }
        if left < 0 {
            judgement.violation(
                "The certificate of \(host) has been invalid since \(notAfter.day).")
        } else if left < Double(demand.remarkDays) * day {
            judgement.remark(
                "The certificate of \(host) is valid only until \(notAfter.day): renew it.")
        }
        let lifetime = notAfter.timeIntervalSince(notBefore) / day
        if lifetime > Double(demand.lifetimeDays) {
            judgement.violation(
                "The certificate of \(host) is made for \(Int(lifetime.rounded(.up))) days; "
                    + "at most \(demand.lifetimeDays) are allowed.")
        }
    }

    fileprivate func judge(
        strengthFor whose: String, _ demand: TLSProfile.CertificateDemand,
        _ judgement: inout Judgement
    ) {
        let isStrong =
            switch key {
            case .rsa(let bits): bits >= demand.rsaBits
            case .ellipticCurve(let name): demand.curves.contains(name)
            case .other: false
            }
        if !isStrong {
            judgement.violation(
                "\(whose) has a key of \(key); RSA with at least \(demand.rsaBits) bits or EC on "
                    + "\(demand.curves.joined(separator: " or ")) is demanded.")
        }
        if let signatureHash, !demand.signatureHashes.contains(signatureHash) {
            judgement.violation(
                "\(whose) is signed with \(signatureHash); one of "
                    + "\(demand.signatureHashes.joined(separator: ", ")) is demanded.")
        }
    }
}

extension Date {
    fileprivate var day: String { formatted(.iso8601.year().month().day()) }
}

extension [TLSVersion] {
    fileprivate var spoken: String { map(\.rawValue).joined(separator: ", ") }
}
