// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import SCSSimulatedCloud
import Testing
import TestSupport

@testable import SCSCheckCommand
@testable import SCSHTTP
@testable import SCSOpenStack

/// What the doctor finds behind the connection, on simulated clouds.
struct DoctorTests {
    private func diagnosis(_ cloud: String) async throws -> Diagnosis {
        try await Doctor(
            choice: CloudChoice(cloud: cloud), finder: ConfigurationFile.finder, environment: [:]
        ).diagnosis()
    }

    @Test func `A cloud that works has a line for each thing, and nothing fails`() async throws {
        let found = try await diagnosis("simulated")
        #expect(found.lines.map(\.check) == Diagnosis.Check.allCases)
        #expect(found.state == .ok, "\(found.text)")
        #expect(found.text.hasSuffix("Nothing is in the way of a run."))
        let connection: [Diagnosis.Check] = [.proxy, .dns, .tcp, .tls]
        #expect(connection.allSatisfy { found.state(of: $0) == .skipped })
    }

    @Test(arguments: [
        ("unauthorized", Diagnosis.Check.signIn, Diagnosis.Line.State.fail),
        ("admin", .roles, .warn), ("quota-full", .quota, .warn),
    ])
    func `Each fault is told where it is`(
        _ fault: String, _ check: Diagnosis.Check, _ state: Diagnosis.Line.State
    ) async throws {
        let found = try await diagnosis("simulated:\(fault)")
        #expect(found.lines.map(\.check) == Diagnosis.Check.allCases)
        #expect(found.state(of: check) == state, "\(found.text)")
        let line = try #require(found.lines.first { $0.check == check })
        #expect(line.advice != nil)
        #expect(found.failure?.check == (state == .fail ? check : nil))
    }

    /// Lines behind the connection, for a configuration of the simulated cloud and a transport.
    private func lines(
        region: String? = "RegionOne", through transport: (any HTTPTransport)? = nil,
        at date: @escaping @Sendable () -> Date = { Date() }
    ) async throws -> [Diagnosis.Check: Diagnosis.Line] {
        let simulation = Simulation(.compliant)
        var configuration = simulation.member
        configuration.regionName = region
        let transport = transport ?? simulation.cloud
        let cloud = Cloud(
            configuration, transport: transport, clock: simulation.clock, date: date)
        let lines = try await CloudExamination(cloud: cloud, transport: transport).lines()
        return lines.reduce(into: [:]) { $0[$1.check] = $1 }
    }

    @Test func `A wrong region is answered with those that exist`() async throws {
        let found = try await lines(region: "RegionTwo")
        let known = SimulatedCloud.region
        #expect(found[.region]?.state == .fail)
        #expect(found[.region]?.found == "the catalog has no \"RegionTwo\"; it has \"\(known)\"")
        #expect(found[.region]?.advice == "Set region_name or --region to \"\(known)\".")
        #expect(found[.roles]?.state == .ok)
        #expect(found[.quota] != nil)
    }

    @Test func `A page that is not Keystone's fails, and what rests on it is skipped`() async throws
    {
        let found = try await lines(through: Answering(status: 200, body: "<html>Welcome</html>"))
        #expect(found[.keystone]?.state == .fail)
        #expect(found[.keystone]?.advice?.contains("auth_url") == true)
        for check in [Diagnosis.Check.signIn, .catalog, .region, .roles, .versions, .quota] {
            #expect(found[check]?.state == .skipped)
        }
    }

    @Test(arguments: [
        ("Sun, 29 Nov 2026 12:00:02 GMT", Diagnosis.Line.State.ok, "agree"),
        ("Sun, 29 Nov 2026 12:01:00 GMT", .warn, "1 minute"),
        ("Sun, 29 Nov 2026 11:00:00 GMT", .fail, "behind"),
        ("Sun, 29 Nov 2026 13:00:00 GMT", .fail, "3600 seconds ahead of"),
        ("yesterday", .skipped, "Date header"),
    ])
    func `The clock of Keystone is compared with this machine's`(
        _ told: String, _ state: Diagnosis.Line.State, _ words: String
    ) async throws {
        let now = Date(timeIntervalSince1970: 1_795_953_600)
        let found = try await lines(
            through: Answering(status: 404, body: "", headers: ["Date": told]), at: { now })
        #expect(found[.clock]?.state == state, "\(found[.clock]?.found ?? "")")
        #expect(found[.clock]?.found.contains(words) == true || words == "1 minute")
    }

    @Test func `A configuration that cannot be read is told, and nothing else is tried`()
        async throws
    {
        let finder = ConfigurationFinder(
            environment: [:], workingDirectory: "/w", homeDirectory: "/",
            readFile: { $0 == "/w/clouds.yaml" ? Array("clouds: {north: {}}".utf8) : nil })
        let found = try await Doctor(
            choice: CloudChoice(cloud: "nort"), finder: finder, environment: [:]
        ).diagnosis()
        #expect(found.failure?.check == .configuration)
        #expect(found.failure?.found.contains("did you mean \"north\"?") == true)
        #expect(found.lines.dropFirst().allSatisfy { $0.state == .skipped })
        #expect(found.lines.count == Diagnosis.Check.allCases.count)
    }

    @Test func `A secret that is missing fails at signing in, and Keystone was asked before`()
        async throws
    {
        let simulation = Simulation(.compliant)
        let lines = try await CloudExamination(
            cloud: Cloud(
                simulation.member, transport: simulation.cloud, clock: simulation.clock,
                date: { Date() }), transport: simulation.cloud,
            lack: Diagnosis.Line(.signIn, .fail, "no password")
        ).lines()
        #expect(lines.map(\.check) == Array(Diagnosis.Check.allCases.drop { $0 != .keystone }))
        #expect(lines.first?.state == .ok)
        #expect(lines.filter { $0.state == .fail }.map(\.found) == ["no password"])
    }

    @Test func `The JSON has a line for each check, the state and the first failure`() throws {
        var diagnosis = Diagnosis(cloud: "north")
        diagnosis.add(Diagnosis.Line(.dns, .ok, "a is b"))
        diagnosis.add(Diagnosis.Line(.signIn, .fail, "no", advice: "Do it."))
        let json = try JSON.parse(Array(try diagnosis.json().utf8))
        #expect(json["cloud"]?.string == "north")
        #expect(json["state"]?.string == "fail")
        #expect(json["first_failure"]?.string == "sign-in")
        #expect(json["checks"]?.array?.count == 2)
        let line = json["checks"]?.array?.last
        #expect(line?["check"]?.string == "sign-in" && line?["advice"]?.string == "Do it.")
        #expect(line?["state"]?.string == "fail" && line?["found"]?.string == "no")
        #expect(diagnosis.text.hasSuffix("What to do about sign-in: Do it."))
    }

    static let documents: [(text: String, major: String, version: String?)] = [
        (#"{"version": {"id": "v3.14", "status": "stable"}}"#, "v3", "v3.14"),
        (#"{"versions": {"values": [{"id": "v3.14"}, {"id": "v2.0"}]}}"#, "v3", "v3.14"),
        (
            #"{"versions": [{"id": "v2.0"}, {"id": "v2.1", "status": "CURRENT", "version": "2.96", "min_version": "2.1"}]}"#,
            "v2.1", "v2.1 (2.1 to 2.96)"
        ),
        (#"{"versions": [{"id": "v20.1"}]}"#, "v2", nil), ("<html>", "v3", nil), ("[1]", "v3", nil),
    ]

    @Test(arguments: documents)
    func `Version documents are read in each of their shapes`(
        _ text: String, _ major: String, _ version: String?
    ) {
        #expect(VersionDocument(Array(text.utf8)).newest(major) == version)
    }
}

/// One answer to everything.
private struct Answering: HTTPTransport {
    var status: Int
    var body: String
    var headers: HTTPHeaders = [:]

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
    }
}
