// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck

extension CloudExamination {
    /// The versions that each service of the catalog offers.
    func versions(_ token: Token) async throws -> Diagnosis.Line {
        var found: [String] = []
        var failed: [String] = []
        for service in ServiceType.all where service != .identity {
            do {
                let base = try await cloud.baseURL(of: service)
                guard let slash = base.lastIndex(of: "/"),
                    let url = URL(string: String(base[...slash]))
                else { continue }
                var request = HTTPRequest(.get, url, headers: ["Accept": "application/json"])
                request.timeLimit = .seconds(30)
                let response = try await transport.send(request)
                let major = String(base[slash...].dropFirst())
                if let version = VersionDocument(response.body).newest(major) {
                    found.append("\(service.name) \(version)")
                } else {
                    failed.append("\(service.name): \(response.status) without versions")
                }
            } catch is ServiceMissing {
                // The standard that needs it says so; a cloud without a key manager is one.
                found.append("\(service.name) is not offered here")
            } catch let error as TransportError {
                failed.append("\(service.name): \(error.message)")
            }
        }
        let words = (failed + found).joined(separator: ", ")
        guard failed.isEmpty else {
            return Diagnosis.Line(
                .versions, .fail, words,
                advice:
                    "The catalog names an address where the service does not answer; its operator must "
                    + "correct the endpoint or start the service.")
        }
        return Diagnosis.Line(.versions, .ok, words)
    }

    /// What the project may still create.
    func quota(_ token: Token) async throws -> Diagnosis.Line {
        do {
            let storage = try await cloud.blockStorage.quota()
            var figures: [(name: String, left: Int?)] = []
            for name in ["volumes", "gigabytes", "snapshots", "backups", "backup_gigabytes"] {
                if let figure = try storage.figure(name) { figures.append((name, figure.left)) }
            }
            let limits = try await cloud.json(Call(.get, .compute, ["limits"]))["limits"]?[
                "absolute"]
            for (name, most, used) in [
                ("instances", "maxTotalInstances", "totalInstancesUsed"),
                ("cores", "maxTotalCores", "totalCoresUsed"),
            ] {
                guard case .integer(let most)? = limits?[most],
                    case .integer(let used)? = limits?[used]
                else { continue }
                figures.append(
                    (name, most < 0 ? nil : max(0, Int(clamping: most) - Int(clamping: used))))
            }
            let full = figures.filter { $0.left == 0 }.map(\.name)
            let words =
                "left: "
                + figures.map { "\($0.name) \($0.left.map { "\($0)" } ?? "unlimited")" }
                .joined(separator: ", ")
            guard full.isEmpty else {
                return Diagnosis.Line(
                    .quota, .warn, words,
                    advice:
                        "Raise the quota of \(full.joined(separator: ", ")), or delete what is not "
                        + "needed: test cases that create some abort.")
            }
            return Diagnosis.Line(.quota, .ok, words)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let finding = Finding(of: error)
            return Diagnosis.Line(
                .quota, error is ServiceMissing ? .skipped : .warn, finding.message,
                advice: finding.advice)
        }
    }
}
