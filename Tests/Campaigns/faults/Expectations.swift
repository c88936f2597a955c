// SPDX-License-Identifier: Apache-2.0

/// The expected result of each fault, by the kind of request and its phase.
///
/// Derived from the standards and the design, not from the program's behaviour.
struct Expectation {
    var kinds: String
    var phases: String
    var faults: String
    /// Right verdicts if the fault occurs once; alternatives joined by `or`.
    var once: String
    var lasting: String
    /// If it differs from `lasting`.
    var outage: String?

    init(
        _ kinds: String, _ phases: String, _ faults: String, _ once: String, _ lasting: String,
        outage: String? = nil
    ) {
        (self.kinds, self.phases, self.faults) = (kinds, phases, faults)
        (self.once, self.lasting, self.outage) = (once, lasting, outage)
    }

    private static let unreachable = "ABORT unreachable"
    /// The service carries the request out, but no answer arrives.
    private static let unheard = "lost-answer reset-inside stalled 502 504"
    private static let unserved = "reset-before 500 503"
    private static let body = "empty empty-object html truncated wrong-types nested huge"
    private static let refusals = "400 403 404 409"
    private static let noFail =
        "PASS or ABORT resource-error or ABORT not-permitted or ABORT not-applicable"

    /// The first matching row counts; `*` matches everything.
    static let table = [
        // A deletion that takes too long is reported.
        Expectation("*", "*", "slow-drip", "PASS", "PASS or PASS leftovers"),
        // After the last step the verdict is final, and leftovers are reported.
        Expectation("*", "cleanup", "*", "PASS", "PASS or PASS leftovers"),

        // A creation is found by its name or repeated; a deletion is verified.
        Expectation("create", "*", unheard + " " + body, "PASS", "PASS", outage: unreachable),
        Expectation(
            "image readback", "*", unheard + " " + body, "PASS", "PASS", outage: unreachable),
        Expectation("delete delete-image", "*", unheard, "PASS", "PASS", outage: unreachable),
        // Other changes are not repeated, and nothing shows whether they were carried out.
        Expectation("change", "*", unheard + " " + unserved, unreachable, unreachable),
        // Only half the image was compared.
        Expectation("download", "*", "reset-inside", unreachable, unreachable),

        // The first look only verifies the name, and is retried for ten seconds. A single 404
        // disproves nothing, and the list shows whether a service contradicts itself.
        Expectation(
            "look look-image", "prepare require", "404", "PASS",
            "ABORT unreachable or ABORT not-applicable or PASS"),
        Expectation(
            "look", "prepare require", "403",
            "PASS or ABORT resource-error or FAIL demand-not-met or ABORT not-permitted",
            "ABORT not-permitted or FAIL demand-not-met or ABORT resource-error"),
        Expectation(
            "look", "prepare require", "400 409",
            "PASS or ABORT resource-error or FAIL demand-not-met",
            "ABORT resource-error or FAIL demand-not-met"),
        Expectation(
            "look look-image", "prepare require", "404-page redirect " + body,
            "PASS or " + unreachable, unreachable),
        Expectation(
            "look look-image", "prepare require", "413",
            "PASS or ABORT quota or ABORT not-applicable", "ABORT quota or ABORT not-applicable"),
        // A search takes ten seconds; what it does not find by then is unknown.
        Expectation("search", "*", "wrong-types", "PASS", "PASS or " + unreachable),
        Expectation(
            "search", "*", "403 404 409", "PASS",
            "ABORT not-permitted or ABORT resource-error or ABORT not-applicable or PASS leftovers "
                + "or PASS"),
        Expectation("search", "*", "redirect 404-page " + body, "PASS", unreachable),
        Expectation("search", "*", "413", "PASS", "ABORT quota"),
        Expectation("search", "*", "403", "PASS", "ABORT not-permitted"),
        Expectation(
            "search", "prepare", refusals, "PASS",
            "PASS or PASS leftovers or ABORT resource-error"),
        Expectation("search", "*", refusals, "PASS", "ABORT resource-error"),
        Expectation("login", "*", "401", "ABORT auth", "ABORT auth"),

        // A short fault is waited out; a lasting one says nothing about a requirement.
        Expectation("*", "*", "429 429-after 413-after", "PASS", "ABORT throttled"),
        // A service that does not refuse in S3's words offers no S3.
        Expectation("s3", "*", "401 " + refusals, "FAIL demand-not-met", "FAIL demand-not-met"),
        Expectation("*", "*", "401", "PASS", "ABORT auth"),
        Expectation(
            "*", "*", "refused 503-after " + unheard + " " + unserved, "PASS", unreachable),
        Expectation(
            "s3", "*", "404-page", "FAIL demand-not-met", "FAIL demand-not-met",
            outage: "ABORT unreachable or FAIL demand-not-met"),
        // It may have happened anyway, as another attempt shows.
        Expectation("create image readback", "*", "redirect", "PASS", unreachable),
        Expectation(
            "create image readback delete delete-image", "*", "404-page", "PASS", unreachable),
        Expectation(
            "trespass", "*", "404-page wrong-types", "PASS or " + unreachable,
            unreachable + " or PASS"),
        Expectation("*", "*", "redirect 404-page", unreachable, unreachable),
        Expectation("*", "*", "endless-same endless-fresh", unreachable, unreachable),

        // Invalid answers; those to deletions and uploads are not needed.
        Expectation("delete", "*", "huge", "PASS", "PASS", outage: unreachable),
        Expectation(
            "delete delete-image upload", "*", body, "PASS or " + unreachable,
            "PASS or " + unreachable),
        Expectation("schema change", "*", "empty-object wrong-types", "PASS", "PASS"),
        Expectation("change", "*", body, "PASS or " + unreachable, "PASS or " + unreachable),
        Expectation("*", "*", body, unreachable, unreachable),

        // Images are a means of the test, not its subject.
        Expectation(
            "image upload", "*", "400", "PASS or ABORT partly-proven", "ABORT resource-error"),
        Expectation(
            "image upload readback schema", "*", "413", "ABORT not-applicable",
            "ABORT not-applicable"),
        Expectation("download", "*", "413", "ABORT quota", "ABORT quota"),
        Expectation(
            "image upload readback schema download", "*", "403 404 409",
            "ABORT not-applicable", "ABORT not-applicable"),
        Expectation("schema", "*", "400", "ABORT resource-error", "ABORT resource-error"),
        // It is retried if another volume can be read.
        Expectation(
            "readback", "*", "400", "PASS or ABORT resource-error", "ABORT resource-error"),
        Expectation("download", "*", "400", "PASS", "ABORT resource-error"),
        Expectation(
            "look-image", "*", "413", "ABORT quota or ABORT not-applicable",
            "ABORT quota or ABORT not-applicable"),
        // After one refusal it is read again, as another volume can be.
        Expectation("look-readback", "*", refusals, "PASS", noFail),
        // Not found is expected; a resource that is never found again cannot be created.
        Expectation("look-deleted", "*", "404", "PASS", "PASS or FAIL resource-error"),
        Expectation("look-image", "require", "404", "PASS", "ABORT resource-error"),
        Expectation("look-image", "*", refusals, noFail, noFail),

        Expectation(
            "*", "*", "413", "ABORT quota or ABORT not-applicable",
            "ABORT quota or ABORT not-applicable"),

        // Refusals by the service itself.
        Expectation("login", "*", refusals, "ABORT auth", "ABORT auth"),
        Expectation("quota", "*", "403 404", "PASS", "PASS", outage: noFail),
        // A lasting refusal also refuses what is required.
        Expectation(
            "must-refuse", "*", "400 403 409", "PASS",
            "PASS or FAIL resource-error or FAIL demand-not-met"),
        Expectation(
            "trespass", "*", refusals, "PASS", "PASS", outage: "PASS or PASS leftovers"),
        Expectation(
            "delete", "*", "400 404 409", "PASS", "FAIL resource-error or ABORT resource-error"),
        Expectation("delete-image", "*", refusals, noFail, noFail),
        Expectation(
            "look", "require", "404", "FAIL resource-error or FAIL demand-not-met",
            "FAIL resource-error or FAIL demand-not-met or PASS"),
        Expectation(
            "look look-deleted", "require", refusals,
            "FAIL demand-not-met or ABORT resource-error",
            "FAIL demand-not-met or ABORT resource-error"),
        Expectation("*", "require", refusals, "FAIL demand-not-met", "FAIL demand-not-met"),
        Expectation("look look-deleted list create delete", "prepare", refusals, noFail, noFail),
        Expectation("*", "*", "403", "ABORT not-permitted", "ABORT not-permitted"),
        Expectation("*", "*", refusals, "ABORT resource-error", "ABORT resource-error"),
    ]

    /// The right verdicts for a case; empty if none is defined.
    static func verdicts(_ site: Site, _ fault: Fault, _ persistence: Persistence) -> [String] {
        func fits(_ list: String, _ word: String) -> Bool {
            list == "*" || list.split(separator: " ").contains { $0 == word }
        }
        let row = table.first {
            fits($0.kinds, site.kind.rawValue) && fits($0.phases, site.phase.rawValue)
                && fits($0.faults, fault.rawValue)
        }
        guard let row else { return [] }
        let text =
            switch persistence {
            case .once: row.once
            case .lasting: row.lasting
            case .outage: row.outage ?? row.lasting
            }
        return text.split(separator: " or ").map(String.init)
    }
}
