// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSupport

/// The calls of a run in the HTTP Archive format 1.2, without headers and bodies.
///
/// What is left out by rule: request headers (they carry tokens), all headers of answers but the request id, and
/// bodies, of which only the sizes are kept.
enum HAR {
    static func document(_ log: CallLog, tool: String, version: String) -> JSON {
        [
            "log": [
                "version": "1.2",
                "creator": ["name": .string(tool), "version": .string(version)],
                "comment":
                    "Without bodies and without headers, except for request ids; query values that could be secret are masked.",
                "entries": .array(log.entries.map(entry)),
            ]
        ]
    }

    private static func entry(_ entry: CallLog.Entry) -> JSON {
        let call = entry.call
        let milliseconds = JSON.number(
            (Double(call.duration.components.seconds) * 1000
                + Double(call.duration.components.attoseconds) / 1e15).rounded())
        var fields: [String: JSON] = [
            "startedDateTime": .string(time(entry.began)), "time": milliseconds,
            "request": request(call), "response": response(call), "cache": [:],
            // libcurl's phases are not told apart: all of it is waiting.
            "timings": ["send": 0, "wait": milliseconds, "receive": 0],
        ]
        if let id = call.requestID { fields["_requestId"] = .string(id) }
        if let tls = call.connection?.tls { fields["_tls"] = .string(tls.rawValue) }
        switch call.origin {
        case .testcase(let id): fields["_testcase"] = .string(id)
        case .fact(let name): fields["_fact"] = .string(name)
        case nil: break
        }
        return .object(fields)
    }

    private static func request(_ call: Transcript.Call) -> JSON {
        let query = call.url.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        let items = query.split(separator: "&").map { item -> JSON in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return [
                "name": .string(String(parts[0])),
                "value": .string(parts.count > 1 ? String(parts[1]) : ""),
            ]
        }
        return [
            "method": .string(call.method.rawValue), "url": .string(call.url),
            "httpVersion": .string(call.connection?.version ?? ""), "cookies": [], "headers": [],
            "queryString": .array(items), "headersSize": -1, "bodySize": .integer(call.bytesOut),
        ]
    }

    private static func response(_ call: Transcript.Call) -> JSON {
        var status: Int64 = 0
        var comment = ""
        switch call.ending {
        case .status(let number): status = Int64(number)
        case .failed(let error): comment = "No answer: \(error.kind.words)."
        case .cancelled: comment = "Cancelled."
        case .stopped(let by): comment = "Stopped by \(by)."
        }
        let headers: [JSON] =
            call.requestID.map {
                [["name": "x-openstack-request-id", "value": .string($0)]]
            } ?? []
        var fields: [String: JSON] = [
            "status": .integer(status), "statusText": "",
            "httpVersion": .string(call.connection?.version ?? ""), "cookies": [],
            "headers": .array(headers),
            "content": ["size": .integer(call.bytesIn), "mimeType": "", "comment": "omitted"],
            "redirectURL": "", "headersSize": -1, "bodySize": .integer(call.bytesIn),
        ]
        if !comment.isEmpty { fields["comment"] = .string(comment) }
        return .object(fields)
    }

    /// With milliseconds, as many calls begin in the same second.
    static func time(_ date: Date) -> String {
        let milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down))
        let whole = Date(timeIntervalSince1970: Double(milliseconds / 1000))
        let rest = String(milliseconds % 1000)
        return Timestamp.format(whole).dropLast() + "."
            + String(repeating: "0", count: 3 - rest.count)
            + rest + "Z"
    }
}
