// SPDX-License-Identifier: Apache-2.0
public import OpenStack

/// Something about a cloud that test cases judge: a run reads it once, for all of them.
public struct Fact<Value: Sendable>: Sendable {
    /// Its key in a file of recorded facts: `flavors`.
    public let name: String
    /// The calls that reading it takes, as the API reference names them.
    let calls: [String]
    let read: @Sendable (Cloud, FactRecording?) async throws -> Value
    let recorded: @Sendable (RecordedFacts) -> Result<Value, any Error>?
}

extension Fact where Value == [Flavor] {
    /// The flavors that the project may use, each with its extra specs.
    public static var flavors: Fact {
        Fact(name: "flavors", calls: ["GET /flavors/detail"]) { cloud, recording in
            try await cloud.compute.flavors(recording: recording)
        } recorded: {
            $0.flavors
        }
    }
}

extension Fact where Value == [PublicImage] {
    /// The images that the cloud offers to everybody: public and community ones.
    public static var images: Fact {
        Fact(name: "images", calls: ["GET /v2/images"]) { cloud, recording in
            try await cloud.images.offered(recording: recording)
        } recorded: {
            $0.images?.map { $0.filter(\.isOffered) }
        }
    }
}

extension Fact where Value == [VolumeType] {
    /// The volume types that the project may use.
    public static var volumeTypes: Fact {
        Fact(name: "volume_types", calls: ["GET /types"]) { cloud, recording in
            try await cloud.blockStorage.types(recording: recording)
        } recorded: {
            $0.volumeTypes
        }
    }
}

extension Fact where Value == [SecurityGroupRule]? {
    /// The rules that each new security group begins with; nil where the API does not tell them.
    public static var defaultSecurityGroupRules: Fact {
        Fact(
            name: "default_security_group_rules", calls: ["GET /default-security-group-rules"]
        ) { cloud, recording in
            try await cloud.network.defaultSecurityGroupRules(recording: recording)
        } recorded: {
            $0.defaultSecurityGroupRules?.map(Optional.some)
        }
    }
}

extension Fact where Value == Catalog {
    /// The service catalog, whatever the interface or region.
    public static var catalog: Fact {
        Fact(name: "catalog", calls: ["POST /v3/auth/tokens"]) { cloud, recording in
            let catalog = try await cloud.token().knownCatalog()
            try recording?.keep("catalog", catalog)
            return catalog
        } recorded: {
            $0.catalog
        }
    }
}

extension Fact where Value == [String] {
    /// The names of the roles that the credential holds in its scope.
    public static var roles: Fact {
        Fact(name: "roles", calls: ["POST /v3/auth/tokens"]) { cloud, recording in
            let roles = try await cloud.token().knownRoles()
            try recording?.keep("roles", roles)
            return roles
        } recorded: {
            $0.roles
        }
    }
}
