// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSCheck
package import SCSSimulatedCloud

extension CloudConfiguration {
    /// A text that is not a URL.
    package struct NoAddress: Error {
        package var text: String
    }

    /// User `u` of project `p` with a password, for tests whose transport plays the cloud.
    package static func test(
        authURL: String = "https://k.example/v3", region: String? = nil,
        user: Credentials.UserReference = .id("u"), scope: Credentials.Scope = .project(.id("p"))
    ) throws -> CloudConfiguration {
        guard let url = URL(string: authURL) else { throw NoAddress(text: authURL) }
        return CloudConfiguration(
            name: "c",
            authentication: .password(user: user, secret: Secret("hunter2"), scope: scope),
            authURL: url, regionName: region)
    }
}

extension Cloud {
    /// A simulated cloud as seen by one of its users, with retries.
    package static func simulated(
        _ transport: any HTTPTransport, clock: SimulatedClock,
        as who: SimulatedCloud.Credentials = .member
    ) -> Cloud {
        let domain = Credentials.DomainReference.name(who.domain)
        let scope =
            who.project.map { .project(.name($0, domain: domain)) }
            ?? Credentials.Scope.domain(domain)
        let configuration = CloudConfiguration(
            name: "simulated",
            authentication: .password(
                user: .name(who.user, domain: domain), secret: Secret(who.password), scope: scope),
            authURL: SimulatedCloud.authURL, regionName: SimulatedCloud.region)
        let retrying = RetryingTransport(
            transport, policy: RetryPolicy(), clock: clock, jitter: { 0.5 }, now: { clock.date },
            onRetry: { _ in })
        return Cloud(configuration, transport: retrying, clock: clock, date: { clock.date })
    }
}
