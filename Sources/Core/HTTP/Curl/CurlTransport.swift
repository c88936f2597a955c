// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport

/// Sends requests with libcurl, all of them on one thread that starts with the first request.
///
/// It follows no redirects, keeps no cookies and reads no `.netrc`; proxies come from the
/// environment. Sources and sinks are called on its thread, so a slow one slows the others.
package final class CurlTransport: HTTPTransport {
    /// Limits and identity; the defaults suit a cloud on the other side of the internet.
    package struct Settings: Sendable {
        /// For name lookup, connection and TLS handshake together.
        package var connectLimit: Duration = .seconds(10)
        /// The longest time without a byte in either direction once the request was begun.
        package var idleLimit: Duration = .seconds(60)
        /// For the whole exchange, where the request has no limit of its own.
        package var totalLimit: Duration = .seconds(30 * 60)
        /// The same where neither body nor answer is a stream: nothing that is kept takes as long.
        package var collectLimit: Duration = .seconds(5 * 60)
        /// Requests beyond it wait for a free connection; over HTTP/2 many share one.
        package var maxConnectionsPerHost = 8
        package var tls: TLSSettings
        package var userAgent: String
        /// Whether `https_proxy`, `no_proxy` and the like are obeyed.
        package var usesProxies = true
        /// Whether names are looked up as IPv4 addresses alone.
        package var forcesIPv4 = false

        package init(tls: TLSSettings = TLSSettings(), userAgent: String = "scs-check") {
            self.tls = tls
            self.userAgent = userAgent
        }

        /// The longest that the whole exchange may take.
        func limit(of request: HTTPRequest) -> Duration {
            if let limit = request.timeLimit { return limit }
            guard case .collect = request.bodyDestination else { return totalLimit }
            if case .stream = request.body { return totalLimit }
            return min(collectLimit, totalLimit)
        }
    }

    private let loop: CurlLoop

    package init(settings: Settings) {
        loop = CurlLoop(settings: settings)
    }

    deinit {
        loop.shutDown()
    }

    /// Ends the thread; what is under way throws `CancellationError`, later requests are refused.
    package func shutdown() {
        loop.shutDown()
    }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        try SendableRequest.check(request)
        let request = try TimeBound.current.bounding(request)
        let transfer = CurlTransfer(request)
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
