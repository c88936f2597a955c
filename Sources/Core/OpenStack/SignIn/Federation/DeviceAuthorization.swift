// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport

/// Sign-in that the user confirms in a browser on any device (RFC 8628).
struct DeviceAuthorization: Sendable {
    let authorization: TokenEndpoint
    let endpoint: TokenEndpoint
    let clientID: String
    let client: TokenEndpoint.Basic?
    let scope: String
    let challenge: Federation.Challenge?
    let clock: any Clock<Duration>
    let cloud: String
    let tell: @Sendable (String) -> Void

    /// The identity provider's answer with code and address.
    private struct Offer {
        let deviceCode: Secret
        let userCode: String
        let address: WebAddress
        /// The address that includes the code.
        let completeAddress: WebAddress?
        let lifetime: Duration
        let interval: Duration

        init?(_ json: JSON) {
            guard let device = json["device_code"]?.string, let user = json["user_code"]?.string,
                let address = (json["verification_uri"] ?? json["verification_url"])?.string
                    .flatMap({ WebAddress($0) })
            else { return nil }
            deviceCode = Secret(device)
            userCode = user.harmless(40)
            self.address = address
            completeAddress = json["verification_uri_complete"]?.string.flatMap { WebAddress($0) }
            lifetime = Self.seconds(json["expires_in"], 1...3600) ?? .seconds(600)
            interval = Self.seconds(json["interval"], 1...60) ?? .seconds(5)
        }

        private static func seconds(_ json: JSON?, _ range: ClosedRange<Int64>) -> Duration? {
            guard case .integer(let seconds)? = json else { return nil }
            return .seconds(min(max(seconds, range.lowerBound), range.upperBound))
        }
    }

    /// The identity provider's answer after the confirmation.
    func answer() async throws -> JSON {
        let verifier = challenge.map { _ in Self.verifier() }
        let offer = try await offer(verifier)
        let complete = offer.completeAddress.map { ", or open \($0.url.absoluteString)" } ?? ""
        tell(
            "To sign in to cloud \(cloud.quotedForMessage), open "
                + "\(offer.address.url.absoluteString) in a browser and enter the code "
                + "\(offer.userCode)\(complete) (within \(offer.lifetime.formatted)).")
        var form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", offer.deviceCode.exposed),
        ]
        if client == nil { form.append(("client_id", clientID)) }
        if let verifier { form.append(("code_verifier", verifier.exposed)) }
        return try await confirmed(form, offer)
    }

    private func offer(_ verifier: Secret?) async throws -> Offer {
        var form = [("scope", scope)]
        if client == nil { form.append(("client_id", clientID)) }
        if let challenge, let verifier {
            form.append(("code_challenge_method", challenge.rawValue))
            form.append(("code_challenge", Self.code(challenge, of: verifier)))
        }
        let json = try await authorization.post(form, as: client, hiding: [])
        guard let offer = Offer(json) else {
            throw UnreadableAnswer(
                call: "POST \(SafeURL.text(authorization.address.url))",
                detail: "it lacks device_code, user_code or verification_uri")
        }
        return offer
    }

    private func confirmed(_ form: [(String, String)], _ offer: Offer) async throws -> JSON {
        var interval = offer.interval
        do {
            return try await poll(
                clock: clock, limit: offer.lifetime, pause: { _ in interval }
            ) { _, elapsed in
                // Nobody can have confirmed before the prompt.
                guard elapsed > .zero else { return .still("told") }
                do {
                    return .done(
                        try await endpoint.post(form, as: client, hiding: [offer.deviceCode]))
                } catch let refusal as TokenEndpoint.Refusal {
                    switch refusal.error {
                    case "authorization_pending": return .still(refusal.error)
                    case "slow_down":
                        interval += .seconds(5)
                        return .still(refusal.error)
                    case "expired_token": throw expired(offer)
                    case "access_denied":
                        throw AccessError(.credentials, "The sign-in was declined in the browser.")
                    default: throw refusal
                    }
                }
            }
        } catch is WaitTimedOut {
            throw expired(offer)
        }
    }

    private func expired(_ offer: Offer) -> AccessError {
        AccessError(
            .credentials,
            "Nobody confirmed the sign-in in a browser within \(offer.lifetime.formatted).",
            advice: "Run again and confirm it in time.")
    }

    /// 256 random bits in the alphabet of RFC 7636.
    private static func verifier() -> Secret {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return Secret(urlSafe(Data(bytes)))
    }

    /// The challenge derived from the verifier (RFC 7636).
    static func code(_ challenge: Federation.Challenge, of verifier: Secret) -> String {
        switch challenge {
        case .plain: verifier.exposed
        case .sha256: urlSafe(Data(MessageDigest.of(Array(verifier.exposed.utf8), .sha256)))
        }
    }

    private static func urlSafe(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
