// SPDX-License-Identifier: Apache-2.0
import Dispatch
import FoundationEssentials
import SCSHTTP

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// A simulated cloud over HTTP on 127.0.0.1, for programs outside of this process.
///
/// The first part of a path names the host. Time passes with each request, as programs sleep by a clock
/// of their own.
package final class LoopbackGateway: Sendable {
    private let listener: CInt
    private let base: String
    private static let step = Duration.seconds(2)

    /// Listens on a port that the system chooses; throws `LoopbackSocket.Failure`.
    package init(_ cloud: SimulatedCloud, clock: SimulatedClock) throws {
        let (listener, port) = try LoopbackSocket.listen()
        self.listener = listener
        let base = "http://127.0.0.1:\(port)"
        self.base = base
        let queue = DispatchQueue(label: "loopback gateway", attributes: .concurrent)
        queue.async {
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                queue.async { Self.serve(LoopbackSocket(connection), cloud, clock, base) }
            }
            close(listener)
        }
    }

    deinit {
        // It ends the loop that accepts, which closes it.
        shutdown(listener, CInt(SHUT_RDWR))
    }

    /// Where an address of the simulated cloud is reached.
    package func address(_ text: String) -> String { Self.address(text, base) }

    private static func address(_ text: String, _ base: String) -> String {
        Host.allCases.reduce(text) { $0.replacing($1.text, with: "\(base)/\($1.rawValue)") }
    }

    /// One request a connection: programs are few and patient.
    private static func serve(
        _ socket: LoopbackSocket, _ cloud: SimulatedCloud, _ clock: SimulatedClock, _ base: String
    ) {
        guard let request = LoopbackRequest(from: socket)?.request else { return socket.close() }
        Task {
            clock.advance(by: step)
            do {
                let response = try await cloud.send(request)
                var head = "HTTP/1.1 \(response.status) Status\r\nConnection: close\r\n"
                for (name, value) in response.headers.fields
                where name.lowercased() != "content-length" {
                    head += "\(name): \(address(value.exposed, base))\r\n"
                }
                var body = response.body
                if response.headers["Content-Type"]?.contains("json") == true {
                    body = Array(address(String(decoding: body, as: UTF8.self), base).utf8)
                }
                head += "Content-Length: \(body.count)\r\n\r\n"
                socket.send(Array(head.utf8) + (request.method == .head ? [] : body))
            } catch {
                // A connection that breaks in the simulated cloud breaks here too.
                socket.close()
                return
            }
            socket.close()
        }
    }
}
