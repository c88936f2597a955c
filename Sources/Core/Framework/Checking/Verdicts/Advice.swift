// SPDX-License-Identifier: Apache-2.0
public import SCSOpenStack
import SCSSupport

extension Reason {
    /// What the operator can do about an outcome with this reason; never empty.
    ///
    /// - Parameter service: the service that the outcome is about, if known.
    public func advice(about service: ServiceType? = nil) -> String {
        let name = service?.displayName ?? "the service"
        return switch self {
        case .requirementNotMet:
            "Configure the cloud to do what the message reports as missing, then run again."
        case .resourceError, .dataMismatch:
            "Search the logs of \(name) for the ids named here."
        case .timedOut:
            "Search the logs of \(name) for the ids named here, or raise \(InterfaceTerm.timeLimit)."
        case .leftovers: "Remove the leftovers by hand, or run \(InterfaceTerm.cleanup) later."
        case .quota: "Free resources in the project or raise its quota for \(name), then run again."
        case .auth: "Check the password, or the application credential and its expiry."
        case .notPermitted:
            "Give the credential the rights of a project member in \(name)."
        case .serviceMissing:
            "Check region_name and interface; otherwise the service is not offered there."
        case .throttled: "Run again later, or ask the operator for a higher rate limit."
        case .unreachable:
            "Check that \(name) is up and reachable from here, then run again; search its logs for the "
                + "request ids."
        case .interrupted:
            "Run again; \(InterfaceTerm.cleanup) removes what a killed run left behind."
        case .notApplicable: "No action is needed, unless the cloud is meant to offer it."
        case .partlyProven:
            "Allow qcow2 in the image service, so that a volume can be filled to its last byte."
        case .noResult: "Run the external program by hand to see why it gives no result."
        case .internal: "This is not a fault of the cloud: please report it, with the message."
        case .manual:
            "Have an assessor verify it and attest the result with \(InterfaceTerm.attestations)."
        case .notSelected:
            "Select it by name or with \(InterfaceTerm.depth), or run without a selection."
        case .notImplemented:
            "Use a scope file that names a program for it (executable), or have it attested."
        case .notRecorded:
            "Test the cloud, or record the whole scope with \(InterfaceTerm.recordedRunOfScope)."
        case .expired: "Test it again, or renew the attestation."
        case .attested: "See the evidence that the attestation names."
        }
    }
}

extension ServiceType {
    /// `Block Storage`
    var displayName: String {
        name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }
            .joined(separator: " ")
    }
}

extension TestcaseOutcome {
    /// The same outcome with advice, which every outcome but a PASS has.
    var advised: TestcaseOutcome {
        var outcome = self
        if verdict != .pass, let finding = conclusion.finding, finding.advice?.isEmpty != false {
            outcome.conclusion.finding?.advice = finding.reason.advice()
        }
        return outcome
    }
}
