// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import SCSHTTP
import SCSSupport

extension Cloud {
    /// A stand-in for a cloud: every request ends in a finding that says so.
    package static func offline(
        clock: any Clock<Duration>, date: @escaping @Sendable () -> Date
    ) -> Cloud {
        // This URL is never contacted: the transport refuses first.
        let nowhere = URL(filePath: "/")
        return Cloud(
            CloudConfiguration(
                name: "recorded",
                authentication: .password(
                    user: .id("nobody"), secret: Secret(""), scope: .system),
                authURL: nowhere),
            transport: OfflineTransport(), clock: clock, date: date)
    }
}

private struct OfflineTransport: HTTPTransport {
    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        throw AccessError(
            .noCloud, "Its outcome was not recorded, and only a test of the cloud can determine it."
        )
    }
}
