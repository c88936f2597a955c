// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
import SCSSupport

/// A history as a folder of pages: an overview, and for each cloud its trends and its last report.
package struct Site: Sendable {
    /// A cloud's last runs and what its test cases did in them, the oldest first.
    struct Cloud: Sendable {
        var name: String
        /// The name of its files, without an extension.
        var file: String
        var runs: [HistoryRun]
        var results: [HistoryResult]
        var trends: [Trend]
        var last: HistoryRun
    }

    /// A page, by its path within the site.
    package struct Page: Sendable {
        package var path: String
        package var text: String
    }

    let tool: Report.Tool
    let clouds: [Cloud]
    private let reports: [String: Report]

    /// The last `limit` runs of each cloud, or of one; throws `HistoryError`.
    package init(
        _ history: History, cloud: String? = nil, limit: Int, tool: Report.Tool
    ) throws(HistoryError) {
        self.tool = tool
        var clouds: [Cloud] = []
        var reports: [String: Report] = [:]
        for name in try history.clouds() where cloud == nil || cloud == name {
            let runs = try history.runs(cloud: name, limit: limit)
            guard let last = runs.last else { continue }
            let results = try history.results(of: runs)
            clouds.append(
                Cloud(
                    name: name, file: SiteFile.name(name), runs: runs, results: results,
                    trends: Trend.all(results), last: last))
            reports[name] = try history.report(of: last.id)
        }
        guard !clouds.isEmpty else {
            throw HistoryError(
                description: cloud.map { "The history has no run of \($0.quotedForMessage)." }
                    ?? "The history has no run yet.")
        }
        let order: [Verdict] = [.fail, .missing, .abort, .pass]
        func place(_ cloud: Cloud) -> Int { order.firstIndex(of: cloud.last.verdict) ?? 0 }
        self.clouds = clouds.sorted { (place($0), $0.name) < (place($1), $1.name) }
        self.reports = reports
    }

    /// `3 clouds: 1 FAIL, 2 PASS`
    package var headline: String {
        let counts = [Verdict.fail, .missing, .abort, .pass].compactMap { verdict -> String? in
            let count = clouds.count { $0.last.verdict == verdict }
            return count == 0 ? nil : "\(count) \(verdict.rawValue)"
        }
        return "\(clouds.count.counted("cloud")): \(counts.joined(separator: ", "))"
    }

    /// All pages; the overview comes last, so that it never links to one that is not there yet.
    package var pages: [Page] {
        clouds.flatMap { cloud in
            let report = reports[cloud.name].map {
                Page(path: "reports/\(cloud.file).html", text: HTMLReport.render($0))
            }
            let page = Page(
                path: "clouds/\(cloud.file).html", text: SiteCloudPage.render(cloud, tool))
            return [report, page].compactMap(\.self)
        } + [Page(path: "index.html", text: SiteOverview.render(self))]
    }
}
