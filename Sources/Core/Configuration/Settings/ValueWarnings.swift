// SPDX-License-Identifier: Apache-2.0

/// What a person should know about values that are valid, and yet may not do what was meant.
struct ValueWarnings {
    let settings: CloudSettings

    var all: [String] {
        (versions + rewritten + [unscoped].compactMap { $0 }).sorted {
            ($0.position.file, $0.position.line, $0.position.column)
                < ($1.position.file, $1.position.line, $1.position.column)
        }
        .map { "\($0.position): \($0.sentence)" }
    }

    private typealias Warning = (position: Position, sentence: String)

    /// API versions that are spoken whatever the configuration says.
    private var versions: [Warning] {
        ServiceType.all.compactMap { service in
            // Keystone's is judged where credentials are read.
            guard service != .identity, let node = settings.value(.apiVersion, of: service.name),
                node.position.file != Defaults.place, let text = node.text
            else { return nil }
            let numbers = text.drop { $0 == "v" }.split(separator: ".")
            let spoken = service.majorVersion.dropFirst().prefix { $0 != "." }
            guard let major = numbers.first.flatMap({ Int($0) }) else { return nil }
            if "\(major)" != spoken {
                return (
                    node.position,
                    "\(node.label) is \(text.quotedForMessage) and has no effect: version "
                        + "\(spoken) of \(service.name) is spoken here"
                )
            }
            guard numbers.count > 1, let minor = Int(numbers[1]), minor > 0 else { return nil }
            return (
                node.position,
                "\(node.label) is \(text.quotedForMessage), a microversion, which has no effect: "
                    + "each check asks for the microversion that it needs"
            )
        }
    }

    /// Texts without quotes that openstacksdk takes for numbers or booleans and changes.
    private var rewritten: [Warning] {
        let others = settings.table.inOrder.filter { name, _ in
            name == "region_name" || ServiceKey(name)?.service != nil
        }
        return (settings.authTable.inOrder + others).compactMap { _, entry in
            guard case .scalar(let text, .plain) = entry.value.value,
                entry.value.position.line > 0, PlainScalar.isRewritten(text)
            else { return nil }
            return (
                entry.value.position,
                "\(entry.value.label) is used as it is written; openstacksdk takes it for a number "
                    + "or a boolean and changes it, so put it in quotes"
            )
        }
    }

    /// An application credential belongs to its project.
    private var unscoped: Warning? {
        let bound = ["v3applicationcredential", "v3oauth2clientcredential"]
        guard let type = settings.value("auth_type")?.text, bound.contains(type),
            let scope = settings.scoping("project_id", "project_name", "domain_id", "domain_name")
                ?? settings.credential("system_scope")
        else { return nil }
        return (
            scope.position, "\(scope.label) has no effect on an application credential"
        )
    }
}
