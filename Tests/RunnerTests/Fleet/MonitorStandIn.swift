// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization
import TestSupport

/// A monitor on loopback that keeps what it gets.
final class MonitorStandIn: Sendable {
    private final class Got: Sendable {
        let bodies = Mutex<[String]>([])
    }

    private let got: Got
    private let server: LoopbackServer

    /// Answers every request with `status`, and with null if that is 200.
    init(status: Int = 200) throws {
        let got = Got()
        self.got = got
        server = try LoopbackServer { peer in
            var text = peer.readRequest()
            guard let end = text.range(of: "\r\n\r\n") else { return }
            let header = text[..<end.lowerBound].lowercased()
            let length =
                header.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                .flatMap { Int($0.dropFirst("content-length:".count).trimmed) } ?? 0
            if header.contains("expect: 100-continue") {
                peer.write("HTTP/1.1 100 Continue\r\n\r\n")
            }
            text = String(text[end.upperBound...])
            while text.utf8.count < length {
                let more = peer.read()
                if more.isEmpty { break }
                text += String(decoding: more, as: UTF8.self)
            }
            got.bodies.withLock { $0.append(text) }
            let body = status == 200 ? "null" : "{}"
            peer.write(
                "HTTP/1.1 \(status) x\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
            )
            peer.close()
        }
    }

    var url: String { "http://127.0.0.1:\(server.port)" }
    var bodies: [String] { got.bodies.withLock { $0 } }
}

extension Substring {
    fileprivate var trimmed: Substring { drop { $0 == " " } }
}
