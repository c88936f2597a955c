// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
package import SCSHTTP
import Synchronization

/// An in-process SCS-compatible cloud that answers like OpenStack 2025.1.
package final class SimulatedCloud: HTTPTransport {
    /// Keystone's URL.
    package static let authURL = Host.identity.url(["v3"])

    private let world: Mutex<World>
    private let clock: SimulatedClock
    /// How long an ordinary request takes.
    private static let cost: Duration = .milliseconds(20)

    /// A cloud that uses `clock`, and counts `gibibyte` bytes as one GiB.
    package init(
        profile: Profile = .compliant, clock: SimulatedClock, gibibyte: Int64 = 1 << 30,
        seed: UInt64 = 1, scale: Scale = Scale()
    ) {
        self.clock = clock
        world = Mutex(
            World(
                profile: profile, gibibyte: gibibyte, start: clock.start, seed: seed,
                scale: scale))
    }

    /// Everything that exists now.
    package var inventory: Inventory {
        settled { $0.inventory }
    }

    /// The offsets of wrong bytes that restores wrote, by volume id; kept after a volume's
    /// deletion.
    package var corruptions: [String: Int64] {
        settled { $0.corruptions }
    }

    /// Adds a foreign volume with snapshot and backup, and a foreign image, to the member's
    /// project.
    package func plant(
        name: String?, credentials: Credentials = .member, withBackup: Bool = true,
        withSnapshot: Bool = false, withImage: Bool = true
    ) {
        settled { world in
            let project = world.directory.project(of: credentials)
            let volume = world.plantVolume(name: name, project: project)
            if withBackup { world.plantBackup(name: name, of: volume) }
            if withSnapshot { world.plantSnapshot(name: name, of: volume) }
            if withImage { world.plantImage(name: name, project: project) }
        }
    }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        let host = try resolve(request.url)
        clock.advance(by: Self.cost)
        let disturbance = world.withLock {
            $0.weather.next(request.method, isIdentity: host == .identity)
        }
        switch disturbance {
        case .instead(let answer): return try await deliver(answer, to: request)
        case .lostRequest: throw lost(host)
        case .lostAnswer, nil: break
        }
        let answer = try perform(request, at: host)
        clock.advance(by: answer.delay)
        if case .lostAnswer? = disturbance {
            if case .content(let content, let range) = answer.body {
                // The connection breaks in the middle of the body.
                var half = answer
                let middle = (range.lowerBound + range.upperBound) / 2
                half.body = .content(content, range.lowerBound..<middle)
                let delivered = try await deliver(half, to: request)
                if delivered.endedEarly { return delivered }
                throw lost(host, delivered: Int64(range.count) / 2)
            }
            throw lost(host)
        }
        return try await deliver(answer, to: request)
    }

    private func resolve(_ url: URL) throws -> Host {
        let isImageGone = world.withLock { $0.profile.has(.noImageService) }
        guard let host = Host(url), !(host == .image && isImageGone) else {
            throw TransportError(
                .unresolved, mayHaveArrived: false,
                message: "The simulated cloud has no host \(url.host() ?? "without a name"); "
                    + "begin at \(Self.authURL.absoluteString).")
        }
        return host
    }

    private func lost(_ host: Host, delivered: Int64 = 0) -> TransportError {
        TransportError(
            .connectionLost, mayHaveArrived: true, bytesDelivered: delivered,
            message: "The connection to \(host.rawValue) broke before the answer was complete; "
                + "try again.")
    }

    private func perform(_ request: HTTPRequest, at host: Host) throws -> Answer {
        var call = Call(
            method: request.method,
            path: request.url.path(percentEncoded: false).split(separator: "/").map(String.init),
            query: URLComponents(url: request.url, resolvingAgainstBaseURL: false)?.queryItems?
                .map { ($0.name, $0.value ?? "") } ?? [],
            headers: request.headers, body: [], requestID: "")
        let isUpload = host == .image && request.method == .put && call.path.last == "file"
        if !isUpload { call.body = try collect(request.body) }
        call.requestID = settled { "req-" + $0.random.uuid() }
        let ready = call
        if isUpload { return try upload(request.body, by: ready) }
        return settled { $0.answer(ready, at: host) }
    }

    /// Applies due changes, then runs `act`.
    func settled<Result: Sendable>(_ act: (inout World) -> Result) -> Result {
        world.withLock { world in
            world.settle(until: clock.now.offset)
            return act(&world)
        }
    }

    private func upload(_ body: HTTPRequest.Body, by call: Call) throws -> Answer {
        let begun = settled { world -> (id: String?, answer: Answer) in
            do throws(Answer) {
                return (try world.beginUpload(call), Answer(status: 204))
            } catch {
                return (nil, error)
            }
        }
        guard let id = begun.id else {
            return settled { $0.finish(begun.answer, call, at: .image) }
        }
        do {
            let content = try Content(reading: source(of: body))
            return settled { $0.finish($0.finishUpload(id, content), call, at: .image) }
        } catch {
            settled { $0.images[id]?.status = "queued" }
            throw error
        }
    }

    private func source(of body: HTTPRequest.Body) -> any ByteSource {
        switch body {
        case .none: BytesInMemory([])
        case .bytes(let bytes): BytesInMemory(bytes)
        case .stream(_, let open): open()
        }
    }

    private func collect(_ body: HTTPRequest.Body) throws -> [UInt8] {
        var source = source(of: body)
        var bytes: [UInt8] = []
        while true {
            let piece = try source.next(64 << 10)
            if piece.isEmpty { return bytes }
            bytes += piece
        }
    }
}

/// A body in memory.
private struct BytesInMemory: ByteSource {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    mutating func next(_ count: Int) -> [UInt8] {
        let piece = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
        return piece
    }
}
