// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import TestSupport
import Testing

@testable import SCSCheck
@testable import SCSHandover

/// Uploads on disk: written before they are sent, sent once, by one process.
struct UploadQueueTests {
    private let ssh: SSHTools
    private let upload: QueuedUpload

    init() async throws {
        ssh = try SSHTools()
        try ssh.makeKey("key")
        guard case .privateKey(let file) = try KeyFileAccess.read(ssh.path("key")) else {
            throw SigningError("no key")
        }
        let document = try SampleReports.report().forMonitor(subject: nil)
        upload = QueuedUpload(
            monitor: "https://monitor.example", user: "mycloud",
            delivery: try await Delivery(
                signing: [(document, "r")], by: try file.unlock(passphrase: nil)))
    }

    private func queue() throws -> UploadQueue { try UploadQueue(ssh.path("a/b")) }

    private func uploader(_ statuses: Int?...) throws -> Uploader {
        let answers = statuses.map { status -> ScriptedTransport.Answer in
            guard let status else {
                return .failure(
                    TransportError(
                        .noConnection, mayHaveArrived: false, message: "Nobody is there."))
            }
            return .success(HTTPResponse(status: status, body: Array("null".utf8)))
        }
        return Uploader(
            MonitorClient(
                try #require(WebAddress("https://monitor.example")), user: "mycloud",
                password: Secret("p"), transport: ScriptedTransport(answers), vault: SecretVault()))
    }

    @Test(arguments: [200, 409])
    func `What the monitor has leaves the queue`(_ status: Int) async throws {
        let queue = try queue()
        let entry = try queue.add(upload)
        #expect(try queue.files() == [entry.path])
        #expect(try await uploader(status).send(entry).isComplete)
        #expect(try queue.files().isEmpty)
    }

    @Test(arguments: [nil, 500, 401, 415])
    func `What it does not have stays, readable by its owner alone, and is sent again`(
        _ status: Int?
    ) async throws {
        let queue = try queue()
        let entry = try queue.add(upload)
        #expect(try await !uploader(status).send(entry).isComplete)
        let file = try #require(try queue.files().first)
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let again = try #require(try UploadEntry.resume(file))
        #expect(again.upload == upload)
        #expect(try await uploader(200).send(again).isComplete)
        #expect(try UploadEntry.resume(file) == nil)
    }

    @Test(arguments: [400, 413, 422])
    func `What the monitor rejects is set aside with the reason, until it takes the report`(
        _ status: Int
    ) async throws {
        let queue = try queue()
        let result = try await uploader(status).send(try queue.add(upload))
        let aside = try #require(result.setAside)
        #expect(try queue.files().isEmpty)
        #expect(try queue.rejected().map(\.file) == [aside])
        #expect(try queue.rejected().first?.reasons == result.problems)
        let attributes = try FileManager.default.attributesOfItem(atPath: aside)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        // Another attempt replaces it; once the monitor has the report, nothing is left.
        #expect(try await uploader(status).send(try queue.add(upload)).setAside == aside)
        #expect(try await uploader(200).send(try queue.add(upload)).isComplete)
        #expect(try FileManager.default.contentsOfDirectory(atPath: queue.folder).isEmpty)
    }

    @Test func `Only one process sends an upload`() throws {
        let queue = try queue()
        let entry = try queue.add(upload)
        #expect(throws: UploadEntry.Busy.self) { _ = try UploadEntry.resume(entry.path) }
        let error = #expect(throws: MonitorError.self) { _ = try queue.add(upload) }
        #expect(error?.description.contains("being sent by another process") == true)
        entry.release()
        // An attempt that was given up is replaced.
        let again = try queue.add(upload)
        #expect(try queue.files() == [again.path])
        try again.finish()
    }

    @Test func `A damaged file is reported, and the others go on`() throws {
        let queue = try queue()
        let entry = try queue.add(upload)
        entry.release()
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: entry.path)))
        for length in stride(from: 0, to: bytes.count - 1, by: 97) {
            try Data(bytes[..<length]).write(to: URL(filePath: entry.path))
            let error = #expect(throws: MonitorError.self) {
                _ = try UploadEntry.resume(entry.path)
            }
            #expect(error?.description.contains("is damaged") == true)
        }
        let newer = String(decoding: bytes, as: UTF8.self)
            .replacing("\"version\":1", with: "\"version\":2")
        try Data(newer.utf8).write(to: URL(filePath: entry.path))
        #expect(throws: MonitorError.self) { _ = try UploadEntry.resume(entry.path) }
    }

    @Test func `A link in the place of an upload is not followed`() throws {
        let queue = try queue()
        try FileManager.default.createSymbolicLink(
            atPath: queue.folder + "/x.upload", withDestinationPath: "/etc/passwd")
        #expect(throws: MonitorError.self) {
            _ = try UploadEntry.resume(queue.folder + "/x.upload")
        }
    }
}
