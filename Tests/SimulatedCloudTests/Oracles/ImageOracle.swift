// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import TestSupport

extension StandardsOracle {
    private static var sources: [(key: String, name: Regex<Substring>, prefix: String)] {
        let ubuntu = "https://cloud-images.ubuntu.com/"
        let debian = "https://cloud.debian.org/images/cloud/"
        let capi = "https://nbg1.your-objectstorage.com/osism/openstack-k8s-capi-images/"
        return [
            ("capi-1", /ubuntu-capi-image v\d\.\d+.*/, capi),
            ("capi-2", /ubuntu-capi-image-v\d\.\d+.*/, capi),
            ("ubuntu-2404", /Ubuntu 24\.04/, ubuntu + "noble/"),
            ("ubuntu-2204", /Ubuntu 22\.04/, ubuntu + "jammy/"),
            ("ubuntu-2004", /Ubuntu 20\.04/, ubuntu + "focal/"),
            ("debian-13", /Debian 13/, debian + "trixie/"),
            ("debian-12", /Debian 12/, debian + "bookworm/"),
            ("debian-11", /Debian 11/, debian + "bullseye/"),
        ]
    }

    func images() async throws -> Set<String> {
        let images = try await world.images()
        var failed: Set<String> = []
        for (key, name, prefix) in Self.sources {
            let mine = images.filter { ($0["name"].string ?? "").wholeMatch(of: name) != nil }
            if mine.isEmpty, !["ubuntu-2004", "debian-11"].contains(key) {
                failed.insert("scs-0104-image-\(key)")
            }
            if !mine.allSatisfy({ $0["image_source"].string?.hasPrefix(prefix) == true }) {
                failed.insert("scs-0104-source-\(key)")
            }
        }
        let generic = images.filter { $0["os_purpose"].string == "generic" }
            .map { ["architecture", "os_distro", "os_version"].map($0.text) }
            .filter { !$0.contains("") }
        if Set(generic).count < generic.count { failed.insert("scs-0102-os_purpose-uniqueness") }
        for image in images { failed.formUnion(failures(of: image)) }
        return failed
    }

    private func failures(of image: Document) -> Set<String> {
        let allowed: [String: Set<String>] = [
            "architecture": ["x86_64", "aarch64", "risc-v"],
            "hw_disk_bus": ["virtio", "scsi", ""],
            "hypervisor_type": ["qemu", "kvm", "xen", "hyper-v", "esxi", ""],
            "hw_rng_model": ["virtio", ""],
            "os_purpose": [
                "generic", "oldgeneric", "minimal", "k8snode", "gpu", "network", "custom",
            ],
            "replace_frequency": [
                "never", "critical_bug", "yearly", "quarterly", "monthly", "weekly", "daily",
            ],
        ]
        var bad = Set(allowed.filter { !$0.value.contains(image.text($0.key)) }.map(\.key))
        let wanted = [
            "os_version", "os_distro", "image_original_user", "image_description",
            "provided_until",
        ]
        bad.formUnion(wanted.filter { image.text($0).isEmpty })
        if !["sha256", "sha512"].contains(image.text("os_hash_algo")) { bad.insert("hash_algo") }
        for name in ["min_disk", "min_ram"] where (image[name].int ?? 0) < 1 { bad.insert(name) }
        let day = /\d{4}-\d{2}-\d{2}/
        let build = image.text("image_build_date")
        let created = image.text("created_at").prefix(10)
        if build.wholeMatch(of: day) == nil || build > created { bad.insert("image_build_date") }
        let source = image.text("image_source")
        if source != "private", !source.hasPrefix("https://") { bad.insert("image_source") }
        if image.text("uuid_validity").wholeMatch(of: /(none|notice|forever|last-\d+|)/) == nil {
            bad.insert("uuid_validity")
        }
        if image.text("hotfix_hours").wholeMatch(of: /\d*/) == nil { bad.insert("hotfix_hours") }
        var failed = Set(bad.map { "scs-0102-prop-\($0)" })
        if image.text("hw_rng_model") != "virtio" { failed.insert("scs-0101-image-property") }
        // All are replaced monthly; the simulation starts in November 2026.
        if build.wholeMatch(of: day) != nil, build < "2026-10-15" {
            failed.insert("scs-0102-image-recency")
        }
        return failed
    }
}

extension Document {
    /// A member as text; empty if there is none.
    fileprivate func text(_ key: String) -> String { self[key].string ?? "" }
}
