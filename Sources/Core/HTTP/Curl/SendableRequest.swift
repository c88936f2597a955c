// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// Refuses unsafe requests before connecting.
enum SendableRequest {
    /// Header fields that the transport computes: a second one could be read differently.
    private static let computed: Set<String> = ["content-length", "transfer-encoding", "expect"]
    /// The characters that RFC 9110 allows in a name beside letters and digits.
    private static let tokenSigns = Set("!#$%&'*+-.^_`|~".utf8)

    static func check(_ request: HTTPRequest) throws(TransportError) {
        let url = request.url
        let text = url.absoluteString
        guard let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme) else {
            throw refusal("The URL must begin with http:// or https://; correct the endpoint.")
        }
        guard let host = url.host(), !host.isEmpty else {
            throw refusal("The URL has no host; correct the endpoint.")
        }
        guard url.user() == nil, url.password() == nil else {
            throw refusal(
                "The URL for \(host) contains a user name or password; remove it from the endpoint."
            )
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw refusal("The URL for \(host) contains a space or control character; escape it.")
        }
        for field in request.headers.fields {
            try check(field.name, field.value.exposed, host: host)
        }
        if case .stream(let length, _) = request.body, length < 0 {
            throw refusal("The body for \(host) has a length of \(length) bytes; give its size.")
        }
        switch (request.method, request.body) {
        case (.head, .bytes), (.head, .stream):
            throw refusal("A HEAD request to \(host) cannot have a body; omit it.")
        default: break
        }
    }

    /// The message never shows the value, which may be a token.
    private static func check(
        _ name: String, _ value: String, host: String
    ) throws(TransportError) {
        let isToken =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                tokenSigns.contains(byte) || (0x30...0x39).contains(byte)
                    || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            }
        guard isToken else {
            throw refusal("A header for \(host) has a name that HTTP does not allow; correct it.")
        }
        guard !computed.contains(name.lowercased()) else {
            throw refusal("The transport itself sets \(name) for \(host); do not set it.")
        }
        guard value.utf8.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else {
            throw refusal(
                "The value of header \(name) for \(host) contains a line break or control "
                    + "character; look for a stray line break in the configuration.")
        }
    }

    private static func refusal(_ message: String) -> TransportError {
        TransportError(.unsendable, mayHaveArrived: false, message: message)
    }
}
