// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport

/// Sends requests with libcurl, on one thread that starts with the first request.
///
/// It follows no redirects, keeps no cookies and reads no `.netrc`; proxies come from the
/// environment.
/// Sources and sinks are called on its thread, so a slow one slows the others.
package final class CurlTransport: HTTPTransport {
    /// Limits and identity; the defaults suit a distant cloud.
    package struct Settings: Sendable, Equatable {
        /// For name lookup, connection and TLS handshake together.
        package var connectLimit: Duration = .seconds(10)
        /// The longest time without a byte in either direction once the request has started.
        package var idleLimit: Duration = .seconds(60)
        /// For the whole exchange, if the request has no limit of its own.
        package var totalLimit: Duration = .seconds(30 * 60)
        /// The same if neither request nor answer is streamed: collected bodies take less.
        package var collectLimit: Duration = .seconds(5 * 60)
        /// Further requests wait for a free connection; over HTTP/2 many share one.
        package var maxConnectionsPerHost = 8
        package var tls: TLSSettings
        package var userAgent: String
        /// Whether `https_proxy`, `no_proxy` and the like apply.
        package var usesProxies = true
        /// Whether names are resolved to IPv4 addresses only.
        package var forcesIPv4 = false

        package init(tls: TLSSettings = TLSSettings(), userAgent: String = "scs-check") {
            self.tls = tls
            self.userAgent = userAgent
        }

        /// The time limit of the whole exchange.
        func limit(of request: HTTPRequest) -> Duration {
            if let limit = request.timeLimit { return limit }
            guard case .collect = request.bodyDestination else { return totalLimit }
            if case .stream = request.body { return totalLimit }
            return min(collectLimit, totalLimit)
        }
    }

    private let loop: CurlLoop
    private let shared: (loops: CurlLoops, loop: CurlLoop)?

    /// `loops` carry the requests whose bodies are in memory; those that stream have a thread of their own, as sources and
    /// sinks slow it.
    package init(settings: Settings, sharing loops: CurlLoops? = nil) {
        loop = CurlLoop(settings: settings)
        shared = loops.map { ($0, $0.loop(for: settings)) }
    }

    deinit {
        loop.shutDown()
    }

    /// Ends its own thread; active requests throw `CancellationError`, later ones are refused.
    package func shutdown() {
        loop.shutDown()
    }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        try SendableRequest.check(request)
        let request = try TimeBound.current.bounding(request)
        let transfer = CurlTransfer(request)
        let loop = request.isStreamed ? self.loop : shared?.loop ?? self.loop
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                transfer.continuation = continuation
                loop.submit(transfer)
            }
        } onCancel: {
            loop.cancel(transfer)
        }
    }
}

extension HTTPRequest {
    fileprivate var isStreamed: Bool {
        if case .stream = body { return true }
        if case .stream = bodyDestination { return true }
        return false
    }
}
