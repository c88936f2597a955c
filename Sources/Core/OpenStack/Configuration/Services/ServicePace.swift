// SPDX-License-Identifier: Apache-2.0
package import SCSHTTP

/// How often and how fast services are called, as far as the user has a say in it.
extension CloudConfiguration {
    /// The limits of each service that has some.
    package var paces: [String: Pace] {
        services.compactMapValues { service in
            let pace = Pace(
                concurrency: service.concurrency,
                interval: service.rateLimit.map { .seconds(1) / $0 })
            return pace == Pace() ? nil : pace
        }
    }

    /// How often a request is sent again that is for no service, or for one without its own word.
    package func retryPolicy() -> RetryPolicy { policy(nil) }

    /// The same for the services that have their own word.
    package var retryPolicies: [String: RetryPolicy] {
        services.filter { $0.value.connectRetries != nil || $0.value.statusCodeRetries != nil }
            .mapValues { policy($0) }
    }

    /// How often a request for the service of that official type is sent again.
    package func retryPolicy(for service: String) -> RetryPolicy { policy(services[service]) }

    private func policy(_ service: ServiceSettings?) -> RetryPolicy {
        var policy = RetryPolicy()
        // The first time is no repetition.
        policy.connectAttempts = (service?.connectRetries ?? connectRetries).map { $0 + 1 }
        policy.statusAttempts = (service?.statusCodeRetries ?? statusCodeRetries).map { $0 + 1 }
        return policy
    }
}
