// SPDX-License-Identifier: Apache-2.0
public import SCSSupport

/// Header fields in order; names are case-insensitive, and a value may be a secret.
public struct HTTPHeaders: Sendable, ExpressibleByDictionaryLiteral {
    /// A value that may be printed, or a secret.
    public enum Content: Sendable {
        case plain(String)
        case secret(Secret)

        /// The value as it is sent.
        package var exposed: String {
            switch self {
            case .plain(let text): text
            case .secret(let secret): secret.exposed
            }
        }
    }

    /// Names and values, in order.
    public private(set) var fields: [(name: String, value: Content)] = []

    /// Headers with these names and values.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { ($0, .plain($1)) }
    }

    /// Names and values, in order.
    public init(_ fields: [(name: String, value: String)]) {
        self.fields = fields.map { ($0.name, .plain($0.value)) }
    }

    /// The first field of that name; setting replaces all of that name, nil removes them.
    public subscript(name: String) -> String? {
        get {
            let wanted = name.lowercased()
            return fields.first { $0.name.lowercased() == wanted }?.value.exposed
        }
        set { set(name, newValue.map(Content.plain)) }
    }

    /// Sets a field whose value never shows in a transcript, a log or a description.
    public mutating func set(_ name: String, secret: Secret) {
        set(name, .secret(secret))
    }

    private mutating func set(_ name: String, _ value: Content?) {
        let wanted = name.lowercased()
        fields.removeAll { $0.name.lowercased() == wanted }
        if let value { fields.append((name, value)) }
    }
}
