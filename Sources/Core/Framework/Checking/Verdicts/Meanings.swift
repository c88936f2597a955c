// SPDX-License-Identifier: Apache-2.0

extension Reason {
    /// What an outcome with this reason says, as a sentence for the reference.
    package var meaning: String {
        switch self {
        case .requirementNotMet: "The cloud does something else than the standard requires."
        case .resourceError:
            "A resource went into an error state, although the request was accepted."
        case .timedOut: "A resource did not reach its state within the time limit of an operation."
        case .dataMismatch: "Data that the cloud returned are not those that were stored."
        case .leftovers: "A resource of the run could not be removed."
        case .quota: "The project's quota is used up or too small for the test case."
        case .auth: "Signing in failed, or the credential expired during the run."
        case .notPermitted:
            "The credential lacks a right that the test case needs, or has too many."
        case .serviceMissing: "The catalog has no such service in this region, or it is too old."
        case .throttled: "The cloud limits the rate of requests, and waiting did not help."
        case .unreachable: "A service does not answer, or answers with its own failure."
        case .interrupted: "The run was interrupted, or its time was over."
        case .notApplicable: "The cloud does not offer what the test case is about."
        case .partlyProven: "What was compared is right, but not all of it could be compared."
        case .noResult: "An external program or a plug-in gave no valid result."
        case .internal: "scs-check itself failed."
        case .manual: "No program can test it; a person must."
        case .notSelected: "The run did not select it."
        case .notImplemented: "scs-check has no check for it, and the scope file names no program."
        case .notRecorded: "The record that is judged does not contain it."
        case .expired: "Its result, or its attestation, was valid until a day that has passed."
        case .attested: "A person attests it; no program tested it."
        }
    }

    /// The verdict of an outcome that has this reason, where a requirement is judged.
    package var verdicts: [Verdict] {
        switch self {
        case .manual, .notSelected, .notImplemented, .notRecorded, .expired: [.missing]
        case .attested: [.pass, .fail, .abort]
        default: [isDisproof ? .fail : .abort]
        }
    }
}

extension Target {
    /// What it counts for, as a sentence for the reference.
    package var meaning: String {
        switch self {
        case .main: "The certificate depends on these test cases alone."
        case .recommended: "The standard recommends it; no effect on the certificate."
        case .preview: "A later version of the scope is to require it."
        case .extended: "It is beyond the standard: what customers rely on all the same."
        }
    }
}

extension Depth {
    /// What a run at this depth tests, as a sentence for the reference.
    package var meaning: String {
        switch self {
        case .api: "The API answers as required."
        case .data: "Data survive, too."
        case .full: "Everything that daily use involves, too."
        case .named: "It runs only when its own id, or a glob of ids, selects it."
        }
    }
}
