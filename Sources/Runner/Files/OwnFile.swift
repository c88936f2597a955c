// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSHandover

/// Files of this program, recognised by their content: only these are replaced without a request.
enum OwnFile {
    case report(ReportFormat)
    case facts
    case signature
    case evidence
    case metrics
    /// The verdicts of many subjects, as JSON.
    case matrix
    /// The same as Markdown.
    case matrixPage

    func isOurs(_ bytes: [UInt8]) -> Bool {
        // Replacing an empty file loses nothing.
        if bytes.isEmpty { return true }
        switch self {
        case .report(.json):
            guard let json = Self.json(bytes) else { return false }
            return json["tool"]?["name"]?.string == "scs-check" && json["testcases"] != nil
        case .report(.markdown):
            let text = String(decoding: bytes, as: UTF8.self)
            return text.hasPrefix("# ") && text.contains("\n## Run\n\n- scs-check ")
        case .report(.html):
            let text = String(decoding: bytes, as: UTF8.self)
            return text.hasPrefix("<!DOCTYPE html>")
                && text.contains("\n<meta name=\"generator\" content=\"scs-check ")
        case .report(.junit):
            let text = String(decoding: bytes, as: UTF8.self)
            return text.hasPrefix("<?xml ") && text.contains("\n<!-- Written by scs-check ")
        case .report(.csv):
            return String(decoding: bytes, as: UTF8.self).hasPrefix(
                "cloud,run,standard,testcase,target,verdict,reason,counted,title,")
        case .report(.sarif):
            return Self.json(bytes)?["runs"]?.array?.first?["tool"]?["driver"]?["name"]
                == "scs-check"
        case .report(.ctrf):
            return Self.json(bytes)?["results"]?["tool"]?["name"] == "scs-check"
        case .report(.oscal):
            let properties = Self.json(bytes)?["assessment-results"]?["metadata"]?["props"]?.array
            return properties?.first?["value"]?.string?.hasPrefix("scs-check ") ?? false
        case .report(.scs):
            let text = String(decoding: bytes, as: UTF8.self)
            return text.hasPrefix("---\nspec:\n") && text.contains("\ncreator: \"scs-check ")
        case .report(.lines):
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").allSatisfy {
                line in
                [": PASS", ": FAIL", ": ABORT"].contains(where: line.hasSuffix)
                    || line.hasPrefix("INFO: ") && line.contains(" is waived until ")
            }
        case .signature:
            return bytes.starts(with: Array(SSHSignature.firstLine.utf8))
        case .evidence:
            do {
                _ = try EvidenceBundle(bytes, file: "")
                return true
            } catch {
                // What is no bundle is not ours.
                return false
            }
        case .matrix:
            guard let json = Self.json(bytes) else { return false }
            return json["tool"]?["name"]?.string == "scs-check" && json["subjects"] != nil
        case .matrixPage:
            let text = String(decoding: bytes, as: UTF8.self)
            return text.hasPrefix("# ") && text.contains("\n## Verdicts\n")
        case .metrics:
            return String(decoding: bytes, as: UTF8.self).hasPrefix("# HELP scs_check_info ")
        case .facts:
            guard let json = Self.json(bytes), json["recorded_at"]?.string != nil else {
                return false
            }
            // Records before 0.2 do not state their origin.
            return json["origin"]?["tool"]?["name"]?.string == "scs-check"
                || ["catalog", "roles", "flavors", "images", "volume_types"]
                    .contains { json[$0] != nil }
        }
    }

    private static func json(_ bytes: [UInt8]) -> JSON? {
        do {
            return try JSON.parse(bytes)
        } catch {
            // A file that is not JSON is not ours.
            return nil
        }
    }
}
