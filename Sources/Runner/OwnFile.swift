// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// What this program writes, and knows again by its content: nothing else is replaced unasked.
enum OwnFile {
    case report(ReportFormat)
    case facts

    func isOurs(_ bytes: [UInt8]) -> Bool {
        // Nothing is lost with an empty file.
        if bytes.isEmpty { return true }
        switch self {
        case .report(.json):
            guard let json = Self.json(bytes) else { return false }
            return json["tool"]?["name"]?.string == "scs-check" && json["testcases"] != nil
        case .report(.markdown):
            let text = String(decoding: bytes, as: UTF8.self)
            return text.hasPrefix("# ") && text.contains("\n## Run\n\n- scs-check ")
        case .report(.lines):
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").allSatisfy {
                line in
                [": PASS", ": FAIL", ": ABORT"].contains(where: line.hasSuffix)
            }
        case .facts:
            guard let json = Self.json(bytes), json["recorded_at"]?.string != nil else {
                return false
            }
            // Records before 0.2 do not tell their origin.
            return json["origin"]?["tool"]?["name"]?.string == "scs-check"
                || ["catalog", "roles", "flavors", "images", "volume_types"]
                    .contains { json[$0] != nil }
        }
    }

    private static func json(_ bytes: [UInt8]) -> JSON? {
        do {
            return try JSON.parse(bytes)
        } catch {
            // What is not JSON is not ours: that is the answer.
            return nil
        }
    }
}
