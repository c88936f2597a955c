// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import Synchronization

/// Answers that no healthy service sends.
enum Counterfeit {
    private static let page = Array(
        "<html><head><title>Portal</title></head><body><h1>Please sign in</h1></body></html>".utf8)
    private static let counter = Mutex(0)

    /// An answer that replaces the service's.
    static func answer(_ fault: Fault, status: Int, to request: HTTPRequest) -> HTTPResponse {
        var response = HTTPResponse(status: status)
        switch fault {
        case .notFoundPage, .badGateway, .gatewayTimeout:
            response.headers["Content-Type"] = "text/html"
            response.body = page
            return response
        case .redirect:
            response.headers["Location"] = "https://elsewhere.example" + request.url.path()
        case .tooLargeAfter, .tooManyAfter, .unavailableAfter:
            response.headers["Retry-After"] = "3"
        default: break
        }
        response.headers["x-openstack-request-id"] = "req-campaign"
        response.body = Array(#"{"error": {"code": \#(status), "message": "campaign"}}"#.utf8)
        return response
    }

    /// The replacement of `body`.
    static func body(_ fault: Fault, of body: [UInt8], at url: URL) -> [UInt8] {
        switch fault {
        case .emptyBody: return []
        case .emptyObject: return Array("{}".utf8)
        case .html: return page
        case .truncated: return Array(body.prefix(body.count / 2))
        case .nested: return [UInt8](repeating: 0x5B, count: 100_000)
        default: break
        }
        do {
            let document = try JSON.parse(body)
            if fault.isEndless { return try endless(document, fault, at: url).bytes() }
            return try confused(document).bytes()
        } catch {
            // Answers to uploads and deletions have no body to change.
            return body
        }
    }

    /// Strings become numbers, numbers strings.
    private static func confused(_ value: JSON) -> JSON {
        switch value {
        case .string: 7
        case .integer, .number, .bool: "seven"
        case .null: false
        case .array(let items): .array(items.map(confused))
        case .object(let fields): .object(fields.mapValues(confused))
        }
    }

    /// The page with a link to a next one, and optionally with items never seen before.
    private static func endless(_ document: JSON, _ fault: Fault, at url: URL) -> JSON {
        guard case .object(var fields) = document else { return document }
        for (key, value) in fields where !key.hasSuffix("_links") {
            guard let items = value.array else { continue }
            if fault == .endlessFresh {
                fields[key] = .array(items.map(renewed))
            }
            if url.host()?.hasPrefix("image.") == true {
                fields["next"] = "/v2/images?marker=next"
            } else {
                fields[key + "_links"] = [["rel": "next", "href": .string(url.absoluteString)]]
            }
        }
        return .object(fields)
    }

    private static func renewed(_ item: JSON) -> JSON {
        guard case .object(var fields) = item else { return item }
        let number = counter.withLock { counter in
            counter += 1
            return counter
        }
        fields["id"] = .string("endless-\(number)")
        return .object(fields)
    }
}
