// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// The state of the cloud; pending changes are applied at the next look.
struct World: Sendable {
    let profile: Profile
    let gibibyte: Int64
    let start: Date
    var random: Random
    /// The time of the current call, or of the change being applied.
    var now: Duration = .zero
    var directory: Directory
    var identities: Identities
    var volumes = Table<Volume>()
    var snapshots = Table<Snapshot>()
    var backups = Table<Backup>()
    var images = Table<Image>()
    var messages: [Message] = []
    var limits: Limits
    let volumeTypes: [VolumeType]
    let flavors: FlavorTable
    var servers = Table<Server>()
    var network: NetworkState
    var secrets = Table<StoredSecret>()
    let serviceID: String
    var digests: [Content: Digests] = [:]
    let computesDigests: Bool
    var weather: Weather
    /// On Ceph: the good backup of any of a volume's snapshots, by volume.
    var snapshotBases: [String: String] = [:]
    var hasBrokenRestore = false
    /// The offsets of wrong bytes that restores wrote, by volume.
    var corruptions: [String: Int64] = [:]
    /// The data that deleted increments left behind, by volume.
    var ghosts: [String: Content] = [:]

    private var pending: [Change] = []
    private var changes = 0

    private struct Change: Sendable {
        let due: Duration
        let number: Int
        let apply: @Sendable (inout World) -> Void
    }

    init(
        profile: Profile, gibibyte: Int64, start: Date, seed: UInt64,
        scale: SimulatedCloud.Scale = SimulatedCloud.Scale()
    ) {
        self.profile = profile
        self.gibibyte = gibibyte
        self.start = start
        var random = Random(seed: seed)
        directory = Directory(profile: profile, random: &random)
        identities = Identities(directory)
        // Separate random numbers, so that the offer does not change the course of events.
        var offered = Random(seed: ~seed)
        volumeTypes = VolumeType.all(profile: profile, random: &offered)
        flavors = FlavorTable(profile: profile, extra: scale.extraFlavors, random: &offered)
        network = NetworkState(profile: profile, directory: directory, random: &offered)
        serviceID = random.uuid()
        computesDigests = scale.computesDigests
        limits = Limits(each: scale.quota)
        weather = Weather(profile: profile, random: Random(seed: random.next()))
        self.random = random
        publishImages(extra: scale.extraImages, random: &offered)
        fillQuotas()
    }

    /// Schedules `change` after `duration`, longer on a slow cloud.
    mutating func after(
        _ duration: Duration, _ change: @escaping @Sendable (inout World) -> Void
    ) {
        changes += 1
        pending.append(
            Change(due: now + duration * profile.pace, number: changes, apply: change))
    }

    /// Applies all changes due until `moment`, in order.
    mutating func settle(until moment: Duration) {
        while let next = pending.filter({ $0.due <= moment })
            .min(by: { ($0.due, $0.number) < ($1.due, $1.number) })
        {
            pending.removeAll { $0.number == next.number }
            now = next.due
            next.apply(&self)
        }
        now = moment
    }

    /// A moment in Cinder's format: without fractions or zone.
    func stamp(_ moment: Duration) -> JSON {
        .string(dateText(moment) + ".000000")
    }

    func stamp(_ moment: Duration?) -> JSON {
        moment.map { stamp($0) } ?? .null
    }

    /// A moment in UTC to the second, without a zone.
    func dateText(_ moment: Duration) -> String {
        let text = (start + moment.seconds).formatted(.iso8601)
        return String(text.prefix { $0 != "Z" })
    }

    /// Fills the quota with foreign resources in the project.
    private mutating func fillQuotas() {
        let project = directory.member.id
        if profile.has(.quotaFull) {
            limits.volumes = 2
            for name in ["database", "archive"] {
                plantVolume(name: name, project: project)
            }
        }
        if profile.has(.backupQuotaFull) {
            limits.backups = 1
            let volume = plantVolume(name: "database", project: project)
            plantBackup(name: "nightly", of: volume)
        }
    }
}
