// SPDX-License-Identifier: Apache-2.0
public import FoundationEssentials
public import SCSSupport
package import SCSHTTP

/// A cloud as one credential sees it: reads through it, creations only through the tracker.
public final class Cloud: Sendable {
    package let name: String
    package let configuration: CloudConfiguration
    /// The clock of all waits.
    public let clock: any Clock<Duration>
    /// The present, as the services see it.
    public let date: @Sendable () -> Date
    /// Who shakes hands over TLS with its hosts; nil where they are on no network.
    package let tlsProbe: (any TLSProbing)?
    /// The secrets of the run, which no text that goes out may hold.
    public let vault: SecretVault
    private let clearText: ClearText
    private let transport: any HTTPTransport
    private let tokens: TokenSource
    private let blockStorageVersions: SingleFlight<ClosedRange<Microversion>>

    /// Makes no request yet. `secrets` gives what is not configured; `tell` shows a person where to
    /// confirm a sign-in.
    package init(
        _ configuration: CloudConfiguration, transport: any HTTPTransport,
        clock: any Clock<Duration>, date: @escaping @Sendable () -> Date,
        tlsProbe: (any TLSProbing)? = nil, secrets: (any SecretSource)? = nil,
        vault: SecretVault = SecretVault(), requiresTLS: Bool = false,
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        clearText = ClearText(isRefused: requiresTLS, tell: tell)
        let transport = NotingTransport(base: transport, vault: vault)
        self.vault = vault
        name = configuration.name
        self.configuration = configuration
        self.transport = transport
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
        tokens = TokenSource(now: date, isRenewable: configuration.authentication.isRenewable) {
            try await signIn.token()
        }
        blockStorageVersions = SingleFlight()
    }

    private init(_ other: Cloud, transport: any HTTPTransport) {
        name = other.name
        configuration = other.configuration
        clock = other.clock
        date = other.date
        tlsProbe = other.tlsProbe
        vault = other.vault
        clearText = other.clearText
        self.transport = transport
        tokens = other.tokens
        blockStorageVersions = other.blockStorageVersions
    }

    /// The same cloud with the same token, whose calls are told to `observer` too.
    package func observed(by observer: @escaping @Sendable (Transcript.Call) -> Void) -> Cloud {
        Cloud(self, transport: Transcript(transport, clock: clock, report: observer))
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
    package var clearTextEndpoints: [String] { clearText.all }

    /// The token in force, fetched when there is none; throws what authentication throws.
    public func token() async throws -> Token {
        try await tokens.current()
    }

    /// The microversions that Block Storage offers, asked once.
    package func blockStorageMicroversions() async throws -> ClosedRange<Microversion> {
        try await blockStorageVersions.value { [self] in
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
    /// token is fetched anew and the call made once more.
    package func send(_ call: Call) async throws -> HTTPResponse {
        let token = try await tokens.current()
        let response = try await send(call, with: token)
        guard response.status == 401, token.fixed == nil else {
            return try check(response, of: call, token)
        }
        let fresh = try await tokens.replacing(token.value)
        return try check(try await send(call, with: fresh), of: call, fresh)
    }

    /// The JSON that `call` answers with.
    package func json(_ call: Call) async throws -> JSON {
        let response = try await send(call)
        do {
            return try JSON.parse(response.body)
        } catch {
            throw unreadable(response, call, error)
        }
    }

    /// What `call` answers with, decoded as `T`.
    func decoded<T: Decodable>(_ type: T.Type, from call: Call) async throws -> T {
        try await decodedWithBody(type, from: call).value
    }

    /// What `call` answers with, decoded as `T`, and as it came.
    func decodedWithBody<T: Decodable>(
        _ type: T.Type, from call: Call
    ) async throws -> (value: T, body: [UInt8]) {
        let response = try await send(call)
        do {
            return (try JSONDecoder().decode(type, from: Data(response.body)), response.body)
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

    private func check(
        _ response: HTTPResponse, of call: Call, _ token: Token
    ) throws -> HTTPResponse {
        guard response.isSuccess else {
            var error = APIError(response, call: call.spelled, hiding: token.secrets)
            error.service = call.service
            guard response.isRefusalOfNobody else { throw error }
            throw UnreadableAnswer(
                call: error.call,
                detail: "a \(error.status) that is not the service's own: \(error.explanation)")
        }
        return response
    }

    private func send(_ call: Call, with token: Token) async throws -> HTTPResponse {
        let url = try url(of: call, token)
        var request = HTTPRequest(call.method, url, bodyDestination: call.bodyDestination)
        request.service = call.service.name
        if let isRepeatable = call.isRepeatable { request.isRepeatable = isRepeatable }
        request.headers["Accept"] = "application/json"
        token.authorize(&request.headers)
        if let microversion = call.microversion {
            request.headers["OpenStack-API-Version"] =
                "\(call.service.microversionName) \(microversion)"
        }
        for (name, value) in call.headers { request.headers[name] = value }
        switch call.payload {
        case .none: break
        case .json(let json):
            request.headers["Content-Type"] = "application/json"
            request.body = .bytes(try json.bytes())
        case .stream(let length, let contentType, let open):
            request.headers["Content-Type"] = contentType
            request.body = .stream(length: length, open: open)
        }
        return try await transport.send(request)
    }

    private func url(of call: Call, _ token: Token) throws -> URL {
        let endpoint = try endpoint(of: call.service, token)
        if let base = URL(string: endpoint.versioned) {
            try clearText.check(base, of: call.service.name, keystone: configuration.authURL)
        }
        var path = call.path
        // Block Storage's resources live below the project; its version document does not.
        if call.service == .blockStorage, !call.isOfVersions, let id = token.projectID {
            path.insert(try PathSegment(ofProject: id), at: 0)
        }
        guard let url = endpoint.url(path, query: call.query, isFolder: call.isOfVersions) else {
            throw UnreadableAnswer(call: endpoint.versioned, detail: "it is not a valid URL")
        }
        return url
    }

    /// Where a service is: the user's override first, else the catalog.
    private func endpoint(of service: ServiceType, _ token: Token) throws -> Endpoint {
        let url = try address(of: service.name, token)
        return Endpoint(url, majorVersion: service.majorVersion, projectID: token.projectID)
    }

    private func address(of type: String, _ token: Token) throws -> URL {
        if let override = configuration.service(ofType: type)?.endpointOverride {
            return try override.url(projectID: token.projectID)
        }
        return try token.endpoint(ofType: type, configuration)
    }

    /// Scheme, host and port of a service of that catalog type; throws `ServiceMissing`.
    func host(ofType type: String) async throws -> URL {
        let url = try address(of: type, try await token())
        var parts = URLComponents()
        parts.scheme = url.scheme
        parts.host = url.host()
        parts.port = url.port
        parts.path = "/"
        guard let root = parts.url else {
            throw UnreadableAnswer(call: "The service catalog", detail: "\(type) has no host")
        }
        return root
    }

    /// Makes a request without a token, and returns the answer whatever its status.
    func sendAnonymously(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await transport.send(request)
    }

    /// The base URL of a service for reports; throws `ServiceMissing`.
    package func baseURL(of service: ServiceType) async throws -> String {
        try endpoint(of: service, try await token()).versioned
    }

    /// The same for a program that will send the token there; throws `AccessError` where that would be
    /// without encryption and is ruled out.
    package func urlForToken(of service: ServiceType) async throws -> String {
        let text = try await baseURL(of: service)
        if let url = URL(string: text) {
            try clearText.check(url, of: service.name, keystone: configuration.authURL)
        }
        return text
    }
}
