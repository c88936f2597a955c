// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

/// Warnings about values that are valid but may not do what was intended.
struct ValueWarnings {
    let settings: CloudSettings

    var all: [String] {
        (versions + rewritten + [foreign].compactMap { $0 }).sorted {
            ($0.position.file, $0.position.line, $0.position.column)
                < ($1.position.file, $1.position.line, $1.position.column)
        }
        .map { "\($0.position): \($0.sentence)" }
    }

    private typealias Warning = (position: Position, sentence: String)

    /// API versions that are used whatever the configuration says.
    private var versions: [Warning] {
        ServiceType.all.compactMap { service in
            // Keystone's is checked with the credentials.
            guard service != .identity, let node = settings.value(.apiVersion, of: service.name),
                node.position.file != Defaults.place, let text = node.text
            else { return nil }
            let numbers = text.drop { $0 == "v" }.split(separator: ".")
            let formatted = service.majorVersion.dropFirst().prefix { $0 != "." }
            guard let major = numbers.first.flatMap({ Int($0) }) else { return nil }
            if "\(major)" != formatted {
                return (
                    node.position,
                    "\(node.label) is \(text.quotedForMessage) and has no effect: scs-check uses "
                        + "version \(formatted) of \(service.name)"
                )
            }
            guard numbers.count > 1, let minor = Int(numbers[1]), minor > 0 else { return nil }
            return (
                node.position,
                "\(node.label) is \(text.quotedForMessage), a microversion, which has no effect: "
                    + "each check requests the microversion that it needs"
            )
        }
    }

    /// Unquoted strings that openstacksdk reads as numbers or booleans and changes.
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
                "\(entry.value.label) is used as written; openstacksdk takes it for a number "
                    + "or a boolean and changes it, so put it in quotes"
            )
        }
    }

    /// Keys of `auth` that belong to other types.
    private var foreign: Warning? {
        // A shell may have any OS_* variables.
        guard !settings.isEnvironment, let name = settings.value("auth_type")?.text,
            let type = AuthenticationType.named(name)
        else { return nil }
        let known = Set(type.keys.flatMap { [$0.name] + $0.aliases })
        let others = settings.authTable.inOrder.filter { key, entry in
            KnownKeys.auth.contains(key) && !known.contains(key) && !entry.value.isNothing
                && entry.value.position.line > 0
        }
        guard let first = others.first else { return nil }
        let list = others.map(\.name).sorted().joined(separator: ", ")
        return (
            first.entry.value.position,
            "\(list) \(others.count == 1 ? "has" : "have") no effect with auth_type \(name)"
        )
    }
}
