// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck

/// Hosts' certificates are trusted, valid, strong and not issued for too long.
enum HostCertificates {
    static func scenario(_ profile: TLSProfile) -> Scenario<Void> {
        PublicHosts.finding.step("fetch the certificates", calls: PublicHosts.handshakes) {
            context, hosts in
            try await context.survey(hosts) { survey in try await survey.identity() }
        }.require("they are trusted, valid, strong and not issued for too long") {
            context, answers in
            let tell = { (identity: TLSSurvey.Identity) in
                guard let own = identity.chain.first else { return "no certificate" }
                return "\(own.key), signed with \(own.signatureHash ?? "no hash"), valid from "
                    + "\(own.notBefore.day) to \(own.notAfter.day)"
            }
            try context.judge(
                answers, "has a certificate:", tell,
                advice: "Have a trusted certificate authority issue a new certificate for the host."
            ) { host, identity, judgement in
                if let reason = identity.distrust {
                    judgement.violation("The certificate of \(host) is not trusted: \(reason).")
                }
                guard let own = identity.chain.first else {
                    judgement.violation("\(host) presents no certificate.")
                    return
                }
                own.judge(validityFor: host, profile.certificate, &judgement)
                for (index, certificate) in identity.chain.enumerated() {
                    // A root is not trusted because of its own signature.
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
        validityFor host: TLSHost, _ requirement: TLSProfile.CertificateRequirement,
        _ judgement: inout Judgement
    ) {
        let day = 86_400.0
        let left = notAfter.timeIntervalSince(judgement.date)
        if notBefore > judgement.date {
            judgement.violation("The certificate of \(host) is not valid before \(notBefore.day).")
        }
        if left < 0 {
            judgement.violation(
                "The certificate of \(host) expired on \(notAfter.day).")
        } else if left < Double(requirement.remarkDays) * day {
            judgement.remark(
                "The certificate of \(host) expires on \(notAfter.day); renew it.")
        }
        let lifetime = notAfter.timeIntervalSince(notBefore) / day
        if lifetime > Double(requirement.lifetimeDays) {
            judgement.violation(
                "The certificate of \(host) is issued for \(Int(lifetime.rounded(.up)).counted("day")); "
                    + "at most \(requirement.lifetimeDays) are allowed.")
        }
    }

    fileprivate func judge(
        strengthFor whose: String, _ requirement: TLSProfile.CertificateRequirement,
        _ judgement: inout Judgement
    ) {
        let isStrong =
            switch key {
            case .rsa(let bits): bits >= requirement.rsaBits
            case .ellipticCurve(let name): requirement.curves.contains(name)
            case .other: false
            }
        if !isStrong {
            judgement.violation(
                "\(whose) has a key of \(key); RSA with at least \(requirement.rsaBits) bits or EC on "
                    + "\(requirement.curves.joined(separator: " or ")) is required.")
        }
        if let signatureHash, !requirement.signatureHashes.contains(signatureHash) {
            judgement.violation(
                "\(whose) is signed with \(signatureHash); one of "
                    + "\(requirement.signatureHashes.joined(separator: ", ")) is required.")
        }
    }
}

extension Date {
    fileprivate var day: String { formatted(.iso8601.year().month().day()) }
}
