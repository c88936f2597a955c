// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Determines what one host accepts, with as few handshakes as possible.
///
/// Everything that is not allowed is offered at once: a good server is done with one refusal, and
/// only what a bad one accepts is narrowed down.
struct TLSSurvey: Sendable {
    /// Which names were accepted, and which the TLS library cannot offer.
    struct Finding: Sendable {
        var accepted: [String] = []
        var unofferable: [String] = []
        /// How this was determined, as far as readers need to know.
        var remarks: [String] = []

        fileprivate static func + (left: Finding, right: Finding) -> Finding {
            Finding(
                accepted: left.accepted + right.accepted.filter { !left.accepted.contains($0) },
                unofferable: left.unofferable
                    + right.unofferable.filter { !left.unofferable.contains($0) },
                remarks: left.remarks + right.remarks)
        }
    }

    /// The host's identity.
    struct Identity: Sendable {
        /// The certificates as sent, the server's own first.
        var chain: [X509Certificate]
        /// Why chain or name are not trusted; nil: they are.
        var distrust: String?
    }

    private let probe: any TLSProbing
    private let host: TLSHost

    init(_ host: TLSHost, with probe: any TLSProbing) {
        self.host = host
        self.probe = probe
    }

    // MARK: questions

    /// The versions that the host accepts, one handshake each.
    ///
    /// Throws `TransportError` if there is none: such a server cannot be judged.
    func protocols() async throws -> [TLSVersion] {
        var accepted: [TLSVersion] = []
        var reason = ""
        for version in TLSVersion.allCases {
            switch try await ask(TLSOffer(version...version)) {
            case .accepted, .untrusted: accepted.append(version)
            case .refused(let why): reason = why
            case .unofferable: break
            }
        }
        guard !accepted.isEmpty else {
            throw TransportError(
                .noConnection, mayHaveArrived: false,
                message: "\(host) completed no TLS handshake in any version (\(reason)); "
                    + "check what answers there.")
        }
        return accepted
    }

    /// The cipher suites beyond `allowed` that the host accepts in `versions`.
    func ciphers(
        beyond allowed: [String], in versions: [TLSVersion]
    ) async throws -> Finding {
        var finding = Finding()
        let older = versions.filter { $0 < .tls13 }
        if let first = older.min(), let last = older.max() {
            finding = try await olderCiphers(beyond: allowed, in: first...last)
        }
        guard versions.contains(.tls13) else { return finding }
        let suites = Self.suites.filter { !allowed.contains($0) }
        return finding
            + (try await accepted(among: suites) { names in
                var offer = TLSOffer(.tls13 ... .tls13)
                offer.suites = names
                return offer
            })
    }

    /// The elliptic curves beyond `allowed` that the host accepts in `versions`.
    func curves(
        beyond allowed: [String], in versions: [TLSVersion]
    ) async throws -> Finding {
        var finding = Finding()
        let older = versions.filter { $0 < .tls13 }
        if let first = older.min(), let last = older.max() {
            let known = Self.curves.filter { !allowed.contains($0) }
            func offer(_ names: [String]) -> TLSOffer {
                var offer = TLSOffer(first...last)
                offer.ciphers = "ECDHE"
                offer.curves = names
                return offer
            }
            finding = try await accepted(among: known, offer)
            // Up to TLS 1.2 the list of curves also applies to the certificate's key.
            if finding.accepted.isEmpty,
                case .accepted(let connection) = try await ask(offer(allowed)),
                connection.cipher?.contains("-ECDSA-") == true
            {
                finding.remarks.append(
                    "The key of \(host) is on an elliptic curve, so TLS 1.2 cannot be tested "
                        + "with other curves alone.")
            }
        }
        guard versions.contains(.tls13) else { return finding }
        let known = Self.newerCurves.filter { !allowed.contains($0) }
        return finding
            + (try await accepted(among: known) { names in
                var offer = TLSOffer(.tls13 ... .tls13)
                offer.curves = names
                return offer
            })
    }

    /// The host's certificates, and whether they are trusted.
    func identity() async throws -> Identity {
        var offer = TLSOffer(.tls10 ... .tls13)
        offer.ciphers = "ALL:!aNULL"
        offer.verifies = true
        let first = try await ask(offer)
        if case .accepted(let connection) = first {
            return try identity(connection, distrust: nil)
        }
        offer.verifies = false
        switch (first, try await ask(offer)) {
        case (.untrusted(let reason), .accepted(let connection)):
            return try identity(connection, distrust: reason)
        case (.refused(let reason), _), (_, .refused(let reason)), (_, .untrusted(let reason)):
            throw failure(reason)
        case (_, .accepted), (_, .unofferable):
            throw failure("the TLS library cannot offer a handshake")
        }
    }

    // MARK: method

    /// The server names its choice, so each round omits one more.
    private func olderCiphers(
        beyond allowed: [String], in versions: ClosedRange<TLSVersion>
    ) async throws -> Finding {
        var finding = Finding()
        var excluded = allowed.filter { !$0.hasPrefix("TLS_") }
        while true {
            var offer = TLSOffer(versions)
            offer.ciphers = (["ALL:COMPLEMENTOFALL"] + excluded.map { "!\($0)" })
                .joined(separator: ":")
            guard case .accepted(let connection) = try await ask(offer) else { return finding }
            guard let cipher = connection.cipher, !excluded.contains(cipher) else {
                finding.accepted.append("a suite of unknown name")
                return finding
            }
            finding.accepted.append(cipher)
            excluded.append(cipher)
        }
    }

    /// All at once; if that is accepted, or cannot be offered, one half and then the other.
    private func accepted(
        among names: [String], _ offer: ([String]) -> TLSOffer
    ) async throws -> Finding {
        guard let first = names.first else { return Finding() }
        let answer = try await ask(offer(names))
        if case .refused = answer { return Finding() }
        guard names.count > 1 else {
            if case .unofferable = answer { return Finding(unofferable: [first]) }
            return Finding(accepted: [first])
        }
        let half = names.count / 2
        return try await accepted(among: Array(names[..<half]), offer)
            + (try await accepted(among: Array(names[half...]), offer))
    }

    private func identity(_ connection: TLSConnection, distrust: String?) throws -> Identity {
        do {
            return Identity(
                chain: try connection.chain.map(X509Certificate.init), distrust: distrust)
        } catch {
            throw TransportError(
                .malformed, mayHaveArrived: false, message: "\(host): \(error)")
        }
    }

    private func ask(_ offer: TLSOffer) async throws -> TLSAnswer {
        try await probe.handshake(offer, with: host)
    }

    private func failure(_ reason: String) -> TransportError {
        TransportError(
            .noConnection, mayHaveArrived: false,
            message: "\(host) completed no TLS handshake (\(reason)); check what answers there.")
    }
}

extension TLSSurvey {
    /// All suites of TLS 1.3 (RFC 8446, appendix B.4).
    private static let suites = [
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256",
    ]

    /// The curves of TLS 1.3 (RFC 8446, section 4.2.7).
    private static let newerCurves = ["X25519", "prime256v1", "secp384r1", "secp521r1", "X448"]

    /// The curves of TLS 1.2 (RFC 8422, RFC 7027, RFC 4492), the likely ones first.
    private static let curves =
        newerCurves + [
            "secp256k1", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1", "secp224r1",
            "secp224k1", "prime192v1", "secp192k1", "secp160k1", "secp160r1", "secp160r2",
            "sect163k1", "sect163r1", "sect163r2", "sect193r1", "sect193r2", "sect233k1",
            "sect233r1", "sect239k1", "sect283k1", "sect283r1", "sect409k1", "sect409r1",
            "sect571k1", "sect571r1",
        ]
}
