// SPDX-License-Identifier: Apache-2.0

/// A public image of the cloud, described by what distinguishes it.
struct StandardImage: Sendable {
    let name: String
    let distribution: String
    let version: String
    var purpose = "generic"
    let user: String
    let source: String
    /// Its name in the test cases of SCS-0104; nil for an image that they do not cover.
    let key: String?
    /// In GiB.
    var minimumDisk: Int64 = 8
    /// Whether it exists only with a defect.
    var isExtra = false

    static let all = [
        StandardImage(
            name: "AlmaLinux 9", distribution: "almalinux", version: "9", user: "almalinux",
            source: "https://repo.almalinux.org/almalinux/9/cloud/x86_64/images/", key: nil),
        StandardImage(
            name: "Ubuntu 22.04", distribution: "ubuntu", version: "22.04", user: "ubuntu",
            source: ubuntu + "jammy/", key: "ubuntu-2204"),
        StandardImage(
            name: "Ubuntu 24.04", distribution: "ubuntu", version: "24.04", user: "ubuntu",
            source: ubuntu + "noble/", key: "ubuntu-2404"),
        StandardImage(
            name: "Debian 12", distribution: "debian", version: "12", user: "debian",
            source: debian + "bookworm/", key: "debian-12"),
        StandardImage(
            name: "Debian 13", distribution: "debian", version: "13", user: "debian",
            source: debian + "trixie/", key: "debian-13"),
        StandardImage(
            name: "ubuntu-capi-image v1.31", distribution: "ubuntu", version: "22.04",
            purpose: "k8snode", user: "ubuntu", source: kubernetes + "ubuntu-2204-kube-v1.31/",
            key: "capi-1", minimumDisk: 20),
        StandardImage(
            name: "ubuntu-capi-image-v1.31", distribution: "ubuntu", version: "22.04",
            purpose: "k8snode", user: "ubuntu", source: kubernetes + "ubuntu-2204-kube-v1.31/",
            key: "capi-2", minimumDisk: 20),
        StandardImage(
            name: "Ubuntu 20.04", distribution: "ubuntu", version: "20.04", user: "ubuntu",
            source: ubuntu + "focal/", key: "ubuntu-2004", isExtra: true),
        StandardImage(
            name: "Debian 11", distribution: "debian", version: "11", user: "debian",
            source: debian + "bullseye/", key: "debian-11", isExtra: true),
        StandardImage(
            name: "Ubuntu 26.04", distribution: "ubuntu", version: "26.04", user: "ubuntu",
            source: ubuntu + "resolute/", key: "ubuntu-2604"),
    ]

    /// Images that violate what scs-0104-v2 requires, by their defects.
    static let wrong: [String: StandardImage] = [
        "scs-0104-x-source-debian": StandardImage(
            name: "Buster", distribution: "debian", version: "10", user: "debian",
            source: elsewhere, key: nil),
        "scs-0104-x-source-ubuntu": StandardImage(
            name: "Bionic", distribution: "ubuntu", version: "18.04", user: "ubuntu",
            source: elsewhere, key: nil),
        "scs-0104-x-source-other": StandardImage(
            name: "Rocky", distribution: "rocky", version: "9", user: "rocky",
            source: "private", key: nil),
        "scs-0104-x-capi": StandardImage(
            name: "ubuntu-capi-image v1.30", distribution: "ubuntu", version: "22.04",
            purpose: "custom", user: "ubuntu", source: kubernetes + "ubuntu-2204-kube-v1.30/",
            key: nil, minimumDisk: 20),
    ]

    /// The images that a defect of scs-0104-v2 takes from general use, by their keys.
    static let demoted = [
        "ubuntu-2604": "scs-0104-x-ubuntu-latest", "ubuntu-2404": "scs-0104-x-ubuntu-previous",
        "debian-13": "scs-0104-x-debian-latest", "debian-12": "scs-0104-x-debian-previous",
    ]

    private static let elsewhere = "https://images.elsewhere.example/disk.img"

    private static let ubuntu = "https://cloud-images.ubuntu.com/"
    private static let debian = "https://cloud.debian.org/images/cloud/"
    private static let kubernetes =
        "https://nbg1.your-objectstorage.com/osism/openstack-k8s-capi-images/"

    /// A generated image; no two are generic images of the same version.
    init(number: Int) {
        name = "Appliance \(number)"
        distribution = "ubuntu"
        version = "24.04"
        purpose = "custom"
        user = "ubuntu"
        source = Self.ubuntu + "noble/"
        key = nil
    }

    private init(
        name: String, distribution: String, version: String, purpose: String = "generic",
        user: String, source: String, key: String?, minimumDisk: Int64 = 8, isExtra: Bool = false
    ) {
        self.name = name
        self.distribution = distribution
        self.version = version
        self.purpose = purpose
        self.user = user
        self.source = source
        self.key = key
        self.minimumDisk = minimumDisk
        self.isExtra = isExtra
    }

    /// Nodes of clusters name the place of their description.
    var description: String {
        purpose == "k8snode" ? "https://github.com/osism/k8s-capi-images" : name
    }

    /// The same image under another name.
    func renamed(_ name: String) -> StandardImage {
        StandardImage(
            name: name, distribution: distribution, version: version, purpose: purpose,
            user: user, source: source, key: nil, minimumDisk: minimumDisk)
    }
}
