// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSFleet

/// Small reports by value.
enum SampleReport {
    /// A report whose test cases are `scs-0001-a` and the like, with a verdict each.
    static func make(
        _ verdicts: KeyValuePairs<String, String>, at hour: Int,
        url: String = "https://one.example",
        exitStatus: Int = 0, reasons: [String: String] = [:]
    ) throws -> Report {
        let testcases = verdicts.map { id, verdict in
            let reason = reasons[id].map { #""reason": "\#($0)", "message": "m", "# } ?? ""
            return """
                {"id": "\(id)", "standard": "\(id.prefix(8))-v1", "target": "main", "title": "t",
                "verdict": "\(verdict)", \(reason)"counted": true, "duration_seconds": 1.5,
                "steps": [], "evidence": [], "notes": []}
                """
        }
        let standards = Set(verdicts.map { $0.key.prefix(8) }).sorted().map {
            #"{"id": "\#($0)-v1", "version": "v1", "name": "n", "url": "u"}"#
        }
        let all = verdicts.map(\.value)
        let verdict = ["FAIL", "MISSING", "ABORT"].first(where: all.contains) ?? "PASS"
        let time = "2026-11-28T\(hour < 10 ? "0" : "")\(hour):00:00Z"
        let text = """
            {"schema_version": 2, "tool": {"name": "scs-check", "version": "0.2.0"},
            "subject": {"cloud": "one", "auth_url": "\(url)", "tls_verified": true},
            "scope": [\(standards.joined(separator: ","))],
            "run": {"id": "r\(hour)", "started_at": "\(time)", "ended_at": "\(time)",
            "duration_seconds": 2, "depth": "data", "selection": ["x"], "seed": "1", "calls": 3,
            "retries": 0, "interrupted": false},
            "verdict": "\(verdict)", "exit_status": \(exitStatus), "exit_status_rule": "all",
            "testcases": [\(testcases.joined(separator: ","))], "leftovers": []}
            """
        return try JSONReport.read(Array(text.utf8), file: "sample")
    }

    static func subject(_ name: String) -> FleetSubject {
        FleetSubject(cloud: name, region: nil, name: name)
    }
}
