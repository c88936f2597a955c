// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import SCSSimulatedCloud
import TestSupport

/// Injects faults between a client and the simulated cloud.
struct FaultyTransport: HTTPTransport {
    let cloud: SimulatedCloud
    let clock: SimulatedClock
    let persona: Persona?
    let injection: Injection

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let host = request.url.host() ?? ""
        if !host.hasSuffix(".simulated.example") { injection.strayed(to: host) }
        let shape = request.shape(by: persona)
        let (occurrence, fault) = try injection.begin(shape)
        guard let fault else {
            let response = try await cloud.send(request)
            injection.ended(
                shape, occurrence, at: request.url.path(), status: response.status)
            injection.performed(shape, status: response.status, in: cloud.inventory)
            return response
        }
        clock.advance(by: .milliseconds(20))
        var response: HTTPResponse?
        if fault.performs {
            var whole = request
            whole.bodyDestination = .collect(limit: .max)
            if fault.isEndless { whole.url = Self.firstPage(of: request.url) }
            let answer = try await cloud.send(whole)
            injection.performed(shape, status: answer.status, in: cloud.inventory)
            response = answer
        }
        return try commit(fault, request, response, host)
    }

    /// The page from which repeated or invented pages are derived.
    private static func firstPage(of url: URL) -> URL {
        guard var parts = URLComponents(url: url, resolvingAgainstBaseURL: false) else {
            return url
        }
        parts.queryItems = parts.queryItems?.filter { $0.name != "marker" }
        return parts.url ?? url
    }

    private func commit(
        _ fault: Fault, _ request: HTTPRequest, _ response: HTTPResponse?, _ host: String
    ) throws -> HTTPResponse {
        func broken(
            _ kind: TransportError.Kind, arrived: Bool, delivered: Int = 0
        ) -> TransportError {
            TransportError(
                kind, mayHaveArrived: arrived, bytesDelivered: Int64(delivered),
                message: "\(host): \(fault.rawValue), as the campaign wants it.")
        }
        if let status = fault.status {
            return Counterfeit.answer(fault, status: status, to: request)
        }
        let body = response?.body ?? []
        switch fault {
        case .refused: throw broken(.noConnection, arrived: false)
        case .resetBefore, .lostAnswer: throw broken(.connectionLost, arrived: true)
        case .stalled:
            clock.advance(by: .seconds(60))
            throw broken(.timedOut, arrived: true)
        case .huge: throw broken(.tooLarge, arrived: true)
        case .resetInside:
            guard case .stream(let sink) = request.bodyDestination, response?.isSuccess == true
            else {
                throw broken(.connectionLost, arrived: true)
            }
            let half = Array(body.prefix(body.count / 2))
            _ = try sink.receive(half)
            throw broken(.connectionLost, arrived: true, delivered: half.count)
        case .slowDrip: clock.advance(by: .seconds(300))
        default: break
        }
        guard var response else { throw broken(.connectionLost, arrived: true) }
        guard response.isSuccess else { return response }
        if fault.isOfBody {
            response.body = Counterfeit.body(fault, of: body, at: request.url)
            if fault == .html { response.headers["Content-Type"] = "text/html" }
        }
        if case .stream(let sink) = request.bodyDestination {
            response.endedEarly = try !sink.receive(response.body)
            response.body = []
        }
        return response
    }
}
