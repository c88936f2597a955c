// SPDX-License-Identifier: Apache-2.0
package import SCSSupport

/// What leaves the engine, with all foreign text cleaned of the run's secrets.
extension Event {
    func cleaned(by vault: SecretVault) -> Event {
        switch self {
        case .began, .stepBegan, .stepEnded: self
        case .waiting(let testcase, let what, let state, let time):
            .waiting(
                testcase: testcase, what: vault.clean(what), state: vault.clean(state), for: time)
        case .tracked(let testcase, let event):
            .tracked(testcase: testcase, event.cleaned(by: vault))
        case .note(let testcase, let text): .note(testcase: testcase, vault.clean(text))
        case .ended(let outcome): .ended(outcome.cleaned(by: vault))
        }
    }
}

extension TrackerEvent {
    package func cleaned(by vault: SecretVault) -> TrackerEvent {
        switch self {
        case .created(let kind, let name, let id):
            .created(kind: kind, name: vault.clean(name), id: vault.clean(id))
        case .recovered(let kind, let name, let id):
            .recovered(kind: kind, name: vault.clean(name), id: vault.clean(id))
        case .again(let kind, let name, let reason, let pause):
            .again(
                kind: kind, name: vault.clean(name), reason: vault.clean(reason), pause: pause)
        case .gone(let kind, let name): .gone(kind: kind, name: vault.clean(name))
        }
    }
}

extension TestcaseOutcome {
    func cleaned(by vault: SecretVault) -> TestcaseOutcome {
        var outcome = self
        outcome.conclusion.finding = conclusion.finding?.cleaned(by: vault)
        outcome.recorded = recorded.map { $0.cleaned(by: vault) }
        outcome.notes = notes.map(vault.clean)
        outcome.unresolved = unresolved.map(vault.clean)
        outcome.leftovers = leftovers.map { $0.cleaned(by: vault) }
        return outcome
    }
}

extension Finding {
    fileprivate func cleaned(by vault: SecretVault) -> Finding {
        var finding = self
        finding.message = vault.clean(message)
        finding.advice = advice.map(vault.clean)
        finding.evidence = evidence.map { $0.cleaned(by: vault) }
        return finding
    }
}

extension Evidence {
    fileprivate func cleaned(by vault: SecretVault) -> Evidence {
        Evidence(kind, vault.clean(text))
    }
}

extension Leftover {
    package func cleaned(by vault: SecretVault) -> Leftover {
        var leftover = self
        leftover.name = vault.clean(name)
        leftover.id = id.map(vault.clean)
        leftover.status = status.map(vault.clean)
        leftover.reason = vault.clean(reason)
        return leftover
    }
}

extension Report.Subject {
    /// The cloud chooses the names of users, projects and roles.
    package func cleaned(by vault: SecretVault) -> Report.Subject {
        var subject = self
        subject.authURL = authURL.map(vault.clean)
        subject.region = region.map(vault.clean)
        subject.project = project.map(vault.clean)
        subject.projectID = projectID.map(vault.clean)
        subject.clearTextEndpoints = clearTextEndpoints?.map(vault.clean)
        subject.user = user.map(vault.clean)
        subject.roles = roles?.map(vault.clean)
        return subject
    }
}
