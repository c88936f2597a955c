// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import SCSSimulatedCloud

/// A simulated cloud with the configurations of a member and of other personas.
struct Simulation {
    let cloud: SimulatedCloud
    let clock: SimulatedClock
    let member: CloudConfiguration
    let others: [Persona: CloudConfiguration]

    /// `personas` have users of their own there.
    init(_ profile: Profile, _ personas: [Persona] = []) {
        clock = SimulatedClock(start: Date.now)
        cloud = SimulatedCloud(profile: profile, clock: clock)
        let name = profile == .compliant ? "simulated" : "simulated:\(profile.name)"
        member = Self.configuration(name, .member)
        let known: [Persona: SimulatedCloud.Credentials] = [
            .otherProject: .other, .manager: .manager, .otherManager: .otherManager,
        ]
        others = Set(known.keys).union(personas).reduce(into: [:]) { [cloud] others, persona in
            let credentials =
                known[persona]
                ?? cloud.admit(
                    persona.name, roles: persona.roles, to: persona.place.rawValue)
            others[persona] = Self.configuration(name, credentials)
        }
    }

    private static func configuration(
        _ name: String, _ credentials: SimulatedCloud.Credentials
    ) -> CloudConfiguration {
        let domain = Credentials.DomainReference.name(credentials.domain)
        let scope =
            credentials.project.map { .project(.name($0, domain: domain)) }
            ?? Credentials.Scope.domain(domain)
        return CloudConfiguration(
            name: name,
            authentication: .password(
                user: .name(credentials.user, domain: domain), secret: Secret(credentials.password),
                scope: scope),
            authURL: SimulatedCloud.authURL, regionName: SimulatedCloud.region)
    }
}
