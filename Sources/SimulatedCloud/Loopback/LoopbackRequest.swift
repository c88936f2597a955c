// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP

/// A request as it came over loopback, with its whole body.
struct LoopbackRequest {
    let request: HTTPRequest
    private static let headLimit = 64 << 10
    private static let bodyLimit = 64 << 20

    /// Nil where it is none that the simulated cloud could answer.
    init?(from socket: LoopbackSocket) {
        var bytes: [UInt8] = []
        let blank = Array("\r\n\r\n".utf8)
        while bytes.firstRange(of: blank) == nil {
            let more = socket.receive()
            guard !more.isEmpty, bytes.count <= Self.headLimit else { return nil }
            bytes += more
        }
        guard let end = bytes.firstRange(of: blank) else { return nil }
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        var lines = head.split(separator: "\r\n")[...]
        let first = lines.popFirst()?.split(separator: " ") ?? []
        guard first.count == 3, let method = HTTPRequest.Method(rawValue: String(first[0])) else {
            return nil
        }
        let parts = first[1].split(separator: "/", maxSplits: 1)
        guard let host = parts.first.flatMap({ Host(rawValue: String($0)) }),
            let url = URL(string: "\(host.text)/\(parts.dropFirst().first ?? "")")
        else { return nil }
        var request = HTTPRequest(method, url, bodyDestination: .collect(limit: Self.bodyLimit))
        var length = 0
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let name = String(line[..<colon])
            let value = String(line[line.index(after: colon)...].drop { $0 == " " })
            switch name.lowercased() {
            case "host", "connection": continue
            case "content-length": length = Int(value) ?? 0
            case "transfer-encoding": return nil
            case "expect": socket.send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
            default: request.headers[name] = value
            }
        }
        guard (0...Self.bodyLimit).contains(length) else { return nil }
        var body = Array(bytes[end.upperBound...])
        while body.count < length {
            let more = socket.receive()
            guard !more.isEmpty else { return nil }
            body += more
        }
        if length > 0 { request.body = .bytes(Array(body.prefix(length))) }
        self.request = request
    }
}
