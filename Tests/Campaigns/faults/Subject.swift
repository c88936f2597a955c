// SPDX-License-Identifier: Apache-2.0
import SCSCheck

@testable import SCSCheckCommand

/// What a campaign runs repeatedly: one test case, or all that only read.
struct Subject {
    var name: String
    var plan: Plan
    var profile = "compliant"
    /// Whether its test cases run concurrently, so that a fault affects some of them.
    var isOfMany = false
    /// Whether the short form covers it beside depth `api`.
    var isShort: Bool { ["scs-0117-x-data", "scs-0117-x-isolation"].contains(name) }

    /// The role of the step with that title.
    var roles: [String: Site.Phase] {
        var roles: [String: Site.Phase] = [:]
        for step in isOfMany ? [] : plan.runs.flatMap(\.steps) {
            roles[step.title] = step.role == .require ? .require : .prepare
        }
        return roles
    }

    /// Each test case of volume backup alone, so that its requests keep their order.
    static func backups(_ depths: Set<Depth>) throws -> [Subject] {
        let registry = try CheckProgram.current.registry()
        let all = try Plan(
            modules: registry.modules, standards: registry.standards,
            selectors: ["scs-0117-*"], depth: nil)
        return try all.runs.filter { depths.contains($0.depth) }.map { testcase in
            Subject(
                name: testcase.id,
                plan: try Plan(
                    modules: registry.modules, standards: registry.standards,
                    selectors: [testcase.id], depth: nil))
        }
    }

    /// The data test on a cloud without image digests, so that the image is read.
    static func hashless() throws -> Subject {
        var subjects = try backups([.data]).filter { $0.name == "scs-0117-x-data" }
        guard var subject = subjects.popLast() else { throw Missing() }
        subject.name += " (hashless)"
        subject.profile = "hashless"
        return subject
    }

    struct Missing: Error {}

    /// All test cases of the scope that create nothing.
    static func readers() async throws -> Subject {
        let registry = try CheckProgram.current.registry()
        let all = try Plan(
            modules: registry.modules, standards: registry.standards, selectors: ["scs-*"],
            depth: nil)
        let ids = all.runs.filter { $0.need == .nothing && !$0.id.hasPrefix("scs-0302") }
            .map(\.id)
        func subject(_ ids: [String]) throws -> Subject {
            Subject(
                name: "read-only scope",
                plan: try Plan(
                    modules: registry.modules, standards: registry.standards, selectors: ids,
                    depth: nil), isOfMany: true)
        }
        // Older images are not required by every version, and simulated hosts have no TLS.
        let healthy = try await FaultRun(try subject(ids))
        return try subject(healthy.outcomes.filter { $0.verdict == .pass }.map(\.id))
    }
}
