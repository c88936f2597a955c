// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import TestSupport
import Testing

@testable import SCSCheck
@testable import SCSHTTP
@testable import SCSHandover

/// What an evidence bundle proves, and what is noticed.
struct EvidenceBundleTests {
    private let ssh: SSHTools
    private let signer: FileSigner
    private let vault = SecretVault()

    init() throws {
        ssh = try SSHTools()
        try ssh.makeKey("key")
        guard case .privateKey(let file) = try KeyFileAccess.read(ssh.path("key")) else {
            throw SigningError("no key")
        }
        signer = try file.unlock(passphrase: nil)
        vault.add(Secret("a-secret-token"))
    }

    private func contents() throws -> EvidenceContents {
        let log = CallLog()
        for (index, url) in ["https://c/v2.1/flavors/detail?limit=1", "https://b/v3/volumes"]
            .enumerated()
        {
            var call = Transcript.Call(
                method: index == 0 ? .get : .post, url: url + "&x=a-secret-token",
                ending: index == 0
                    ? .status(200)
                    : .failed(TransportError(.timedOut, mayHaveArrived: true, message: "m")),
                duration: .milliseconds(1500), requestID: index == 0 ? "req-1" : nil, bytesOut: 0,
                bytesIn: 17)
            call.connection = HTTPConnection(version: "HTTP/2", tls: .tls13)
            call.origin = index == 0 ? .fact("flavors") : .testcase("scs-0117-test-backup")
            log.add(call, ended: Date(timeIntervalSince1970: 1_790_000_000 + Double(index)))
        }
        let facts = FactRecording()
        facts.keep("flavors", items: [Array(#"{"id": "1", "name": "SCS-1V-4"}"#.utf8)])
        facts.note(use: "flavors", by: "scs-0103-flavor-1l-1")
        return EvidenceContents(
            try SampleReports.report(),
            facts: try facts.file(
                recordedAt: Date(timeIntervalSince1970: 1_790_000_000), hiding: vault), calls: log,
            scope: nil,
            program: EvidenceContents.Program(name: "scs-check", version: "0.2.0", sha256: "00"))
    }

    private func bundle(_ bytes: [UInt8]) throws -> EvidenceBundle {
        try EvidenceBundle(bytes, file: "e.tar.gz")
    }

    /// The bundle again after a change of its files.
    private func changed(
        _ bytes: [UInt8], _ change: (inout [String: [UInt8]]) -> Void
    ) throws -> EvidenceBundle {
        var files = try Tar.unpack(try Gzip.unpack(bytes, limit: 1 << 26))
        change(&files)
        let list = files.sorted { $0.key < $1.key }.map { (name: $0.key, content: $0.value) }
        return try bundle(Gzip.pack(Tar.pack(list, seconds: 0)))
    }

    @Test func `The same contents give the same bytes, whose manifest ssh-keygen verifies`()
        async throws
    {
        let contents = try contents()
        let packed = try await contents.packed(by: signer, hiding: vault)
        #expect(try await contents.packed(by: signer, hiding: vault) == packed)
        let read = try bundle(packed)
        try read.requireIntact()
        #expect(try read.signer() == signer.publicKey)
        #expect(read.manifest.subject == "mycloud")
        try ssh.allow("key")
        try ssh.write("m", String(decoding: read.content(Manifest.name), as: UTF8.self))
        try ssh.write(
            "m.sig", String(decoding: read.content(Manifest.signatureName), as: UTF8.self))
        #expect(try ssh.verify("m").status == 0)
        #expect(try await bundle(contents.packed(by: nil, hiding: vault)).signer() == nil)
    }

    @Test func `Each changed, removed and added file is named`() async throws {
        let packed = try await contents().packed(by: signer, hiding: vault)
        let read = try changed(packed) { files in
            files["report.json"]?[20] ^= 1
            files["facts.json"]?.append(0x0A)
            files["calls.har"] = nil
            files["extra.json"] = [1]
        }
        let differences = read.differences
        #expect(differences.count == 4)
        #expect(differences[0] == "calls.har is missing.")
        #expect(differences[1].hasPrefix("facts.json was changed: it has "))
        #expect(differences[2].hasPrefix("report.json was changed: its SHA-256 is "))
        #expect(differences[3] == "extra.json was added.")
        #expect(throws: EvidenceError.self) { try read.requireIntact() }
    }

    @Test func `A manifest that was changed after signing is noticed`() async throws {
        let packed = try await contents().packed(by: signer, hiding: vault)
        let read = try changed(packed) { files in
            let text = String(decoding: files[Manifest.name] ?? [], as: UTF8.self)
            files[Manifest.name] = Array(text.replacing("mycloud", with: "another").utf8)
        }
        #expect(read.differences.isEmpty)
        let error = #expect(throws: SigningError.self) { _ = try read.signer() }
        #expect(error?.description.contains("was changed since SHA256:") == true)
    }

    @Test func `A bundle without a manifest, or with a foreign one, is none`() async throws {
        let packed = try await contents().packed(by: nil, hiding: vault)
        for text in [nil, "", "{}", #"{"format": "x", "version": 1}"#] {
            let error = #expect(throws: EvidenceError.self) {
                _ = try changed(packed) { $0[Manifest.name] = text.map { Array($0.utf8) } }
            }
            #expect(error?.description.hasSuffix(".") == true)
        }
        let newer = #expect(throws: EvidenceError.self) {
            _ = try changed(packed) { files in
                let text = String(decoding: files[Manifest.name] ?? [], as: UTF8.self)
                files[Manifest.name] = Array(
                    text.replacing("\"version\" : 1", with: "\"version\" : 2").utf8)
            }
        }
        #expect(newer?.description.contains("use a newer one") == true)
    }

    @Test func `Damaged bundles are refused in words, and never accepted`() async throws {
        let packed = try await contents().packed(by: signer, hiding: vault)
        var random = SplitMix(21)
        for _ in 0..<400 {
            var bytes = packed
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                bytes[at] = UInt8.random(in: 0...255, using: &random)
            }
            do {
                let read = try bundle(bytes)
                // Gzip's own header, and the bits that fill up its last byte, are no part of the content.
                let contents = try Gzip.unpack(bytes, limit: 1 << 26)
                #expect(
                    try read.differences.isEmpty && contents == Gzip.unpack(packed, limit: 1 << 26))
            } catch let error as EvidenceError {
                #expect(error.description.hasPrefix("e.tar.gz is no evidence bundle: it "))
            }
        }
    }

    @Test func `The phases of a call that the transport measured are told apart`() throws {
        func timings(_ phases: HTTPPhases?) throws -> JSON? {
            let log = CallLog()
            log.add(
                Transcript.Call(
                    method: .get, url: "https://a.example", ending: .status(200),
                    duration: .milliseconds(100), bytesOut: 0, bytesIn: 0, phases: phases),
                ended: Date(timeIntervalSince1970: 0))
            return HAR.document(log, tool: "scs-check", version: "1")["log"]?["entries"]?.array?
                .first?["timings"]
        }
        let new = HTTPPhases(
            lookup: .milliseconds(2), connect: .milliseconds(3), handshake: .milliseconds(5),
            wait: .milliseconds(40), receive: .microseconds(1500))
        #expect(
            try timings(new) == [
                "blocked": .number(48.5), "dns": .number(2), "connect": .number(8),
                "ssl": .number(5), "send": 0, "wait": .number(40),
                "receive": .number(1.5),
            ])
        let kept = HTTPPhases(
            lookup: nil, connect: nil, handshake: nil, wait: .milliseconds(99),
            receive: .milliseconds(2))
        #expect(
            try timings(kept) == [
                "blocked": .number(0), "dns": .number(-1), "connect": .number(-1),
                "ssl": .number(-1), "send": 0, "wait": .number(99),
                "receive": .number(2),
            ])
        #expect(try timings(nil) == ["send": 0, "wait": .number(100), "receive": 0])
    }

    @Test func `The transcript is HTTP Archive 1.2 without a secret`() async throws {
        let read = try bundle(try await contents().packed(by: nil, hiding: vault))
        let text = String(decoding: read.content(EvidenceBundle.calls), as: UTF8.self)
        #expect(!text.contains("a-secret-token"))
        let log = try #require(try JSON.parse(read.content(EvidenceBundle.calls))["log"])
        #expect(log["version"] == "1.2")
        #expect(log["creator"]?["name"] == "scs-check")
        let entries = try #require(log["entries"]?.array)
        #expect(entries.count == 2)
        // What the format requires of each entry.
        for entry in entries {
            for key in ["startedDateTime", "time", "request", "response", "cache", "timings"] {
                #expect(entry[key] != nil, "\(key)")
            }
            for key in [
                "method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize",
                "bodySize",
            ] { #expect(entry["request"]?[key] != nil, "\(key)") }
            for key in [
                "status", "statusText", "httpVersion", "cookies", "headers", "content",
                "redirectURL", "headersSize", "bodySize",
            ] { #expect(entry["response"]?[key] != nil, "\(key)") }
            #expect(entry["_tls"] == "TLSv1.3")
        }
        #expect(entries[0]["startedDateTime"] == "2026-09-21T14:13:18.500Z")
        #expect(entries[0]["_requestId"] == "req-1")
        #expect(entries[0]["_fact"] == "flavors")
        #expect(entries[1]["response"]?["comment"] == "No answer: a time limit was reached.")
    }

    @Test func `A verdict is explained by its requirement, steps, facts and calls`() async throws {
        let explanation = try BundleExplanation(
            try bundle(try await contents().packed(by: nil, hiding: vault)))
        let lines = try #require(explanation.lines(about: "scs-0103-flavor-1l-1"))
        let text = lines.joined(separator: "\n")
        for part in [
            "scs-0103-flavor-1l-1: FAIL demand-not-met", "What it shows: What it shows.",
            "Found: A sentence.", "What to do: Do it.", "1. create a volume: passed, 1.0 s",
            "request: POST /v3/volumes: req-f3114220", "flavors: 1 item",
            "Calls in calls.har (1 of 2):", "GET https://c/v2.1/flavors/detail",
            "TLSv1.3 req-1 for the fact flavors",
        ] { #expect(text.contains(part), "\(part) is not in:\n\(text)") }
        #expect(explanation.lines(about: "scs-0103") == nil)
        let timedOut = explanation.lines(about: "scs-0117-test-backup")?.last
        #expect(timedOut?.contains("No answer: a time limit was reached.") == true)
        #expect(explanation.testcases.first?.verdict == .fail)
    }
}
