// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSOpenStack
import SCSSupport

/// The first line that a plug-in gets on its standard input.
enum PluginRequest {
    /// `cloud` nil: the program gets nothing of the cloud but facts.
    static func line(
        _ testcase: PluginDescription.Testcase, facts: [String: JSON], prefix: String,
        deadline: Date, cloud: JSON?
    ) throws -> [UInt8] {
        var fields: [String: JSON] = [
            "protocol": .integer(Int64(PluginDescription.protocolVersion)),
            "testcase": .string(testcase.entry.id), "facts": .object(facts),
            "prefix": .string(prefix), "deadline": .string(Timestamp.format(deadline)),
        ]
        if let cloud { fields["cloud"] = cloud }
        return try JSON.object(fields).bytes()
    }

    /// Endpoints and token of the run's own credential, as a program on this machine reaches them.
    static func cloud(_ cloud: Cloud, _ access: PluginAccess) async throws -> JSON {
        let token = try await cloud.token()
        guard let value = token.sharedValue else {
            throw Finding(
                .notApplicable,
                "The credential has no Keystone token that a program could be given.",
                advice: "Use a cloud entry that signs in to Keystone.")
        }
        cloud.vault.add(value)
        var endpoints: [String: JSON] = [:]
        for service in ServiceType.all {
            do {
                var url = try await cloud.urlForToken(of: service)
                // Block Storage's resources live below the project.
                if service == .blockStorage, let project = token.projectID { url += "/\(project)" }
                endpoints[service.name] = .string(access.address(url))
            } catch is ServiceMissing {
                // A prerequisite says so where the test case needs it.
                continue
            } catch let error as AccessError where error.cause == .clearText {
                // Where no token goes unencrypted, a program is not shown the way either.
                continue
            }
        }
        let tls = cloud.configuration.tls
        var fields: [String: JSON] = [
            "token": .string(value.exposed), "endpoints": .object(endpoints),
            "verify": .bool(tls.verify),
        ]
        if let project = token.projectID { fields["project_id"] = .string(project) }
        if let region = cloud.configuration.regionName { fields["region"] = .string(region) }
        if let file = tls.caFile { fields["cacert"] = .string(file) }
        return .object(fields)
    }
}
