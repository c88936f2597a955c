// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import SCSHTTP
@testable import SCSOpenStack

/// Configured limits and retries of services.
struct ServicePaceTests {
    @Test func `Configured limits and retries apply to their service`() throws {
        let found = try ConfigurationWorld(
            cloud: "rate_limit: {compute: 2, volumev3: 0.5}, concurrency: {block-storage: 3}, "
                + "connect_retries: 0, image_status_code_retries: 7"
        ).configuration()
        #expect(
            found.paces == [
                "compute": Pace(interval: .milliseconds(500)),
                "block-storage": Pace(concurrency: 3, interval: .seconds(2)),
            ])
        #expect(found.retryPolicy().connectAttempts == 1)
        #expect(found.retryPolicy().statusAttempts == nil)
        #expect(found.retryPolicies.keys.sorted() == ["image"])
        #expect(found.retryPolicies["image"]?.statusAttempts == 8)
        #expect(found.retryPolicies["image"]?.connectAttempts == 1)
        #expect(
            try ConfigurationWorld(cloud: "rate_limit: 4").configuration().paces.count
                == ServiceNames.officialTypes.count)
    }
}
