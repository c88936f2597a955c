// SPDX-License-Identifier: Apache-2.0
import SCSCurl
import SCSSupport
import Synchronization

/// Makes TLS handshakes with libcurl and OpenSSL, each on its own thread.
///
/// It closes the connection after the handshake: no request is sent, so no token either.
package struct TLSProbe: TLSProbing {
    private let settings: CurlTransport.Settings

    package init(settings: CurlTransport.Settings) {
        self.settings = settings
    }

    package func handshake(_ offer: TLSOffer, with host: TLSHost) async throws -> TLSAnswer {
        try Task.checkCancellation()
        let call = TLSCall(offer, host, settings)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let hasStarted = CurlThread.start { continuation.resume(with: call.result()) }
                guard !hasStarted else { return }
                continuation.resume(
                    throwing: TransportError(
                        .unsendable, mayHaveArrived: false,
                        message: "The system has no thread left for a handshake with \(host); "
                            + "raise the limit of threads."))
            }
        } onCancel: {
            call.isCancelled.store(true, ordering: .relaxed)
        }
    }
}

/// One handshake in progress; libcurl's callbacks fill it.
///
/// Unchecked: except for the flag, only its own thread touches it.
private final class TLSCall: @unchecked Sendable {
    let isCancelled = Atomic(false)
    private let offer: TLSOffer
    private let host: TLSHost
    private let settings: CurlTransport.Settings
    private var cipher: String?
    private var isDone = false
    private var wasReset = false

    init(_ offer: TLSOffer, _ host: TLSHost, _ settings: CurlTransport.Settings) {
        self.offer = offer
        self.host = host
        self.settings = settings
    }

    func result() -> Result<TLSAnswer, any Error> {
        Result {
            let answer = try carryOut()
            // Some servers reset a connection instead of refusing; so do networks, occasionally.
            return wasReset ? try carryOut() : answer
        }
    }

    private func carryOut() throws -> TLSAnswer {
        guard CurlLoop.isReady, let handle = CurlHandle() else {
            throw failure(.unsendable, "libcurl could not be initialised; check its installation.")
        }
        defer { handle.free() }
        try prepare(handle)
        let result = curl_easy_perform(handle.easy)
        if isDone { return .accepted(TLSConnection(cipher: cipher, chain: chain(handle))) }
        if isCancelled.load(ordering: .relaxed) { throw CancellationError() }
        let detail = String(cString: handle.explanation)
        let reason =
            detail.isEmpty ? String(cString: curl_easy_strerror(result)) : detail.harmless(300)
        switch result {
        case CURLE_SSL_CONNECT_ERROR:
            wasReset = handle.get(CURLINFO_OS_ERRNO) != 0
            return .refused(reason)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR: return .untrusted(reason)
        case CURLE_SSL_CIPHER: return .unofferable
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            throw failure(.unresolved, "Cannot resolve \(host) (\(reason)).")
        case CURLE_OPERATION_TIMEDOUT:
            throw failure(.timedOut, "\(host) did not finish a TLS handshake in time (\(reason)).")
        default:
            throw failure(.noConnection, "No connection to \(host) (\(reason)).")
        }
    }

    private func failure(_ kind: TransportError.Kind, _ message: String) -> TransportError {
        TransportError(kind, mayHaveArrived: false, message: message)
    }

    // MARK: options

    private func prepare(_ handle: CurlHandle) throws {
        try handle.set(CURLOPT_ERRORBUFFER, handle.explanation)
        try handle.set(CURLOPT_NOSIGNAL, 1)
        try handle.check(scs_easy_only_http(handle.easy), "PROTOCOLS")
        try handle.check(scs_easy_leave_lookups(handle.easy), "QUICK_EXIT")
        let name = host.name.contains(":") ? "[\(host.name)]" : host.name
        try handle.set(CURLOPT_URL, "https://\(name):\(host.port)/")
        if !settings.usesProxies { try handle.set(CURLOPT_PROXY, "") }
        if settings.forcesIPv4 { try handle.set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_V4)) }
        try handle.set(CURLOPT_CONNECT_ONLY, 1)
        try handle.set(CURLOPT_CONNECTTIMEOUT_MS, settings.connectLimit.wholeMilliseconds)
        try handle.set(CURLOPT_TIMEOUT_MS, settings.connectLimit.wholeMilliseconds)
        try handle.set(CURLOPT_SSL_SESSIONID_CACHE, 0)
        try handle.set(CURLOPT_SSLVERSION, offer.versions.forCurl)
        // The system's security level would hide exactly what is tested.
        try handle.set(CURLOPT_SSL_CIPHER_LIST, offer.ciphers + ":@SECLEVEL=0")
        if !offer.suites.isEmpty {
            try handle.set(CURLOPT_TLS13_CIPHERS, offer.suites.joined(separator: ":"))
        }
        if !offer.curves.isEmpty {
            try handle.set(CURLOPT_SSL_EC_CURVES, offer.curves.joined(separator: ":"))
        }
        try handle.set(CURLOPT_SSL_VERIFYPEER, offer.verifies ? 1 : 0)
        try handle.set(CURLOPT_SSL_VERIFYHOST, offer.verifies ? 2 : 0)
        try handle.set(CURLOPT_CERTINFO, 1)
        if let file = settings.tls.caFile { try handle.set(CURLOPT_CAINFO, file) }
        if let file = settings.tls.clientCertificate { try handle.set(CURLOPT_SSLCERT, file) }
        if let file = settings.tls.clientKey { try handle.set(CURLOPT_SSLKEY, file) }
        try handle.set(CURLOPT_KEYPASSWD, settings.tls.keyPassphrase?.exposed ?? "")
        try setCallbacks(handle)
    }

    private func setCallbacks(_ handle: CurlHandle) throws {
        // Unretained: this object outlives the handle, which `carryOut` frees.
        let me = Unmanaged.passUnretained(self).toOpaque()
        for option in [CURLOPT_PREREQDATA, CURLOPT_XFERINFODATA, CURLOPT_DEBUGDATA] {
            try handle.set(option, me)
        }
        // Called once the connection is secure and before anything is sent over it.
        let begin = scs_easy_set_prerequest(handle.easy) { me, _, _, _, _ in
            TLSCall.at(me).isDone = true
            return CURL_PREREQFUNC_ABORT
        }
        try handle.check(begin, "PREREQFUNCTION")
        try handle.set(CURLOPT_NOPROGRESS, 0)
        let progress = scs_easy_set_progress(handle.easy) { me, _, _, _, _ in
            TLSCall.at(me).isCancelled.load(ordering: .relaxed) ? 1 : 0
        }
        try handle.check(progress, "XFERINFOFUNCTION")
        try handle.set(CURLOPT_VERBOSE, 1)
        let debug = scs_easy_set_debug(handle.easy) { _, kind, text, count, me in
            if kind == CURLINFO_TEXT, let text, let me {
                let bytes = UnsafeRawBufferPointer(start: text, count: count)
                TLSCall.at(me).read(String(decoding: bytes, as: UTF8.self))
            }
            return 0
        }
        try handle.check(debug, "DEBUGFUNCTION")
    }

    private static func at(_ pointer: UnsafeMutableRawPointer?) -> TLSCall {
        Unmanaged<TLSCall>.fromOpaque(pointer.unsafelyUnwrapped).takeUnretainedValue()
    }

    // MARK: reports from libcurl

    /// The only source of the cipher suite; without it a verdict can only name the offer.
    private func read(_ line: String) {
        guard line.hasPrefix("SSL connection using ") else { return }
        let parts = line.split(separator: "/")
        guard parts.count > 1 else { return }
        cipher = parts[1].trimmed
    }

    private func chain(_ handle: CurlHandle) -> [[UInt8]] {
        var info: UnsafeMutablePointer<curl_certinfo>?
        guard scs_easy_get_certinfo(handle.easy, &info) == CURLE_OK, let info,
            let lists = info.pointee.certinfo
        else { return [] }
        var chain: [[UInt8]] = []
        for index in 0..<Int(info.pointee.num_of_certs) {
            var field = lists[index]
            while let current = field {
                let text = String(cString: current.pointee.data)
                if text.hasPrefix("Cert:"), let der = PEM.certificate(text) { chain.append(der) }
                field = current.pointee.next
            }
        }
        return chain
    }
}

extension ClosedRange<TLSVersion> {
    /// The minimum version, and the maximum in the upper half of libcurl's number.
    fileprivate var forCurl: Int {
        let least =
            switch lowerBound {
            case .tls10: CURL_SSLVERSION_TLSv1_0
            case .tls11: CURL_SSLVERSION_TLSv1_1
            case .tls12: CURL_SSLVERSION_TLSv1_2
            case .tls13: CURL_SSLVERSION_TLSv1_3
            }
        let greatest =
            switch upperBound {
            case .tls10: CURL_SSLVERSION_MAX_TLSv1_0
            case .tls11: CURL_SSLVERSION_MAX_TLSv1_1
            case .tls12: CURL_SSLVERSION_MAX_TLSv1_2
            case .tls13: CURL_SSLVERSION_MAX_TLSv1_3
            }
        return Int(least) | Int(greatest)
    }
}
