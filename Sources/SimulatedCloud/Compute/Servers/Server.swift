// SPDX-License-Identifier: Apache-2.0

/// A virtual machine.
struct Server: Record {
    /// A volume of a server.
    struct Disk: Sendable, Hashable {
        let volume: String
        let isDeletedToo: Bool
        let isBootDisk: Bool
    }

    let id: String
    let project: String
    let user: String
    var name: String?
    var status = "BUILD"
    let created: Duration
    var updated: Duration?
    let flavor: Flavor
    /// The image that it boots from directly, without a volume.
    let image: String?
    var metadata: [String: JSON] = [:]
    let userData: String?
    let groups: [String]
    var task: String? = "scheduling"
    var disks: [Disk] = []
    var ports: [String] = []
    var launched: Duration?
    var fault: String?
    var description: String?
}
