// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A declared step of a plug-in, with what it creates and deletes.
struct PluginStep {
    /// Whether a step prepares or requires, as plug-ins say it.
    private enum Role: String, CaseIterable {
        case prepares, requires
    }

    var step: Step
    var creates: [PluginKind]
    var deletes: [PluginKind]

    static func read(_ json: JSON, at path: String, _ reader: PluginReader) -> PluginStep? {
        guard
            let fields = reader.object(
                json, at: path, allows: ["title", "role", "creates", "deletes", "calls"])
        else { return nil }
        let title = fields.text("title", limit: 200)
        let role: Role? = fields.word("role")
        let creates = resources(fields, "creates")
        let deletes = resources(fields, "deletes")
        let calls = fields.texts(
            "calls", atMost: 20, expected: "a call such as GET /volumes"
        ) { !$0.isEmpty && $0.harmless(200) == $0 }
        guard let title, let role else { return nil }
        func sum(_ resources: [(kind: PluginKind, gib: Int)]) -> Need {
            resources.reduce(.nothing) { $0 + $1.kind.need(gib: $1.gib) }
        }
        return PluginStep(
            step: Step(
                title: title, role: role == .requires ? .require : .prepare,
                creates: sum(creates), deletes: sum(deletes), calls: calls),
            creates: creates.map(\.kind), deletes: deletes.map(\.kind))
    }

    private static func resources(
        _ fields: PluginObject, _ key: String
    ) -> [(kind: PluginKind, gib: Int)] {
        fields.list(key, atMost: 20).compactMap { item, path in
            guard
                let resource = fields.reader.object(item, at: path, allows: ["kind", "gib"]),
                let kind: PluginKind = resource.word("kind")
            else { return nil }
            guard kind.hasSize else {
                if resource["gib"] != nil {
                    resource.wrong("gib", expected: "no size, as \(kind.rawValue) has none")
                }
                return (kind, 0)
            }
            return resource.number("gib", in: 1...1000).map { (kind, $0) }
        }
    }

    /// The most of each kind that is held at the same time.
    static func peak(of steps: [PluginStep]) -> [PluginKind: Int] {
        var held: [PluginKind: Int] = [:]
        var peak: [PluginKind: Int] = [:]
        for step in steps {
            for kind in step.creates { held[kind, default: 0] += 1 }
            peak.merge(held, uniquingKeysWith: max)
            for kind in step.deletes { held[kind, default: 0] -= 1 }
        }
        return peak
    }
}
