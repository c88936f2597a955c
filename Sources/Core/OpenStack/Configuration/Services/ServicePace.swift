// SPDX-License-Identifier: Apache-2.0
package import SCSHTTP

/// Configured limits and retries of services.
extension CloudConfiguration {
    /// The configured limits, by service.
    package var paces: [String: Pace] {
        services.compactMapValues { service in
            let pace = Pace(
                concurrency: service.concurrency,
                interval: service.rateLimit.map { .seconds(1) / $0 })
            return pace == Pace() ? nil : pace
        }
    }

    /// The retry policy of requests to no service, or to one without its own.
    package func retryPolicy() -> RetryPolicy { policy(nil) }

    /// The retry policies of services that have their own.
    package var retryPolicies: [String: RetryPolicy] {
        services.filter { $0.value.connectRetries != nil || $0.value.statusCodeRetries != nil }
            .mapValues { policy($0) }
    }

    /// The retry policy of the service of that official type.
    package func retryPolicy(for service: String) -> RetryPolicy { policy(services[service]) }

    private func policy(_ service: ServiceSettings?) -> RetryPolicy {
        var policy = RetryPolicy()
        // The first attempt is not a retry.
        policy.connectAttempts = (service?.connectRetries ?? connectRetries).map { $0 + 1 }
        policy.statusAttempts = (service?.statusCodeRetries ?? statusCodeRetries).map { $0 + 1 }
        return policy
    }
}
