// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension World {
    mutating func actOnServer(_ request: ComputeCall) throws(Answer) -> Answer {
        let server = try findServer(request.path[1], request)
        guard case .object(let body)? = JSON(parsing: request.call.body), body.count == 1,
            let (name, value) = body.first
        else { throw .fault(400, "Malformed request body") }
        switch name {
        case "os-getConsoleOutput":
            guard let launched = server.launched else {
                throw .fault(409, "Instance \(server.id) is not ready")
            }
            var lines = consoleLines(of: server, since: launched)
            if let length = value["length"], !length.isNull {
                guard let count = length.int, count >= -1 else {
                    throw .fault(
                        400,
                        "Invalid input for field/attribute length. Value: \(length.python). "
                            + "\(length.python) does not match '^-?[0-9]+$'")
                }
                if count >= 0 { lines = Array(lines.suffix(Int(count))) }
            }
            let text = lines.map { $0 + "\n" }.joined()
            return .json(200, ["output": .string(text)])
        case "os-stop", "os-start", "reboot", "lock", "unlock":
            return Answer(status: 202)
        default:
            throw .fault(400, "There is no such action: \(name).")
        }
    }

    /// The guest's output so far.
    private func consoleLines(of server: Server, since launched: Duration) -> [String] {
        let uptime = now - launched
        return Guest(profile: profile, userData: server.userData).output
            .filter { $0.after * profile.pace <= uptime }.map(\.text)
    }
}

/// The console output of a booting guest.
private struct Guest {
    /// The prefix of lines about entropy.
    static let marker = "_scs-test-"

    let profile: Profile
    let userData: String?

    var output: [(after: Duration, text: String)] {
        var lines = boot
        let isSilent = profile.has(.silentConsole)
        if let userData, userData.hasPrefix("#cloud-config"), userData.contains("runcmd"),
            !isSilent
        {
            for (index, line) in report.enumerated() {
                lines.append(
                    printed(.milliseconds(24_000 + index * 1700), "cloud-init[513]: " + line))
            }
        }
        lines.append(
            printed(
                .seconds(40), "cloud-init[513]: Cloud-init v. 24.4 finished. Up 40.00 seconds"))
        return lines
    }

    private var boot: [(after: Duration, text: String)] {
        [
            printed(.zero, "Linux version 6.12.0-amd64"),
            printed(.milliseconds(1200), "virtio_blk virtio1: [vda] 16777216 512-byte blocks"),
            printed(.milliseconds(4100), "systemd[1]: Reached target network-online.target"),
            printed(.milliseconds(9300), "cloud-init[401]: Cloud-init v. 24.4 running 'init'"),
            printed(
                .milliseconds(15_700),
                "cloud-init[513]: Cloud-init v. 24.4 running 'modules:final'"),
        ]
    }

    private var report: [String] {
        let failures = profile.has(defect: "scs-0101-fips-test") ? 6 : 1
        let entropy = profile.has(defect: "scs-0101-entropy-avail") ? 128 : 256
        let service = profile.has(defect: "scs-0101-rngd") ? "inactive" : "active"
        return [
            "entropy-avail: \(entropy)",
            "fips-test: rngtest: FIPS 140-2 successes: \(1000 - failures)",
            "fips-test: rngtest: FIPS 140-2 failures: \(failures)",
            "virtio-rng: virtio_rng.0", "rngd: \(service)", "end",
        ].map { Self.marker + $0 }
    }

    /// A line with the uptime, as in a kernel's log.
    private func printed(_ uptime: Duration, _ text: String) -> (after: Duration, text: String) {
        let microseconds = Int64(uptime.seconds * 1_000_000)
        let fraction = String(microseconds % 1_000_000)
        let seconds = String(microseconds / 1_000_000)
        let stamp =
            String(repeating: " ", count: max(0, 5 - seconds.count)) + seconds + "."
            + String(repeating: "0", count: 6 - fraction.count) + fraction
        return (uptime, "[\(stamp)] \(text)")
    }
}
