// SPDX-License-Identifier: Apache-2.0

/// The defects of a cloud: each has the id of the one test case that it fails.
enum Defect {
    /// Every id with its one-line description.
    static let all: [(name: String, summary: String)] =
        naming + entropy
        + imageProperties.map { ("scs-0102-prop-\($0.name)", $0.summary) }
        + images
        + StandardFlavor.all.map { (defect(of: $0), "the flavor \($0.name) is missing") }
        + sources + presence + volumes + services + managers + drafts

    private static let known = Set(all.map(\.name))

    static func isKnown(_ id: String) -> Bool { known.contains(id) }

    /// Defects that are also faults.
    static let faults: [String: Profile.Fault] = [
        "scs-0117-test-backup": .backupError, "scs-0123-service-image": .noImageService,
        "scs-0104-x-upload": .imageUploadForbidden,
    ]

    /// The services missing from the catalog.
    static let withheldServices: [String: [String]] = [
        "scs-0116-presence": ["key-manager"],
        "scs-0123-service-compute": ["compute"],
        "scs-0123-service-identity": ["identity"],
        "scs-0123-service-image": ["image"],
        "scs-0123-service-network": ["network"],
        "scs-0123-service-load-balancer": ["load-balancer"],
        "scs-0123-service-placement": ["placement"],
        "scs-0123-storage-apis": ["volumev3", "block-storage"],
        "scs-0123-service-s3": ["object-store-s3"],
    ]

    /// The defect that removes a standard flavor.
    static func defect(of flavor: StandardFlavor) -> String {
        "scs-0103-flavor-" + flavor.name.dropFirst("SCS-".count).lowercased()
    }

    private static let naming = [
        ("scs-0100-syntax-check", "there is a flavor SCS-2Q-4, an invalid name"),
        ("scs-0100-semantics-check", "the flavor SCS-32V-128 has half the memory it promises"),
    ]

    private static let entropy = [
        ("scs-0101-flavor-property", "the flavor SCS-16V-64 lacks hw_rng:allowed"),
        ("scs-0101-image-property", "a public image lacks hw_rng_model"),
        ("scs-0101-rngd", "the guest runs no rngd"),
        ("scs-0101-entropy-avail", "the guest has an entropy_avail of 128"),
        ("scs-0101-fips-test", "the guest's random numbers fail six FIPS tests"),
    ]

    /// Properties of images, with the wrong value for AlmaLinux 9; nil means not set.
    static let imageProperties: [(name: String, value: String?, summary: String)] = [
        ("architecture", "x86-64", "an image has an unknown architecture"),
        ("hash_algo", nil, "an image has no digest"),
        ("min_disk", nil, "an image has a min_disk of 0"),
        ("min_ram", nil, "an image has a min_ram of 0"),
        ("os_version", nil, "an image lacks os_version"),
        ("os_distro", nil, "an image lacks os_distro"),
        ("os_purpose", nil, "an image lacks os_purpose"),
        ("hw_disk_bus", "ide", "an image requests a forbidden disk bus"),
        ("hypervisor_type", "bhyve", "an image names an unknown hypervisor"),
        ("hw_rng_model", "haveged", "an image requests an unknown random number generator"),
        ("image_build_date", "last week", "an image has an invalid build date"),
        ("image_original_user", nil, "an image lacks image_original_user"),
        ("image_source", "elsewhere", "an image has a source that is not a URL"),
        ("image_description", nil, "an image lacks image_description"),
        ("replace_frequency", "sometimes", "an image has an unknown replace_frequency"),
        ("provided_until", nil, "an image lacks provided_until"),
        ("uuid_validity", "perhaps", "an image has an invalid uuid_validity"),
        ("hotfix_hours", "soon", "an image has hotfix_hours that are not a number"),
    ]

    private static let images = [
        ("scs-0102-image-recency", "an image is older than its replace_frequency allows"),
        ("scs-0102-os_purpose-uniqueness", "there are two generic images of Ubuntu 24.04"),
    ]

    private static let sources = [
        "capi-1", "capi-2", "ubuntu-2404", "ubuntu-2204", "ubuntu-2004", "debian-13", "debian-12",
        "debian-11",
    ].map { ("scs-0104-source-\($0)", "the image \($0) is not from its publisher") }

    private static let presence = [
        "capi-2", "capi-1", "ubuntu-2404", "ubuntu-2204", "debian-13", "debian-12",
    ].map { ("scs-0104-image-\($0)", "the image \($0) is missing") }

    private static let volumes = [
        ("scs-0114-syntax-check", "a volume type's aspects are not sorted"),
        ("scs-0114-encrypted-type", "no volume type is encrypted"),
        ("scs-0114-replicated-type", "no volume type is replicated"),
        ("scs-0115-default-rules", "every new security group allows incoming SSH"),
        ("scs-0116-presence", "the catalog has no key manager"),
        ("scs-0116-permissions", "members may not create secrets"),
        ("scs-0117-test-backup", "every backup ends in error"),
    ]

    private static let services =
        [
            "compute", "identity", "image", "network", "load-balancer", "placement",
        ].map { ("scs-0123-service-\($0)", "the catalog has no \($0) service") } + [
            ("scs-0123-storage-apis", "the catalog has no block storage"),
            ("scs-0123-service-s3", "the catalog has no object-store-s3"),
            ("scs-0123-swift-s3", "the object store does not speak S3"),
        ]

    private static let managers = [
        ("scs-0302-x-domain", "a domain's manager can see all domains"),
        ("scs-0302-x-users", "a domain's manager can change users of other domains"),
        ("scs-0302-x-projects", "a domain's manager can delete projects of other domains"),
        ("scs-0302-x-groups", "a domain's manager can see groups of other domains"),
        ("scs-0302-x-members", "a domain's manager can add users of other domains to groups"),
        ("scs-0302-x-assignments", "a domain's manager can assign the role admin"),
        ("scs-0302-x-roles", "a domain's manager can create roles"),
    ]
}
