// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// OSCAL assessment results 1.2.2: a result for each report, a finding for each test case, an observation for each step.
///
/// OSCAL knows satisfied and not satisfied alone: ABORT and MISSING are not satisfied, for another reason.
package enum OSCALReport {
    /// The namespace of properties that are this program's own.
    static let namespace = "https://github.com/SovereignCloudStack/scs-check/ns/oscal"

    package static func render(_ reports: [Report]) throws -> [UInt8] {
        let identity = reports.map { "\($0.run.id) \($0.run.startedAt)" }.joined(separator: "\n")
        let plan = NameUUID.of("\(identity)\nassessment-plan")
        let clouds = reports.map(\.subject.cloud).joined(separator: ", ")
        let tool = reports.first?.tool.title ?? "scs-check"
        let metadata: [String: JSON] = [
            "title": text("Assessment of \(clouds) against the SCS standards"),
            "last-modified": .string(reports.map(\.run.endedAt).max() ?? ""),
            "version": text(reports.first?.run.id ?? "0"), "oscal-version": "1.2.2",
            "props": .array([property("generator", tool)].compactMap { $0 }),
        ]
        let resource: JSON = [
            "uuid": .string(plan), "title": "The plan of the assessment",
            "description":
                "There is no separate plan: the scope and the selection of each result say what was assessed.",
        ]
        return try JSONReport.text(
            JSON.object([
                "assessment-results": [
                    "uuid": .string(NameUUID.of(identity)), "metadata": .object(metadata),
                    "import-ap": ["href": .string("#\(plan)")],
                    "results": .array(reports.map { OSCALResult(report: $0).json }),
                    "back-matter": ["resources": [resource]],
                ]
            ]))
    }

    /// A text that has at least one character and none around it that cannot be seen.
    static func text(_ text: String) -> JSON {
        let text = text.harmless(4000)
        return .string(text.isEmpty ? "none" : text)
    }

    /// A property of this program; nil without a value.
    static func property(_ name: String, _ value: String?) -> JSON? {
        guard let value = value?.harmless(1000), !value.isEmpty else { return nil }
        return ["name": .string(name), "ns": .string(namespace), "value": .string(value)]
    }

    /// An id in the letters that OSCAL allows.
    static func token(_ id: String) -> JSON {
        var result = ""
        for character in id.harmless(200).unicodeScalars {
            let isAllowed =
                character.isASCII
                && (character.properties.isAlphabetic || ("0"..."9").contains(character)
                    || ".-_".unicodeScalars.contains(character))
            result.unicodeScalars.append(isAllowed ? character : "_")
        }
        let begins = result.first.map { $0.isLetter || $0 == "_" } ?? false
        return .string(begins ? result : "_" + result)
    }
}

/// UUIDs of version 5: the same name has the same one.
enum NameUUID {
    /// The UUID of OSCAL's namespace of this program, itself of version 5 (RFC 4122, namespace of URLs).
    private static let namespace: [UInt8] = digest(
        [
            0x6B, 0xA7, 0xB8, 0x11, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4,
            0x30,
            0xC8,
        ], OSCALReport.namespace)

    static func of(_ name: String) -> String {
        var digits = Array(digest(namespace, name).hex)
        for place in [20, 16, 12, 8] { digits.insert("-", at: place) }
        return String(digits)
    }

    private static func digest(_ namespace: [UInt8], _ name: String) -> [UInt8] {
        var bytes = Array(MessageDigest.of(namespace + Array(name.utf8), .sha1).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes
    }
}
