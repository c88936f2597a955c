// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// The API versions in a service's answer, in each of the shapes that OpenStack's services use.
struct VersionDocument {
    private let versions: [JSON]

    /// Reads `version`, `versions` and `versions.values`; anything else has none.
    init(_ body: [UInt8]) {
        do {
            let document = try JSON.parse(body)
            versions =
                document["version"].map { [$0] } ?? document["versions"]?["values"]?.array
                ?? document["versions"]?.array ?? []
        } catch {
            // A page of a proxy or a web server: the caller says what was expected.
            versions = []
        }
    }

    /// The newest version of a major one, with its microversions: `v2.1 (2.1 to 2.96)`.
    func newest(_ major: String) -> String? {
        let wanted = major.prefix { $0 != "." }
        let fitting = versions.filter { version in
            guard let id = version["id"]?.string, id.hasPrefix(wanted) else { return false }
            return id.dropFirst(wanted.count).first.map { !$0.isNumber } ?? true
        }
        let newest =
            fitting.first { ["CURRENT", "stable"].contains($0["status"]?.string ?? "") }
            ?? fitting.first
        guard let newest, let id = newest["id"]?.string else { return nil }
        let least = newest["min_version"]?.string ?? ""
        let most = newest["version"]?.string ?? newest["max_version"]?.string ?? ""
        return id.harmless(20)
            + (least.isEmpty || most.isEmpty
                ? "" : " (\(least.harmless(20)) to \(most.harmless(20)))")
    }
}
