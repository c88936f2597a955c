// SPDX-License-Identifier: Apache-2.0
public import FoundationEssentials
package import SCSHTTP
public import SCSSupport

/// A cloud as one credential sees it: for reading; only the tracker creates.
public final class Cloud: Sendable {
    package let name: String
    package let configuration: CloudConfiguration
    /// The clock of all waits.
    public let clock: any Clock<Duration>
    /// The current time, as the services see it.
    public let date: @Sendable () -> Date
    /// Probes its hosts over TLS; nil if they are not on a network.
    package let tlsProbe: (any TLSProbing)?
    /// The run's secrets, which no output may contain.
    public let vault: SecretVault
    private let sender: CallSender
    private let microversions: SingleFlight<ServiceType, ClosedRange<Microversion>>

    /// Makes no request yet. `secrets` provides what is not configured; `tell` shows where to
    /// confirm a sign-in.
    package init(
        _ configuration: CloudConfiguration, transport: any HTTPTransport,
        clock: any Clock<Duration>, date: @escaping @Sendable () -> Date,
        tlsProbe: (any TLSProbing)? = nil, secrets: (any SecretSource)? = nil,
        vault: SecretVault = SecretVault(), requiresTLS: Bool = false,
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        let transport = NotingTransport(base: transport, vault: vault)
        self.vault = vault
        name = configuration.name
        self.configuration = configuration
        self.clock = clock
        self.date = date
        self.tlsProbe = tlsProbe
        let signIn = SignIn(
            configuration: configuration, transport: transport,
            secrets: SecretKeeper(cloud: configuration.name, source: secrets, vault: vault),
            clock: clock, tell: tell)
        for secret in configuration.requiredSecrets {
            if let secret = secret.configured { vault.add(secret) }
        }
        sender = CallSender(
            configuration: configuration, transport: transport,
            tokens: TokenSource(
                now: date, isRenewable: configuration.authentication.isRenewable
            ) { try await signIn.token() },
            clearText: ClearText(isRefused: requiresTLS, tell: tell))
        microversions = SingleFlight()
    }

    private init(_ other: Cloud, sender: CallSender) {
        name = other.name
        configuration = other.configuration
        clock = other.clock
        date = other.date
        tlsProbe = other.tlsProbe
        vault = other.vault
        self.sender = sender
        microversions = other.microversions
    }

    /// The same cloud and token; `observer` is also told of each call.
    package func observed(by observer: @escaping @Sendable (Transcript.Call) -> Void) -> Cloud {
        var sender = sender
        sender.transport = Transcript(sender.transport, clock: clock, report: observer)
        return Cloud(self, sender: sender)
    }

    /// The Block Storage service.
    public var blockStorage: BlockStorage { BlockStorage(cloud: self) }
    /// The Image service.
    public var images: Images { Images(cloud: self) }
    /// The Compute service.
    public var compute: Compute { Compute(cloud: self) }
    /// The Network service.
    public var network: Network { Network(cloud: self) }
    /// The Object Store service.
    public var objectStore: ObjectStore { ObjectStore(cloud: self) }

    /// Services that got the token without encryption so far, though Keystone is asked with it.
    package var clearTextEndpoints: [String] { sender.clearText.all }

    /// The current token, fetched if necessary; throws what signing in throws.
    public func token() async throws -> Token {
        try await sender.tokens.current()
    }

    /// The microversions that Block Storage offers, read once.
    package func blockStorageMicroversions() async throws -> ClosedRange<Microversion> {
        try await microversions.value(.blockStorage) { [self] in
            let document = try await json(.versions(of: .blockStorage))
            for version in document["versions"]?.array ?? [] {
                guard version["id"]?.string?.hasPrefix("v3") == true else { continue }
                let newest = version["version"]?.string.flatMap(Microversion.init)
                let oldest = version["min_version"]?.string.flatMap(Microversion.init)
                guard let newest, let oldest, oldest <= newest else {
                    // Mitaka and older: v3 without microversions.
                    return Microversion(3, 0)...Microversion(3, 0)
                }
                return oldest...newest
            }
            throw UnreadableAnswer(
                call: "GET /v3/ of Block Storage", detail: "it lists no version v3")
        }
    }

    /// Whether Block Storage offers `microversion`.
    public func blockStorageOffers(_ microversion: Microversion) async throws -> Bool {
        try await blockStorageMicroversions().contains(microversion)
    }

    /// Makes `call` and returns its 2xx answer.
    ///
    /// Throws `APIError` for any other status, `ServiceMissing`, `TransportError`. After a 401 the
    /// token is renewed and the call repeated once.
    package func send(_ call: Call) async throws -> HTTPResponse {
        try await sender.send(call)
    }

    /// Makes a request without a token, and returns the answer whatever its status.
    func sendAnonymously(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await sender.transport.send(request)
    }

    /// Scheme, host and port of a service of that catalog type; throws `ServiceMissing`.
    func host(ofType type: String) async throws -> URL {
        try await sender.host(ofType: type)
    }

    /// The base URL of a service for reports; throws `ServiceMissing`.
    package func baseURL(of service: ServiceType) async throws -> String {
        try await sender.baseURL(of: service)
    }

    /// The same for a program that sends the token there.
    ///
    /// Throws `AccessError` where that would be without encryption and is ruled out.
    package func urlForToken(of service: ServiceType) async throws -> String {
        try await sender.urlForToken(of: service)
    }

    /// The JSON in the answer to `call`.
    package func json(_ call: Call) async throws -> JSON {
        let response = try await send(call)
        do {
            return try JSON.parse(response.body)
        } catch {
            throw unreadable(response, call, error)
        }
    }

    /// The answer to `call`, decoded as `T`.
    func decoded<T: Decodable>(_ type: T.Type, from call: Call) async throws -> T {
        try await decodedWithBody(type, from: call).value
    }

    /// The answer to `call`, decoded as `T`, and its body.
    func decodedWithBody<T: Decodable>(
        _ type: T.Type, from call: Call
    ) async throws -> (value: T, body: [UInt8]) {
        let response = try await send(call)
        do {
            return (try JSONReader.decode(type, from: response.body), response.body)
        } catch {
            throw unreadable(response, call, error)
        }
    }

    private func unreadable(
        _ response: HTTPResponse, _ call: Call, _ error: any Error
    ) -> UnreadableAnswer {
        let detail: String
        switch error {
        case let odd as OddNumber: detail = odd.description
        case DecodingError.keyNotFound(let key, _): detail = "it has no \(key.stringValue)"
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            let path = context.codingPath.spelled
            detail = "\(path.isEmpty ? "the whole" : path) has another type than documented"
        default: detail = "it is not JSON"
        }
        return UnreadableAnswer(call: call.spelled, detail: detail, requestID: response.requestID)
    }
}
