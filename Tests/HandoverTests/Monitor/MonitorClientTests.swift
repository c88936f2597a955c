// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import TestSupport
import Testing

@testable import SCSCheck
@testable import SCSHandover

/// Each answer of a monitor, and of whatever else answers there.
struct MonitorClientTests {
    private let ssh: SSHTools
    private let signer: FileSigner

    init() throws {
        ssh = try SSHTools()
        try ssh.makeKey("key")
        guard case .privateKey(let file) = try KeyFileAccess.read(ssh.path("key")) else {
            throw SigningError("no key")
        }
        signer = try file.unlock(passphrase: nil)
    }

    private func client(_ transport: any HTTPTransport) throws -> MonitorClient {
        let vault = SecretVault()
        vault.add(Secret("pass-word-1"))
        return MonitorClient(
            try #require(WebAddress("https://monitor.example/base")), user: "mycloud",
            password: Secret("pass-word-1"), transport: transport, vault: vault)
    }

    private func document(_ run: String = "abcdefgh") throws -> (bytes: [UInt8], file: String) {
        (try SampleReports.report(run: run).forMonitor(subject: nil), "r")
    }

    private func answer(_ status: Int, _ body: String = "null") -> ScriptedTransport.Answer {
        .success(HTTPResponse(status: status, body: Array(body.utf8)))
    }

    @Test func `The request is the one that the monitor expects`() async throws {
        let transport = ScriptedTransport([answer(200)])
        let delivery = try await Delivery(signing: [try document()], by: signer)
        let result = try await Uploader(client(transport)).deliver(delivery)
        #expect(result.accepted.map(\.subject) == ["mycloud"])
        let request = try #require(transport.requests.first)
        #expect(request.url.absoluteString == "https://monitor.example/base/reports")
        #expect(request.headers["Content-Type"] == "application/x-signed-yaml")
        let pair = Data("mycloud:pass-word-1".utf8).base64EncodedString()
        #expect(request.headers["Authorization"] == "Basic \(pair)")
        guard case .bytes(let body) = request.body else { return }
        let separator = Array("-----END SSH SIGNATURE-----\n&".utf8)
        let at = try #require(body.position(of: separator))
        try ssh.allow("key")
        try ssh.write("r", String(decoding: body[(at + separator.count)...], as: UTF8.self))
        try ssh.write("r.sig", String(decoding: body[..<(at + separator.count - 1)], as: UTF8.self))
        #expect(try ssh.verify("r").status == 0)
    }

    @Test(arguments: [
        (
            401, #"{"detail": "verification failed"}"#,
            "Have the monitor's operators register it (SHA256:"
        ),
        (401, #"{"detail": "Incorrect username or password"}"#, "check user and password"),
        (403, "<html><b>Forbidden</b></html>", "(Forbidden)"),
        (415, #"{"detail": "Unsupported Media Type"}"#, "does not take application/x-signed-yaml"),
        (404, "", "give the URL of the compliance monitor itself"),
        (413, "", "send fewer reports at once"), (302, "", "correct the URL"),
        (418, "", "unexpected status 418"),
        (200, "<html>Sign in</html>", "not as the compliance monitor does"),
        (200, #"{"detail": "empty reports"}"#, "(empty reports)"),
        (500, "Internal Server Error", "its log says why"), (503, "", "not available (status 503)"),
        (429, "pass-word-1", "(•••)"),
    ])
    func `A failure is told in words with what to do`(
        _ status: Int, _ body: String, _ words: String
    ) async throws {
        let delivery = try await Delivery(signing: [try document()], by: signer)
        let result = try await Uploader(client(ScriptedTransport([answer(status, body)])))
            .deliver(delivery)
        #expect(!result.isComplete)
        let problem = try #require(result.problems.first)
        #expect(problem.contains(words), "\(problem)")
        #expect(problem.hasSuffix(".") || problem.contains("ssh-ed25519 AAAA"))
        #expect(!problem.contains("pass-word-1"))
    }

    @Test func `Of several reports those that the monitor lacks are sent one by one`() async throws
    {
        let transport = ScriptedTransport([answer(409), answer(409), answer(200)])
        let delivery = try await Delivery(
            signing: [try document("first"), try document("second")], by: signer)
        #expect(delivery.whole.documents.count == 2)
        let result = try await Uploader(client(transport)).deliver(delivery)
        #expect(result.isComplete)
        #expect(result.alreadyThere == delivery.parts[0].documents)
        #expect(result.accepted == delivery.parts[1].documents)
    }

    @Test func `Of several reports the monitor rejects one, and gets the others`() async throws {
        let delivery = try await Delivery(
            signing: [try document("first"), try document("second")], by: signer)
        let transport = ScriptedTransport([answer(422), answer(200), answer(422, "no such scope")])
        let result = try await Uploader(client(transport)).deliver(delivery)
        #expect(result.accepted == delivery.parts[0].documents)
        #expect(result.isHopeless)
        let problem = try #require(result.problems.first)
        #expect(problem.contains("no such scope"))
        #expect(problem.contains(delivery.parts[1].documents[0].uuid))
        // One that may be taken later keeps all of it in the queue.
        let later = ScriptedTransport([answer(422), answer(401), answer(422)])
        let mixed = try await Uploader(client(later)).deliver(delivery)
        #expect(!mixed.isHopeless && mixed.problems.count == 2)
    }

    @Test func `Of reports that were signed together the monitor is asked for each`() async throws {
        let delivery = try await Delivery(
            signing: [try document("first"), try document("second")], by: signer)
        let together = Delivery(delivery.whole)
        let there = ScriptedTransport([answer(409), answer(200), answer(200)])
        #expect(try await Uploader(client(there)).deliver(together).alreadyThere.count == 2)
        #expect(there.requests.last?.method == .get)
        let half = ScriptedTransport([answer(409), answer(200), answer(404)])
        let result = try await Uploader(client(half)).deliver(together)
        #expect(result.problems.first?.contains("sign each by itself") == true)
    }

    @Test func `A document that was changed after signing is not sent`() async throws {
        let bytes = try document().bytes
        let signature = Array(try await signer.sign(bytes).armored.utf8)
        #expect(try Submission(bytes, .yaml, signature: signature, file: "r").documents.count == 1)
        let error = #expect(throws: SigningError.self) {
            _ = try Submission(bytes + [0x0A], .yaml, signature: signature, file: "r")
        }
        #expect(error?.description.contains("was changed since; sign it again") == true)
    }
}
