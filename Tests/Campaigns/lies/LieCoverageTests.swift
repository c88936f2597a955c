// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSCheck
import Testing
import TestSupport

/// The campaign puts odd values into the simulated cloud's answers; this detects fields that
/// decoders read but that cloud never sends.
struct LieCoverageTests {
    /// Fields that are read if present, and that no run of the campaign receives.
    private static let exempt: [String: String] = [
        "absolute": "limits, read where a cloud keeps quota sets to admins",
        "limits": "the same",
        "fault": "a server in ERROR alone has it",
        "message": "an error's text",
        "extra_specs": "a Compute service older than 2018 alone is asked for it",
        "hash_algo": "an owner's property, read where an Image service is older than Rocky (2018)",
        "default_security_group_rules": "read as a fact, by test cases that create nothing",
        "zoneName": "availability zones are read by no run that creates",
        "zoneState": "the same",
        "availabilityZoneInfo": "the same",
        "availability_zones": "the same",
        "available": "the same",
        "state": "the same",
    ]

    @Test func `The campaign lies about every field that a service decoder reads`() async throws {
        var sent: Set<String> = []
        let subjects = try LieCampaign.subjects() + [try await Subject.readers()]
        for subject in subjects {
            for answer in try await LieRun(subject).witness.answers.values {
                let document = try JSON.parse(answer.body)
                sent.formUnion(FieldPath.all(in: document).flatMap(\.path.keys))
            }
        }
        let read = try Self.readFields()
        #expect(read.count > 30)
        let missed = read.subtracting(sent).subtracting(Self.exempt.keys)
        #expect(
            missed.isEmpty,
            "Let the simulated cloud send these, or say in `exempt` why it does not: \(missed.sorted())"
        )
    }

    /// The field names in the sources of the services: coding keys, and JSON subscripts.
    private static func readFields() throws -> Set<String> {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        var fields: Set<String> = []
        for folder in [
            "Sources/Core/OpenStack/Services", "Sources/Core/OpenStack/Ownership",
            "Sources/Core/Framework/Tracking",
        ] {
            let path = root.appending(path: folder).path()
            for file in try FileManager.default.subpathsOfDirectory(atPath: path)
            where file.hasSuffix(".swift") && !file.contains("Draft") && !file.contains("Journal") {
                let text = try String(contentsOfFile: path + "/" + file, encoding: .utf8)
                // Headers are not body fields.
                let body = text.replacing(/eaders\[/, with: "")
                for match in body.matches(of: /[\w?]\["([A-Za-z_0-9:\-]+)"\]/) {
                    fields.insert(String(match.1))
                }
                for keys in text.matches(of: /enum \w*Keys?: String, CodingKey \{([^}]*)\}/) {
                    fields.formUnion(Self.names(in: keys.1))
                }
            }
        }
        return fields
    }

    /// `case id, name` and `case volumeID = "volume_id"`.
    private static func names(in keys: Substring) -> [String] {
        keys.split(separator: "\n").flatMap { line -> [String] in
            let line = line.trimmingCharacters(in: .whitespaces)
            let text = line.hasPrefix("case ") ? line.dropFirst(5) : ""
            if let quoted = text.firstMatch(of: /"([^"]+)"/) { return [String(quoted.1)] }
            return text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }
        }
    }
}
