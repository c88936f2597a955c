// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSHTTP
@testable import SCSOpenStack
@testable import SCSSupport

/// A token must be for the configured user and scope, or nothing is tested.
struct TokenSubjectTests {
    private static let user =
        #""user": {"id": "u1", "name": "ada", "domain": {"id": "d1", "name": "Cloud"}}"#
    private static let project =
        #""project": {"id": "p1", "name": "mine", "domain": {"id": "d1", "name": "Cloud"}}"#

    private func refusal(
        _ document: String, _ scope: Credentials.Scope,
        user: Credentials.UserReference = .id("u1")
    ) async throws -> Conclusion? {
        let body =
            #"{"token": {"expires_at": "2099-01-01T00:00:00Z", "catalog": [], "roles": [], "#
            + document + "}}"
        let transport = ScriptedTransport([
            .success(
                HTTPResponse(
                    status: 201, headers: ["X-Subject-Token": "t"], body: Array(body.utf8)))
        ])
        let cloud = Cloud(
            try .test(region: "r", user: user, scope: scope),
            transport: transport, clock: InstantClock(), date: { Date() })
        do {
            _ = try await cloud.token()
            return nil
        } catch {
            return Conclusion(of: error, judging: true)
        }
    }

    @Test(arguments: [
        (Credentials.Scope.project(.id("p2")), #"the id "p2""#),
        (.project(.name("theirs", domain: .name("Cloud"))), #""theirs" of the domain "Cloud""#),
        (.project(.name("mine", domain: .name("Other"))), #""mine" of the domain "Other""#),
        (.project(.name("mine", domain: .id("d2"))), #""mine" of the domain with the id "d2""#),
        (.domain(.name("Cloud")), #"for the domain "Cloud""#), (.system, "for the whole system"),
        (.trust("t1"), #"for the trust with the id "t1""#),
    ])
    func `A token for another project is an ABORT that names both`(
        scope: Credentials.Scope, told: String
    ) async throws {
        let refusal = try await refusal("\(Self.user), \(Self.project)", scope)
        #expect(refusal?.verdict == .abort && refusal?.reason == .auth)
        let message = refusal?.message ?? ""
        #expect(message.contains(#"for the project "mine" of the domain "Cloud" (id "p1")"#))
        #expect(message.contains(told), "\(message)")
    }

    @Test(arguments: [
        Credentials.Scope.project(.id("p1")), .project(.name("mine", domain: .id("d1"))),
        .project(.name("Mine", domain: .name("CLOUD"))), .unstated,
    ])
    func `A token for the configured project is accepted`(
        scope: Credentials.Scope
    ) async throws {
        let refusal = try await refusal("\(Self.user), \(Self.project)", scope)
        #expect(refusal == nil, "\(refusal?.message ?? "")")
    }

    @Test(arguments: [
        ("", "without a project"),
        (#", "domain": {"id": "d1", "name": "Cloud"}"#, #"for the domain "Cloud""#),
        (#", "system": {"all": true}"#, "for the whole system"),
        (#", "project": {"id": "p1", "name": "other"}"#, #"for the project "other""#),
        (#", "project": {"id": "", "domain": {"id": "d1"}}"#, #"with the id """#),
    ])
    func `A token without a project, or for another one, is refused`(
        told: String, formatted: String
    ) async throws {
        let refusal = try await refusal(
            Self.user + told, .project(.name("mine", domain: .id("d1"))))
        #expect(refusal?.reason == .auth)
        #expect(refusal?.message?.contains(formatted) == true, "\(refusal?.message ?? "")")
    }

    @Test(arguments: [
        (Credentials.UserReference.id("u2"), false), (.name("ada", domain: .name("cloud")), true),
        (.name("eve", domain: .name("Cloud")), false), (.name("ada", domain: .id("d2")), false),
    ])
    func `Another user's token is refused`(
        user: Credentials.UserReference, isTaken: Bool
    ) async throws {
        let refusal = try await refusal(
            "\(Self.user), \(Self.project)", .project(.id("p1")), user: user)
        #expect(refusal?.reason == (isTaken ? nil : .auth))
        #expect(isTaken || refusal?.message?.contains(#"for the user "ada""#) == true)
    }

    @Test func `A domain's token must be for the configured domain`() async throws {
        let domain = #", "domain": {"id": "d1", "name": "Cloud"}"#
        #expect(try await refusal(Self.user + domain, .domain(.name("Cloud"))) == nil)
        #expect(try await refusal(Self.user + domain, .domain(.id("d2")))?.reason == .auth)
    }

    @Test func `A renewed token for another project ends the run`() async throws {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        let tokens = ScriptedTokens(["p1", "p2"])
        let source = TokenSource(now: { now }) { try await tokens.next(expiresAt: now + 4000) }
        let first = try await source.current()
        let error = await #expect(throws: AccessError.self) {
            _ = try await source.replacing(first.value)
        }
        #expect(error?.cause == .credentials)
    }

    @Test func `A catalog or roles that Keystone omits are unknown, not empty`() throws {
        for (rest, catalog, roles) in [
            (#""catalog": null"#, false, false), (#""catalog": [], "roles": null"#, true, false),
            (#""roles": []"#, false, true), (#""catalog": [], "roles": []"#, true, true),
        ] {
            let body =
                #"{"token": {"expires_at": "2099-01-01T00:00:00Z", \#(Self.user), "#
                + rest + "}}"
            let token = try Keystone.token(
                in: HTTPResponse(
                    status: 201, headers: ["X-Subject-Token": "t"], body: Array(body.utf8)),
                call: "POST /auth/tokens")
            if catalog {
                #expect(try token.knownCatalog().services.isEmpty)
            } else {
                #expect(throws: UnreadableAnswer.self) { try token.knownCatalog() }
            }
            if roles {
                #expect(try token.knownRoles().isEmpty)
            } else {
                #expect(throws: UnreadableAnswer.self) { try token.knownRoles() }
            }
        }
    }
}

/// Tokens for these projects, one after another.
private actor ScriptedTokens {
    private var projects: [String]

    init(_ projects: [String]) { self.projects = projects }

    func next(expiresAt date: Date) throws -> Token {
        let project = projects.removeFirst()
        return Token(
            value: Secret(project), expiresAt: date, userName: "ada", projectID: project,
            roles: [], catalog: Catalog(services: []))
    }
}
