// SPDX-License-Identifier: Apache-2.0
public import SCSOpenStack

/// The facts about a cloud that several checks judge; the others are beside their check.
package enum CloudFacts {
    package static let common: [any DeclaredFact<Cloud>] = [
        Fact.flavors, Fact.images, Fact.catalog, Fact.roles,
    ]
}

extension CheckRegistryOf where Subject == Cloud {
    /// Every fact that a run may read, each once: those that checks share, and those of modules.
    package var facts: [any DeclaredFact<Cloud>] {
        (CloudFacts.common + modules.flatMap { $0.allFacts }).uniqueFacts()
    }
}

extension FactOf where Subject == Cloud, Value == [Flavor] {
    /// The flavors that the project may use, each with its extra specs.
    public static var flavors: FactOf {
        FactOf(
            asSent: "flavors", "The flavors that the project may use, each with its extra specs.",
            calls: ["GET /flavors/detail"]
        ) { cloud, recording in
            try await cloud.compute.flavors(recording: recording)
        } recorded: {
            $0.list("flavors", of: Flavor.self)
        }
    }
}

extension FactOf where Subject == Cloud, Value == [PublicImage] {
    /// The images that are offered to everybody: public and community ones.
    public static var images: FactOf {
        FactOf(
            asSent: "images",
            "The images that are offered to everybody: public and community ones.",
            calls: ["GET /v2/images"]
        ) { cloud, recording in
            try await cloud.images.offered(recording: recording)
        } recorded: {
            $0.list("images", of: PublicImage.self)?.map { $0.filter(\.isOffered) }
        }
    }
}

extension FactOf where Subject == Cloud, Value == Catalog {
    /// The service catalog, with all interfaces and regions.
    public static var catalog: FactOf {
        FactOf(
            "catalog", "The service catalog, with all interfaces and regions.",
            calls: ["POST /v3/auth/tokens"]
        ) { cloud in
            try await cloud.token().knownCatalog()
        } recorded: {
            $0.catalog
        }
    }
}

extension FactOf where Subject == Cloud, Value == [String] {
    /// The names of the roles that the credential holds in its scope.
    public static var roles: FactOf {
        FactOf(
            "roles", "The names of the roles that the credential holds in its scope.",
            calls: ["POST /v3/auth/tokens"]
        ) { cloud in
            try await cloud.token().knownRoles()
        } recorded: {
            $0.roles
        }
    }
}
