// SPDX-License-Identifier: Apache-2.0
import Core
import FoundationEssentials
import SimulatedCloud

/// A simulated cloud with the configurations of a member and of another project's member.
struct Simulation {
    let cloud: SimulatedCloud
    let clock: SimulatedClock
    let member: CloudConfiguration
    let otherMember: CloudConfiguration

    init(_ profile: Profile) {
        clock = SimulatedClock(start: Date.now)
        cloud = SimulatedCloud(profile: profile, clock: clock)
        let name = profile == .compliant ? "simulated" : "simulated:\(profile.name)"
        member = Self.configuration(name, .member)
        otherMember = Self.configuration(name, .other)
    }

    private static func configuration(
        _ name: String, _ credentials: SimulatedCloud.Credentials
    ) -> CloudConfiguration {
        CloudConfiguration(
            name: name,
            authentication: .password(
                user: .name(credentials.user, domain: .name(credentials.domain)),
                secret: Secret(credentials.password),
                scope: .project(.name(credentials.project, domain: .name(credentials.domain)))),
            authURL: SimulatedCloud.authURL, regionName: SimulatedCloud.region)
    }
}
