// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension [Report] {
    /// Those that failed come first, else their order stays.
    var worstFirst: [Report] {
        let order: [Verdict] = [.fail, .missing, .abort, .pass]
        func place(_ report: Report) -> Int { order.firstIndex(of: report.verdict) ?? 0 }
        return sorted { place($0) < place($1) }
    }

    /// `3 reports: 1 FAIL, 2 PASS`
    var headline: String {
        let counts = [Verdict.fail, .missing, .abort, .pass].compactMap { verdict -> String? in
            let count = count { $0.verdict == verdict }
            return count == 0 ? nil : "\(count) \(verdict.rawValue)"
        }
        return "\(count.counted("report")): \(counts.joined(separator: ", "))"
    }
}
