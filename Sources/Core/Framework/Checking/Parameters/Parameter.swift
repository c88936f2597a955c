// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A value that users of a check may set: declared beside the check, read as `context[Self.guestImage]`.
///
/// A parameter chooses how a check works: the image that it boots, the role that it assigns. What a standard
/// requires is its policy, which nobody sets.
public struct Parameter<Value: Sendable>: DeclaredParameter {
    /// The standard whose module declares it: `scs-0101`.
    public let standard: String
    /// Its name, of lower-case letters, digits and hyphens: `guest-image`.
    public let name: String
    /// What it is for, as a sentence.
    public let summary: String
    /// The value if nobody sets one.
    public let defaultValue: Value
    /// The default in words: `member`, or what happens without a value.
    public let defaultText: String
    let form: ParameterForm<Value>

    /// The noun of its form: `text`, `URL`.
    public var typeName: String { form.name }
    /// What stands for a value: `NAME`.
    public var placeholder: String { form.placeholder }

    /// A parameter with a value by default.
    public init(
        _ standard: String, _ name: String, _ form: ParameterForm<Value>, default value: Value,
        _ summary: String
    ) {
        self.init(standard, name, form, value, form.write(value), summary)
    }

    /// A parameter without a value by default; `fallback` says what happens then.
    public init<Set>(
        _ standard: String, _ name: String, _ form: ParameterForm<Set>, otherwise fallback: String,
        _ summary: String
    ) where Value == Set? {
        let optional = ParameterForm<Set?>(
            form.name, form.placeholder, form.expected,
            reading: { try form.read($0, $1).map(Optional.some) },
            write: { $0.map(form.write) ?? fallback })
        self.init(standard, name, optional, nil, fallback, summary)
    }

    private init(
        _ standard: String, _ name: String, _ form: ParameterForm<Value>, _ value: Value,
        _ defaultText: String, _ summary: String
    ) {
        self.standard = standard
        self.name = name
        self.form = form
        defaultValue = value
        self.defaultText = defaultText
        self.summary = summary
    }

    /// The value that a user wrote; throws `WrongParameterValue`, or what is wrong with its file.
    public func value(_ text: String, in context: ParameterContext) throws -> any Sendable {
        guard let value = try form.read(text, context) else {
            throw WrongParameterValue(expected: form.expected, text: text)
        }
        return value
    }
}

/// A parameter of any type.
public protocol DeclaredParameter: Sendable {
    /// The standard whose module declares it: `scs-0101`.
    var standard: String { get }
    /// Its name, of lower-case letters, digits and hyphens: `guest-image`.
    var name: String { get }
    /// What it is for, as a sentence.
    var summary: String { get }
    /// The noun of its form: `text`, `URL`.
    var typeName: String { get }
    /// What stands for a value: `NAME`.
    var placeholder: String { get }
    /// The default in words.
    var defaultText: String { get }
    /// The value that a user wrote; throws `WrongParameterValue`, or what is wrong with its file.
    func value(_ text: String, in context: ParameterContext) throws -> any Sendable
}

extension DeclaredParameter {
    /// Its name in a program: `scs-0101.guest-image`.
    public var id: String { "\(standard).\(name)" }

    /// How to set it, in parentheses, for the end of advice; empty where nobody can.
    public var inParentheses: String {
        InterfaceTerm.given.map { " (\($0(.parameter)) \(id)=\(placeholder))" } ?? ""
    }
}

/// A text that is no value of a parameter.
public struct WrongParameterValue: Error, CustomStringConvertible {
    let expected: String
    let text: String

    /// What was expected, and what was there: `takes …, not ….`
    public var description: String { "takes \(expected), not \(text.quotedForMessage)." }
}
