// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Glibc
import SCSCurl
import SCSSupport

/// One exchange in progress; libcurl's callbacks fill it.
///
/// Unchecked: once submitted, only the loop's thread touches it, callbacks included.
final class CurlTransfer: @unchecked Sendable {
    /// The limit for the body of an unsuccessful answer: enough for any explanation.
    private static let explanationLimit = 1 << 20
    private static let headerLimit = 256 << 10

    let request: HTTPRequest
    var continuation: CheckedContinuation<HTTPResponse, any Error>?
    var isCancelled = false
    var handle: CurlHandle?
    var headerList: UnsafeMutablePointer<curl_slist>?
    var upload: CurlUpload?
    /// The loop's connections, set before the first callback.
    var connections: CurlConnections?
    /// Sockets that were opened for this transfer.
    private var sockets: [Int32] = []
    private var ends: CurlConnections.Ends?
    private var tls: TLSVersion?
    /// Whether the connection that libcurl chose must not be used, and another must be opened.
    private(set) var needsFreshConnection = false

    /// Whether libcurl had a connection and began to send: the service may have seen the request.
    private(set) var hasBegun = false
    private(set) var delivered: Int64 = 0
    /// Why one of our callbacks stopped the transfer; it explains libcurl's own code.
    private var objection: (any Error)?
    private var status = 0
    private var fields: [(name: String, value: String)] = []
    private var headerBytes = 0
    private var body: [UInt8] = []
    private var hasBody = false
    private var endedEarly = false
    private var lastTotal: Int64 = -1
    private var lastMoved = ContinuousClock.now

    init(_ request: HTTPRequest) {
        self.request = request
    }

    var host: String { request.hostAndPort }

    func refuse(_ error: any Error) {
        complete(.failure(error))
    }

    func complete(_ result: Result<HTTPResponse, any Error>) {
        continuation?.resume(with: result)
        continuation = nil
    }

    /// Releases what libcurl used; the header list may contain a token.
    func release() {
        handle = nil
        upload = nil
        curl_slist_free_all(headerList)
        headerList = nil
    }

    /// Begins anew on a connection that nothing was received on: nothing was sent yet.
    func requireFreshConnection(_ handle: CurlHandle) throws(TransportError) {
        needsFreshConnection = false
        try handle.set(CURLOPT_FRESH_CONNECT, 1)
    }

    // MARK: reports of callbacks; false ends the transfer

    func opened(_ socket: Int32) {
        sockets.append(socket)
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    }

    /// Called when a connection is chosen; false if it must not be used, or for a second attempt of
    /// a request that must not be repeated.
    ///
    /// libcurl by itself repeats a request whose kept connection broke before the answer.
    func begin(on ends: CurlConnections.Ends) -> Bool {
        self.ends = ends
        if let handle, handle.get(CURLINFO_NUM_CONNECTS) > 0 {
            connections?.opened(ends, sockets: sockets)
        } else if let handle, connections?.isSpoilt(ends, handle) == true {
            needsFreshConnection = true
            return false
        }
        guard !hasBegun || request.isRepeatable else {
            objection = failure(
                .connectionLost,
                "\(host) closed the connection without an answer; the request may have arrived: "
                    + "check before repeating it.")
            return false
        }
        hasBegun = true
        // Once the transfer is over, libcurl no longer knows its connection.
        tls = handle.flatMap { scs_easy_get_openssl($0.easy) }
            .flatMap { TLSSession.version(of: $0) }
        return true
    }

    private var connection: HTTPConnection? {
        guard let handle else { return nil }
        let versions = [1: "HTTP/1.0", 2: "HTTP/1.1", 3: "HTTP/2", 30: "HTTP/3"]
        return HTTPConnection(version: versions[handle.get(CURLINFO_HTTP_VERSION)], tls: tls)
    }

    func receive(headerLine line: UnsafeRawBufferPointer) -> Bool {
        // Trailers follow the body; they are not needed.
        guard !hasBody else { return true }
        headerBytes += line.count
        guard headerBytes <= Self.headerLimit else {
            objection = failure(
                .tooLarge,
                "The header of an answer from \(host) exceeds \(Self.headerLimit) bytes; "
                    + "check what answers there.")
            return false
        }
        var text = Substring(String(decoding: line, as: UTF8.self))
        while let last = text.last, last.isNewline { text.removeLast() }
        if text.hasPrefix("HTTP/") {
            // A new status line: the previous one was an interim answer.
            if let ends { connections?.answered(ends, inOrder: text.hasPrefix("HTTP/1")) }
            status =
                text.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0) } ?? 0
            fields = []
        } else if let colon = text.firstIndex(of: ":") {
            let value = text[text.index(after: colon)...]
            fields.append((String(text[..<colon]), value.trimmed(of: { $0 == " " || $0 == "\t" })))
        }
        return true
    }

    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        hasBody = true
        let isSuccess = (200..<300).contains(status)
        if isSuccess, case .stream(let sink) = request.bodyDestination {
            do {
                let goesOn = try sink.receive([UInt8](bytes))
                delivered += Int64(bytes.count)
                endedEarly = !goesOn
                return goesOn
            } catch {
                objection = error
                return false
            }
        }
        var limit = Self.explanationLimit
        if isSuccess, case .collect(let wanted) = request.bodyDestination { limit = wanted }
        guard body.count + bytes.count <= limit else {
            objection = failure(
                .tooLarge,
                "The answer from \(host) (status \(status)) exceeds \(limit) bytes; request less, "
                    + "with a filter or a smaller page.")
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    /// Reads the next bytes of the body into `buffer`; nil ends the transfer.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        do {
            return try upload?.read(into: buffer) ?? 0
        } catch let error as CurlUpload.WrongLength {
            objection = failure(.unsendable, error.message(host: host))
        } catch {
            objection = error
        }
        return nil
    }

    // MARK: the end

    func outcome(
        _ result: CURLcode, _ settings: CurlTransport.Settings
    ) -> Result<HTTPResponse, any Error> {
        if let objection { return .failure(objection) }
        guard result == CURLE_OK || endedEarly else {
            return .failure(curlFailure(result, settings))
        }
        guard (200...599).contains(status) else {
            return .failure(
                failure(
                    .malformed,
                    "\(host) answered with status \(status), which is not an HTTP status; check what "
                        + "answers there."))
        }
        var response = HTTPResponse(
            status: status, headers: HTTPHeaders(fields), body: body, endedEarly: endedEarly)
        response.connection = connection
        response.phases = handle?.phases
        return .success(response)
    }

    func failure(_ kind: TransportError.Kind, _ message: String) -> TransportError {
        TransportError(
            kind, mayHaveArrived: hasBegun, bytesDelivered: delivered, message: message)
    }

    // MARK: idling

    /// Whether no byte moved for `limit`; waiting for a connection has its own limit.
    func isIdle(at now: ContinuousClock.Instant, limit: Duration) -> Bool {
        guard let handle, hasBegun else {
            lastMoved = now
            return false
        }
        let total =
            handle.get(offset: CURLINFO_SIZE_DOWNLOAD_T)
            + handle.get(offset: CURLINFO_SIZE_UPLOAD_T)
            + Int64(handle.get(CURLINFO_HEADER_SIZE) + handle.get(CURLINFO_REQUEST_SIZE))
        if total != lastTotal {
            lastTotal = total
            lastMoved = now
        }
        return now - lastMoved >= limit
    }

    func idleFailure(_ limit: Duration) -> TransportError {
        failure(
            .timedOut,
            "No byte moved to or from \(host) for \(limit.formatted); check the service and the network."
        )
    }
}

extension HTTPRequest {
    /// The endpoint for messages, without path, query or secrets.
    var hostAndPort: String {
        let host = url.host() ?? "?"
        return url.port.map { "\(host):\($0)" } ?? host
    }
}
