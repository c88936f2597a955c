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
        let milliseconds = JSON.number(milliseconds(call.duration).rounded())
        var fields: [String: JSON] = [
            "startedDateTime": .string(time(entry.began)), "time": milliseconds,
            "request": request(call), "response": response(call), "cache": [:],
            "timings": call.phases.map { timings($0, of: call.duration) }
                // Without phases all of it is waiting.
                ?? ["send": 0, "wait": milliseconds, "receive": 0],
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

    /// What does not apply is -1. `connect` includes `ssl`, and `wait` what was sent, which libcurl does not tell apart.
    private static func timings(_ phases: HTTPPhases, of whole: Duration) -> JSON {
        func number(_ duration: Duration?) -> JSON {
            .number(duration.map { (milliseconds($0) * 1000).rounded() / 1000 } ?? -1)
        }
        let connect = phases.connect.map { $0 + (phases.handshake ?? .zero) }
        return [
            // Until its turn came: politeness towards the service, and other calls.
            "blocked": number(max(.zero, whole - phases.total)), "dns": number(phases.lookup),
            "connect": number(connect), "ssl": number(phases.handshake), "send": 0,
            "wait": number(phases.wait), "receive": number(phases.receive),
        ]
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) * 1000 + Double(attoseconds) / 1e15
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
        // Before 1970, where a machine without a clock may be, the remainder is negative.
        let part = (milliseconds % 1000 + 1000) % 1000
        let whole = Date(timeIntervalSince1970: Double((milliseconds - part) / 1000))
        let rest = String(part)
        return Timestamp.format(whole).dropLast() + "."
            + String(repeating: "0", count: 3 - rest.count)
            + rest + "Z"
    }
}
