// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
import SCSSupport

/// Documents with the signature of exactly their bytes: the body of one request.
package struct Submission: Sendable, Equatable, Codable {
    package let format: MonitorDocument.Format
    package let text: String
    package let signature: String
    package let documents: [MonitorDocument]

    enum CodingKeys: String, CodingKey {
        case format, text, signature, documents
    }

    /// Documents that were signed before; throws `SigningError` if the signature is not theirs, and `MonitorError`.
    package init(
        _ bytes: [UInt8], _ format: MonitorDocument.Format, signature: [UInt8], file: String
    ) throws {
        documents = try MonitorDocument.read(bytes, format, file: file)
        let read = try SSHSignature(armored: signature, file: file + ".sig")
        guard try read.isValid(for: bytes) else {
            throw SigningError(
                "\(file).sig is not a signature of \(file): it was changed since; sign it again.")
        }
        self.format = format
        text = String(decoding: bytes, as: UTF8.self)
        self.signature = read.armored
    }

    /// Documents to be signed now; throws `MonitorError` and `SigningError`.
    package init(
        signing bytes: [UInt8], _ format: MonitorDocument.Format, file: String,
        by signer: any ReportSigner
    ) async throws {
        documents = try MonitorDocument.read(bytes, format, file: file)
        self.format = format
        text = String(decoding: bytes, as: UTF8.self)
        signature = try await signer.sign(bytes).armored
    }

    /// Submissions as one, signed anew; none of their documents is read again, as streams of many reports exceed
    /// the limits of one file.
    init(joining parts: [Submission], _ bytes: [UInt8], by signer: any ReportSigner) async throws {
        documents = parts.flatMap(\.documents)
        format = .yaml
        text = String(decoding: bytes, as: UTF8.self)
        signature = try await signer.sign(bytes).armored
    }

    /// The bytes of the request: the monitor splits them at the end of the signature.
    package var body: [UInt8] { Array(signature.utf8) + [UInt8(ascii: "&")] + Array(text.utf8) }

    /// The key that signed; nil if the signature cannot be read.
    var publicKey: SSHPublicKey? {
        do {
            return try SSHSignature(armored: Array(signature.utf8), file: "").publicKey
        } catch {
            // Only for a message, which then names no key.
            return nil
        }
    }
}

extension Report {
    /// The report for the monitor, under the name that its subject has there; throws a sentence.
    package func forMonitor(subject: String?) throws -> [UInt8] {
        var report = self
        if let subject { report.subject.cloud = subject }
        return Array(try MonitorReport.render(report).utf8)
    }
}
