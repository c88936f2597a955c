// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import SCSHandover

/// The files that an upload was given: our own reports, and documents for the monitor.
struct UploadFiles {
    private struct Document {
        var file: String
        var bytes: [UInt8]
        var format = MonitorDocument.Format.yaml
        /// A signature that was made before.
        var signature: [UInt8]?
    }

    private var documents: [Document] = []

    /// Reads and renders them; throws `ValidationError`.
    init(_ files: [String], subject: String?) throws {
        for file in files {
            guard let bytes = try ConfigurationFile.contents(file, limit: LocalFile.Limit.record)
            else { throw ValidationError("\(file.harmless(300)) does not exist.") }
            documents.append(try Self.document(bytes, file, subject))
        }
    }

    private static func document(
        _ bytes: [UInt8], _ file: String, _ subject: String?
    ) throws -> Document {
        let shown = file.harmless(300)
        let json: JSON?
        do { json = try JSON.parse(bytes) } catch { json = nil }
        if json?["schema_version"] != nil {
            do {
                let report = try JSONReport.read(bytes, file: shown)
                return Document(file: shown, bytes: try report.forMonitor(subject: subject))
            } catch {
                throw error.asCommandError
            }
        }
        guard subject == nil else {
            throw ValidationError(
                "--monitor-subject has no effect on \(shown), which names its subject; omit it, or give a "
                    + "report.json.")
        }
        let signature = try ConfigurationFile.contents(file + ".sig")
        return Document(
            file: shown, bytes: bytes, format: json == nil ? .yaml : .json, signature: signature)
    }

    /// What goes into requests: everything that is signed now into one, each other file by itself.
    func deliveries(_ signer: (any ReportSigner)?) async throws -> [Delivery] {
        var deliveries: [Delivery] = []
        var together: [(bytes: [UInt8], file: String)] = []
        for document in documents {
            if let signer {
                guard document.format == .yaml else {
                    deliveries.append(
                        Delivery(
                            try await Submission(
                                signing: document.bytes, .json, file: document.file, by: signer)))
                    continue
                }
                together.append((document.bytes, document.file))
            } else if let signature = document.signature {
                deliveries.append(
                    Delivery(
                        try Submission(
                            document.bytes, document.format, signature: signature,
                            file: document.file)))
            } else {
                throw ValidationError(
                    "\(document.file) is not signed: name the key that signs with --key, or sign it before."
                )
            }
        }
        if let signer, !together.isEmpty {
            deliveries.insert(try await Delivery(signing: together, by: signer), at: 0)
        }
        return deliveries
    }

    /// The only subject, which is the account where none is named; throws `ValidationError`.
    func subject(of deliveries: [Delivery]) throws -> String {
        let subjects = Set(deliveries.flatMap { $0.whole.documents.map(\.subject) })
        guard let subject = subjects.first, subjects.count == 1 else {
            throw ValidationError(
                "The reports are of \(subjects.count) subjects; name the account with --monitor-user."
            )
        }
        return subject
    }
}
