// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import Synchronization

/// A virtual machine that reports on its console how it gets random numbers.
struct Guest: Sendable {
    private let choice: GuestChoice

    init(_ choice: GuestChoice) {
        self.choice = choice
    }

    /// Boots it on its own network and returns once its output is complete.
    func console(_ context: CheckContext) async throws -> GuestConsole {
        context.note(
            "Booted the image '\(choice.image.name)' with the flavor \(choice.flavor.name).")
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
            context.note(
                "The project has no external network, so the virtual machine cannot reach the "
                    + "internet.")
        }
        let group = try await context.create(.securityGroup("group"))
        let volume = try await context.make(
            .volume("disk", gib: choice.volume, from: choice.image))
        let server = try await context.make(
            .server(
                "server", flavor: choice.flavor.id, volume: volume, network: network,
                subnet: subnet, group: group,
                userData: Self.userData(mirror: context[SCS0101Entropy.packageMirror])))
        let last = Mutex(GuestConsole(""))
        return try await context.look(
            for: "the end of the tests on the console", within: Self.patience,
            evidence: { last.withLock(\.tail) }
        ) {
            guard let text = try await context.cloud.compute.console(of: server) else {
                return nil
            }
            let console = GuestConsole(text)
            last.withLock { $0 = console }
            if text.contains("Failed to run module scripts") {
                throw Finding(
                    .noResult, "cloud-init failed to run the tests in the virtual machine.",
                    evidence: console.tail)
            }
            return console.isComplete ? console : nil
        }
    }

    /// The time limit for booting and reporting: emulated guests need three minutes.
    private static let patience: Duration = .seconds(900)

    /// Prints marked lines; installs packages only if the image lacks rngtest.
    ///
    /// A mirror may lack one of the suites (security updates have their own hosts): the others
    /// suffice.
    static func userData(mirror: String?) -> String {
        let apt =
            mirror.map {
                // Debian's images configure cloud-init to keep their sources.
                "apt:\n  preserve_sources_list: false\n  primary:\n    - arches: [default]\n"
                    + "      uri: \($0)\n"
            } ?? ""
        let mark = GuestConsole.marker
        // A login prompt on the console would mix with the lines.
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
