// SPDX-License-Identifier: Apache-2.0
import Core
import Synchronization

/// Which image a guest boots, and in which flavor.
struct GuestChoice: Sendable {
    let image: PublicImage
    let flavor: Flavor
    /// In GiB; what images tell of the disk that they need is often too little.
    static let leastVolume = 8

    /// The newest Debian, else the newest Ubuntu; the smallest flavor that can hold it.
    init(images: [PublicImage], flavors: [Flavor], wanted: String?) throws {
        if let wanted {
            guard let image = images.first(where: { $0.name == wanted }) else {
                throw Finding(.notApplicable, "The cloud offers no image called '\(wanted)'.")
            }
            self.image = image
        } else {
            let ranked = images.filter { !$0.isHidden }
                .max { Self.rank($0).lexicographicallyPrecedes(Self.rank($1)) }
            guard let ranked, Self.rank(ranked) != [0, 0] else {
                throw Finding(
                    .notApplicable,
                    "None of the \(images.count) images on offer is a Debian or Ubuntu by its "
                        + "os_distro and os_version.",
                    advice: "Name the image that is to boot: --guest-image NAME.")
            }
            image = ranked
        }
        let least = image.minRAM?.int ?? 0
        let fitting = flavors.filter { $0.ram.int >= max(least, 512) }
        // A random number generator is what the test is about: a flavor that allows one goes first.
        let preferred = fitting.filter { $0.extraSpecs?["hw_rng:allowed"]?.lowercased() == "true" }
        guard
            let flavor = (preferred.isEmpty ? fitting : preferred).min(by: {
                ($0.ram, $0.vcpus, $0.disk) < ($1.ram, $1.vcpus, $1.disk)
            })
        else {
            throw Finding(
                .notApplicable,
                "No flavor has the \(least) MiB of memory that the image '\(image.name)' needs.")
        }
        self.flavor = flavor
    }

    /// In GiB.
    var volume: Int { max(image.minDisk?.int ?? 0, Self.leastVolume) }

    private static let debianCodenames = [
        "buster": 10, "bullseye": 11, "bookworm": 12, "trixie": 13,
    ]

    private static func rank(_ image: PublicImage) -> [Int] {
        let version = (image.osVersion ?? "").lowercased()
        switch (image.osDistro ?? "").lowercased() {
        case "debian": return [2, Int(version) ?? debianCodenames[version] ?? 0]
        case "ubuntu": return [1, Int(version.filter { $0 != "." }) ?? 0]
        default: return [0, 0]
        }
    }
}

/// A virtual machine that tells on its console what it knows of random numbers.
struct Guest: Sendable {
    private let choice: GuestChoice

    init(_ choice: GuestChoice) {
        self.choice = choice
    }

    /// Boots it on a network of its own and returns once it has told everything.
    func console(_ context: CheckContext) async throws -> GuestConsole {
        context.note(
            "The image '\(choice.image.name)' was booted in the flavor \(choice.flavor.name).")
        let network = try await context.create(.network("network"))
        let subnet = try await context.create(
            .subnet(
                "subnet", of: network, range: "10.1.0.0/24", nameServers: ["9.9.9.9"]))
        if let external = try await context.cloud.network.externalNetwork() {
            let router = try await context.create(.router("router", to: external))
            let port = try await context.create(
                .gateway("gateway", of: subnet, address: "10.1.0.1", in: network, for: router))
            try await context.connect(port, to: router)
        } else {
            context.note("The project sees no external network, so the guest has no way out.")
        }
        let group = try await context.create(.securityGroup("group"))
        let volume = try await context.make(
            .volume("disk", gib: choice.volume, from: choice.image))
        let server = try await context.make(
            .server(
                "server", flavor: choice.flavor.id, volume: volume, network: network,
                subnet: subnet, group: group,
                userData: Self.userData(mirror: context.settings.packageMirror)))
        let last = Mutex(GuestConsole(""))
        return try await context.look(
            for: "the end of the tests on the guest's console", within: Self.patience,
            evidence: { last.withLock(\.tail) }
        ) {
            guard let text = try await context.cloud.compute.console(of: server) else {
                return nil
            }
            let console = GuestConsole(text)
            last.withLock { $0 = console }
            if text.contains("Failed to run module scripts") {
                throw Finding(
                    .noResult, "cloud-init could not run the tests in the guest.",
                    evidence: console.tail)
            }
            return console.isComplete ? console : nil
        }
    }

    /// How long a guest may take to boot and to tell: emulated ones need three minutes.
    private static let patience: Duration = .seconds(900)

    /// Prints marked lines; packages are fetched only where the image lacks rngtest. A mirror may lack
    /// one of the suites (security updates have hosts of their own): the others will do.
    static func userData(mirror: String?) -> String {
        let apt =
            mirror.map {
                // Debian's images tell cloud-init to keep their sources.
                "apt:\n  preserve_sources_list: false\n  primary:\n    - arches: [default]\n"
                    + "      uri: \($0)\n"
            } ?? ""
        let mark = GuestConsole.marker
        // A login prompt on the console would come between the lines.
        return """
            #cloud-config
            \(apt)bootcmd:
              - systemctl mask serial-getty@ttyS0.service
            runcmd:
              - command -v rngtest || { apt-get update; apt-get install -y rng-tools5; }
              - sed 's/^/\(mark)entropy-avail:\\ /' /proc/sys/kernel/random/entropy_avail
              - rngtest -c 1000 < /dev/random 2>&1 | sed 's/^/\(mark)fips-test:\\ /'
              - systemctl is-active rngd rng-tools rng-tools-debian 2>&1 | sed 's/^/\(mark)rngd:\\ /'
              - cat /sys/devices/virtual/misc/hw_random/rng_available 2>&1 | sed 's/^/\(mark)virtio-rng:\\ /'
              - echo \(mark)end
            """
    }
}

/// What a guest has printed, by the marks of its lines.
struct GuestConsole: Sendable {
    static let marker = "_scs-test-"
    private var sections: [String: [String]] = [:]
    private var last: [String] = []
    /// Whether everything has been told.
    private(set) var isComplete = false

    init(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline)
        last = lines.suffix(20).map(String.init)
        for line in lines {
            // Before the mark stand cloud-init's own, and what other processes print meanwhile.
            guard let start = line.firstRange(of: Self.marker)?.upperBound else { continue }
            let marked = line[start...]
            if marked.hasPrefix("end") { isComplete = true }
            guard let colon = marked.firstIndex(of: ":") else { continue }
            let value = marked[marked.index(after: colon)...].drop(while: \.isWhitespace)
            sections[String(marked[..<colon]), default: []].append(String(value))
        }
    }

    /// The last lines, for whoever must find out what went wrong.
    var tail: [Evidence] {
        last.isEmpty
            ? [Evidence(.output, "the console is empty")] : last.map { Evidence(.output, $0) }
    }

    /// The lines of a section; throws an ABORT where there is none.
    func lines(_ section: String) throws -> [String] {
        guard let lines = sections[section] else {
            throw Finding(
                .noResult, "The guest's console tells nothing of \(section).", evidence: tail)
        }
        return lines
    }

    func first(_ section: String) throws -> String {
        var value = try lines(section).first?[...] ?? ""
        while value.last?.isWhitespace == true { value.removeLast() }
        return String(value)
    }
}
