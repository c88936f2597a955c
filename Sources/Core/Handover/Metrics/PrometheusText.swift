// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Metrics in Prometheus's text format: each with its help and type, and all its series together.
struct PrometheusText {
    /// The labels of a series, in order.
    typealias Labels = [(name: String, value: String)]

    private struct Metric {
        var name: String
        var help: String
        var series: String
    }

    private var metrics: [Metric] = []
    private var places: [String: Int] = [:]

    var text: String {
        metrics.reduce(into: "") { text, metric in
            text += "# HELP \(metric.name) \(Self.escaped(metric.help, quotes: false))\n"
            text += "# TYPE \(metric.name) gauge\n\(metric.series)"
        }
    }

    /// Adds series to a gauge; one without series is left out.
    mutating func gauge(_ name: String, _ help: String, _ series: [(labels: Labels, value: Double)])
    {
        guard !series.isEmpty else { return }
        let place = places[name] ?? metrics.count
        if place == metrics.count {
            places[name] = place
            metrics.append(Metric(name: name, help: help, series: ""))
        }
        for (labels, value) in series {
            let list = labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
            metrics[place].series +=
                name + (list.isEmpty ? "" : "{\(list.joined(separator: ","))}")
                + " \(Self.number(value))\n"
        }
    }

    /// Whole numbers without a fraction; times need all their digits.
    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? String(value)
    }

    /// On one line, and without controls: whatever a cloud is called, it stays a value.
    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.harmless(200).unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
