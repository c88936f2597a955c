// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

extension World {
    private static let day: Duration = .seconds(86400)

    /// Registers the public images, built a few days before the simulation starts.
    mutating func publishImages(extra: Int, random: inout Random) {
        let owner = directory.project(of: .admin)
        var built: [Image] = []
        for standard in StandardImage.all {
            let source = standard.key.map { "scs-0104-source-\($0)" } ?? ""
            let hasForeignSource = profile.has(defect: source)
            let presence = standard.key.map { "scs-0104-image-\($0)" } ?? ""
            guard standard.isExtra ? hasForeignSource : !profile.has(defect: presence) else {
                continue
            }
            if standard.key == "capi-2", profile.has(defect: "scs-0104-x-capi-present") { continue }
            var image = publicImage(
                standard, owner, content: Self.disk(of: standard.name), id: random.uuid())
            if hasForeignSource {
                image.properties["image_source"] = "https://images.elsewhere.example/disk.img"
            }
            if let defect = standard.key.flatMap({ StandardImage.demoted[$0] }),
                profile.has(defect: defect)
            {
                image.properties["os_purpose"] = "oldgeneric"
            }
            built.append(image)
            if standard.key == "ubuntu-2404", profile.has(defect: "scs-0102-os_purpose-uniqueness")
            {
                built.append(
                    publicImage(
                        standard.renamed("Ubuntu 24.04 (second)"), owner,
                        content: Self.disk(of: "second"), id: random.uuid()))
            }
        }
        if let index = built.firstIndex(where: { $0.name == "AlmaLinux 9" }) {
            spoil(&built[index])
        }
        for (defect, standard) in StandardImage.wrong.sorted(by: { $0.key < $1.key })
        where profile.has(defect: defect) {
            built.append(
                publicImage(
                    standard, owner, content: Self.disk(of: standard.name), id: random.uuid()))
        }
        for image in built { images.add(image) }
        publishGenerated(extra, owner, random: &random)
    }

    private mutating func publishGenerated(_ count: Int, _ owner: String, random: inout Random) {
        guard count > 0 else { return }
        let template = publicImage(
            StandardImage(number: 0), owner, content: Self.disk(of: "generated"),
            id: random.uuid())
        let digests = template.content.map { self.digests(of: $0) }
        for number in 0..<count {
            var image = template.copy(id: random.uuid(), created: template.created)
            image.name = StandardImage(number: number).name
            image.digests = digests
            images.add(image)
        }
    }

    private func publicImage(
        _ standard: StandardImage, _ owner: String, content: Content, id: String
    ) -> Image {
        Image(
            id: id, project: owner, name: standard.name, status: "active",
            created: .zero - Self.day * 4, updated: .zero - Self.day * 4, diskFormat: "raw",
            containerFormat: "bare", visibility: "public", minimumDisk: standard.minimumDisk,
            minimumMemory: 512, properties: properties(standard), content: content,
            virtualSize: content.size)
    }

    private func properties(_ standard: StandardImage) -> [String: JSON] {
        [
            "architecture": "x86_64", "hypervisor_type": "qemu", "hw_disk_bus": "scsi",
            "hw_scsi_model": "virtio-scsi", "hw_rng_model": "virtio",
            "hw_qemu_guest_agent": "yes", "hw_watchdog_action": "reset",
            "os_distro": .string(standard.distribution), "os_version": .string(standard.version),
            "os_purpose": .string(standard.purpose),
            "image_build_date": .string(day(-5)), "image_source": .string(standard.source),
            "image_description": .string(standard.description),
            "image_original_user": .string(standard.user), "replace_frequency": "monthly",
            "provided_until": .string(day(3 * 365)), "uuid_validity": "last-3",
            "hotfix_hours": "48",
        ]
    }

    /// Applies the profile's defect to an image that no other test case uses.
    private func spoil(_ image: inout Image) {
        for property in Defect.imageProperties
        where profile.has(defect: "scs-0102-prop-\(property.name)") {
            switch property.name {
            case "hash_algo": image.hasHash = false
            case "min_disk": image.minimumDisk = 0
            case "min_ram": image.minimumMemory = 0
            default: image.properties[property.name] = property.value.map(JSON.string)
            }
        }
        if profile.has(defect: "scs-0101-image-property") {
            image.properties["hw_rng_model"] = nil
        }
        if profile.has(defect: "scs-0102-image-recency") {
            image.properties["image_build_date"] = .string(day(-200))
        }
    }

    /// The date that many days after the start.
    private func day(_ offset: Int) -> String {
        String(dateText(Self.day * offset).prefix { $0 != "T" })
    }

    /// A small disk with some content.
    private static func disk(of name: String) -> Content {
        var content = Content(size: 64 << 10)
        content.write(Array("a disk of \(name)".utf8), at: 0)
        return content
    }
}
