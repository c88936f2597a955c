// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Synchronization
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSHTTP
@testable import SCSOpenStack
@testable import SCSSupport

/// A user who confirms in a browser, late, or not at all.
struct DeviceAuthorizationTests {
    private static let offer =
        #"{"device_code": "hunter2", "user_code": "WDJB\u001b-MJHT", "expires_in": 30, "interval": 4,"#
        + #" "verification_uri": "https://login.example/go"}"#

    private static func answer(_ body: String, _ status: Int = 400) -> ScriptedTransport.Answer {
        .success(HTTPResponse(status: status, body: Array(body.utf8)))
    }

    private static func pending(_ error: String) -> ScriptedTransport.Answer {
        answer(#"{"error": "\#(error)"}"#)
    }

    private struct Outcome {
        var error: (any Error)?
        var told: [String] = []
        var requests: [HTTPRequest] = []
        var sleeps: [Duration] = []
    }

    private func signIn(
        _ answers: [ScriptedTransport.Answer], more: String = ""
    ) async throws -> Outcome {
        let transport = ScriptedTransport(answers)
        let clock = InstantClock()
        let told = Mutex<[String]>([])
        let world = ConfigurationWorld(
            cloud: "auth_type: v3oidcdeviceauthz",
            auth:
                "auth_url: 'https://k.example/v3', identity_provider: i, protocol: p, client_id: c, "
                + "project_id: q, access_token_endpoint: 'https://login.example/token', "
                + "device_authorization_endpoint: 'https://login.example/device'" + more)
        let cloud = Cloud(
            try world.configuration(), transport: transport, clock: clock, date: { Date() },
            tell: { line in told.withLock { $0.append(line) } })
        var outcome = Outcome()
        do { _ = try await cloud.token() } catch { outcome.error = error }
        outcome.told = told.withLock { $0 }
        outcome.requests = transport.requests
        outcome.sleeps = clock.sleeps
        return outcome
    }

    private static let keystone: [ScriptedTransport.Answer] = ["unscoped", "scoped"].map {
        .success(
            Wire.ok(
                Wire.token(scope: #", "project": {"id": "q"}"#), ["X-Subject-Token": $0],
                status: 201))
    }

    @Test func `The user sees the URL, and polling keeps to the allowed interval`()
        async throws
    {
        let outcome = try await signIn(
            [
                Self.answer(Self.offer, 200), Self.pending("authorization_pending"),
                Self.pending("slow_down"), Self.answer(#"{"access_token": "a"}"#, 200),
            ] + Self.keystone)
        #expect(outcome.error == nil)
        #expect(
            outcome.told == [
                "To sign in to cloud \"c\", open https://login.example/go in a browser and enter "
                    + "the code WDJB -MJHT (within 30.0 s)."
            ])
        #expect(outcome.sleeps == [.seconds(4), .seconds(4), .seconds(9)])
        #expect(outcome.requests.count == 6)
    }

    @Test(arguments: [
        ([pending("access_denied")], "The sign-in was declined in the browser."),
        ([pending("expired_token")], "Nobody confirmed the sign-in in a browser within 30.0 s."),
        (
            Array(repeating: pending("authorization_pending"), count: 20),
            "Nobody confirmed the sign-in in a browser within 30.0 s."
        ),
        (
            [answer(#"{"error": "invalid_grant", "error_description": "hunter2"}"#)],
            "invalid_grant, •••"
        ),
    ])
    func `Without a confirmation there is no token`(
        answers: [ScriptedTransport.Answer], told: String
    ) async throws {
        let outcome = try await signIn([Self.answer(Self.offer, 200)] + answers)
        let classified = Conclusion(of: try #require(outcome.error), judging: true)
        #expect(classified.reason == .auth)
        #expect(classified.message?.contains(told) == true, "\(classified.message ?? "")")
        #expect(classified.message?.contains("hunter2") == false)
        #expect(outcome.requests.count <= 9)
    }

    @Test(arguments: [
        "{}", #"{"device_code": "d", "user_code": "u", "verification_uri": "javascript:x"}"#,
    ])
    func `An unusable device authorization is reported`(offer: String) async throws {
        let outcome = try await signIn([Self.answer(offer, 200)])
        #expect(outcome.error is UnreadableAnswer)
        #expect(outcome.told.isEmpty)
    }

    @Test func `The challenge is the digest of the verifier`() async throws {
        let outcome = try await signIn(
            [Self.answer(Self.offer, 200), Self.answer(#"{"access_token": "a"}"#, 200)]
                + Self.keystone, more: ", code_challenge_method: S256")
        #expect(outcome.error == nil)
        let forms = outcome.requests.prefix(2).map { request -> [String: String] in
            guard case .bytes(let bytes) = request.body else { return [:] }
            return Wire.form(bytes)
        }
        let verifier = try #require(forms.last?["code_verifier"])
        #expect(verifier.count == 43)
        #expect(
            forms.first?["code_challenge"]
                == DeviceAuthorization.code(.sha256, of: Secret(verifier)))
        #expect(forms.first?["code_challenge_method"] == "S256")
    }

    @Test func `The challenge matches RFC 7636, appendix B`() {
        let verifier = Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(
            DeviceAuthorization.code(.sha256, of: verifier)
                == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        #expect(DeviceAuthorization.code(.plain, of: verifier) == verifier.exposed)
    }
}
