// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// PEM encoding: base64 between two marker lines.
package enum PEM {
    /// The first certificate in `text`; nil if there is none.
    package static func certificate(_ text: String) -> [UInt8]? {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let begin = lines.firstIndex(where: { $0.contains("-----BEGIN CERTIFICATE-----") }),
            let end = lines[begin...].firstIndex(where: { $0.hasPrefix("-----END") })
        else { return nil }
        return Data(base64Encoded: lines[(begin + 1)..<end].joined()).map { [UInt8]($0) }
    }
}
