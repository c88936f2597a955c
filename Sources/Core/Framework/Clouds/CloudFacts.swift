// SPDX-License-Identifier: Apache-2.0
public import SCSOpenStack

extension FactOf where Subject == Cloud {
    fileprivate init(
        name: String, calls: [String],
        _ read: @escaping @Sendable (Cloud, FactRecording?) async throws -> Value,
        recorded: @escaping @Sendable (RecordedFacts) -> Result<Value, any Error>?
    ) {
        self.init(name: name, calls: calls, read: read) { record in
            (record as? RecordedFacts).flatMap(recorded)
        }
    }
}

extension FactOf where Subject == Cloud, Value == [Flavor] {
    /// The flavors that the project may use, each with its extra specs.
    public static var flavors: FactOf {
        FactOf(name: "flavors", calls: ["GET /flavors/detail"]) { cloud, recording in
            try await cloud.compute.flavors(recording: recording)
        } recorded: {
            $0.flavors
        }
    }
}

extension FactOf where Subject == Cloud, Value == [PublicImage] {
    /// The images that are offered to everybody: public and community ones.
    public static var images: FactOf {
        FactOf(name: "images", calls: ["GET /v2/images"]) { cloud, recording in
            try await cloud.images.offered(recording: recording)
        } recorded: {
            $0.images?.map { $0.filter(\.isOffered) }
        }
    }
}

extension FactOf where Subject == Cloud, Value == [VolumeType] {
    /// The volume types that the project may use.
    public static var volumeTypes: FactOf {
        FactOf(name: "volume_types", calls: ["GET /types"]) { cloud, recording in
            try await cloud.blockStorage.types(recording: recording)
        } recorded: {
            $0.volumeTypes
        }
    }
}

extension FactOf where Subject == Cloud, Value == [SecurityGroupRule]? {
    /// The rules of each new security group; nil if the API does not list them.
    public static var defaultSecurityGroupRules: FactOf {
        FactOf(
            name: "default_security_group_rules", calls: ["GET /default-security-group-rules"]
        ) { cloud, recording in
            try await cloud.network.defaultSecurityGroupRules(recording: recording)
        } recorded: {
            $0.defaultSecurityGroupRules?.map(Optional.some)
        }
    }
}

extension FactOf where Subject == Cloud, Value == Catalog {
    /// The service catalog, with all interfaces and regions.
    public static var catalog: FactOf {
        FactOf(name: "catalog", calls: ["POST /v3/auth/tokens"]) { cloud, recording in
            let catalog = try await cloud.token().knownCatalog()
            try recording?.keep("catalog", catalog)
            return catalog
        } recorded: {
            $0.catalog
        }
    }
}

extension FactOf where Subject == Cloud, Value == [String] {
    /// The names of the roles that the credential holds in its scope.
    public static var roles: FactOf {
        FactOf(name: "roles", calls: ["POST /v3/auth/tokens"]) { cloud, recording in
            let roles = try await cloud.token().knownRoles()
            try recording?.keep("roles", roles)
            return roles
        } recorded: {
            $0.roles
        }
    }
}
