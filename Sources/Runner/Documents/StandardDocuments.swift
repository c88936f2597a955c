// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// What `list` and `explain` show, for programs: `docs/schemas/list.schema.json` and `explain.schema.json`.
enum StandardDocuments {
    static func list(_ registry: CheckRegistry) -> JSON {
        [
            "schema_version": 1,
            "standards": .array(
                registry.standards.map { standard in
                    let module = registry.module(for: standard.id)
                    var fields = common(standard)
                    fields["testcases"] = .array(
                        standard.testcases.map { entry in
                            .object(common(entry, module?.testcases.first { $0.id == entry.id }))
                        })
                    return .object(fields)
                }),
        ]
    }

    /// - Parameter plan: what was selected, at the full depth.
    static func explanation(_ plan: Plan, _ registry: CheckRegistry) -> JSON {
        var standards: [(id: String, fields: [String: JSON], testcases: [JSON])] = []
        for item in plan.items {
            if !standards.contains(where: { $0.id == item.standard.id }) {
                let parameters = registry.module(for: item.standard.id)?.parameters ?? []
                var fields = common(item.standard)
                fields["summary"] = .string(item.standard.summary)
                fields["prerequisites"] = .array(
                    item.prerequisites.map { .string($0.description) })
                fields["parameters"] = .array(parameters.map(parameter))
                standards.append((item.standard.id, fields, []))
            }
            if case .notSelected(.sibling) = item.disposition { continue }
            guard let index = standards.firstIndex(where: { $0.id == item.standard.id }) else {
                continue
            }
            standards[index].testcases.append(testcase(item, registry))
        }
        return [
            "schema_version": 1,
            "standards": .array(
                standards.map { _, fields, testcases in
                    .object(fields.merging(["testcases": .array(testcases)]) { $1 })
                }),
        ]
    }

    private static func testcase(_ item: Plan.Item, _ registry: CheckRegistry) -> JSON {
        var fields = common(item.entry, item.testcase)
        fields["steps"] = .array((item.testcase?.steps ?? []).map(PlanPreview.document))
        fields["examples"] = .array(
            (registry.module(for: item.standard.id)?.examples ?? []).compactMap { example in
                example.verdicts[item.entry.id].map {
                    ["title": .string(example.title), "verdict": .string($0.rawValue)]
                }
            })
        return .object(fields)
    }

    private static func common(_ standard: StandardDescription) -> [String: JSON] {
        [
            "id": .string(standard.id), "version": .string(standard.version),
            "name": .string(standard.name), "url": .string(standard.url),
            "aliases": .array(standard.aliases.map(JSON.string)), "draft": .bool(standard.isDraft),
        ]
    }

    private static func common(
        _ entry: StandardDescription.Entry, _ testcase: Testcase?
    ) -> [String: JSON] {
        let kind: JSON =
            entry.isManual ? "manual" : testcase == nil ? "not-implemented" : "automatic"
        var fields: [String: JSON] = [
            "id": .string(entry.id), "title": .string(entry.title),
            "target": .string(entry.target.rawValue), "kind": kind,
        ]
        if let depth = testcase?.depth { fields["depth"] = .string(depth.rawValue) }
        if let url = entry.url { fields["url"] = .string(url) }
        return fields
    }

    private static func parameter(_ parameter: any DeclaredParameter) -> JSON {
        [
            "id": .string(parameter.id), "summary": .string(parameter.summary),
            "type": .string(parameter.typeName), "placeholder": .string(parameter.placeholder),
            "default": .string(parameter.defaultText),
        ]
    }
}
