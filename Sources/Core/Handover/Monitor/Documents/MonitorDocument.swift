// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

/// One report as the monitor takes it: what it is known by, checked for what the monitor needs.
package struct MonitorDocument: Sendable, Equatable, Codable {
    /// The monitor refuses a second report with the same one.
    package let uuid: String
    package let subject: String

    /// A format of documents.
    package enum Format: String, Sendable, Codable {
        case yaml
        /// Exactly one document.
        case json

        /// The only spelling that the monitor accepts.
        package var contentType: String { "application/x-signed-\(rawValue)" }
    }

    /// The documents in `bytes`; throws `MonitorError` for the first thing that the monitor lacks.
    package static func read(
        _ bytes: [UInt8], _ format: Format, file: String
    ) throws(MonitorError) -> [MonitorDocument] {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw MonitorError("\(file) is not text in UTF-8; expected reports for the monitor.")
        }
        let roots: [JSON]
        do {
            roots =
                switch format {
                case .yaml:
                    try YAMLDocument.parseAll(bytes, file: file).map(DocumentCheck.plain)
                case .json: [try JSON.parse(bytes)]
                }
        } catch {
            throw MonitorError("\(file) holds no reports for the monitor: \(error.formatted).")
        }
        guard !roots.isEmpty else { throw MonitorError("\(file) holds no report.") }
        var documents: [MonitorDocument] = []
        for (index, root) in roots.enumerated() {
            let place = roots.count == 1 ? file : "\(file), document \(index + 1)"
            let document: MonitorDocument
            do {
                document = try DocumentCheck.check(root)
            } catch {
                throw MonitorError("\(place) is no report for the monitor: \(error.problem).")
            }
            guard !documents.contains(where: { $0.uuid == document.uuid }) else {
                throw MonitorError(
                    "\(place) has the run.uuid \(document.uuid) of an earlier document; the monitor takes "
                        + "each once.")
            }
            documents.append(document)
        }
        return documents
    }
}
