// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSOpenStack
import SCSSupport

/// A fact that a plug-in may ask for, by its name in a record.
enum PluginFact: String, CaseIterable, Sendable {
    case flavors, images, catalog, roles
    case volumeTypes = "volume_types"
    case defaultSecurityGroupRules = "default_security_group_rules"

    /// The fact as JSON, without secrets; throws what kept it from being read.
    func document(_ context: CheckContext) async throws -> JSON {
        let facts = context.facts
        let document: JSON =
            switch self {
            case .flavors: try await facts.document(.flavors)
            case .images: try await facts.document(.images)
            case .volumeTypes: try await facts.document(.volumeTypes)
            case .defaultSecurityGroupRules:
                try await facts.document(.defaultSecurityGroupRules)
            case .catalog: try Self.encoded(try await facts.value(.catalog))
            case .roles: try Self.encoded(try await facts.value(.roles))
            }
        return context.cloud.vault.clean(document)
    }

    private static func encoded(_ value: some Encodable) throws -> JSON {
        try JSON.parse(Array(try JSONEncoder().encode(value)))
    }
}
