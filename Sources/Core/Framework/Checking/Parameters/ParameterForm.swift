// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// How a parameter's values are written and read.
public struct ParameterForm<Value: Sendable>: Sendable {
    let name: String
    let placeholder: String
    let expected: String
    let read: @Sendable (String, ParameterContext) throws -> Value?
    let write: @Sendable (Value) -> String

    /// A form of your own; `expected` completes "It takes …", and `read` returns nil for what is wrong.
    public init(
        _ name: String, _ placeholder: String, _ expected: String,
        read: @escaping @Sendable (String) -> Value?, write: @escaping @Sendable (Value) -> String
    ) {
        self.init(name, placeholder, expected, reading: { text, _ in read(text) }, write: write)
    }

    init(
        _ name: String, _ placeholder: String, _ expected: String,
        reading read: @escaping @Sendable (String, ParameterContext) throws -> Value?,
        write: @escaping @Sendable (Value) -> String
    ) {
        self.name = name
        self.placeholder = placeholder
        self.expected = expected
        self.read = read
        self.write = write
    }

    /// The contents of a file that the user names; `read` throws what is wrong with them.
    public static func file(
        _ read: @escaping @Sendable (ParameterFile) throws -> Value
    ) -> ParameterForm {
        ParameterForm(
            "file", "FILE", "the path of a file",
            reading: { path, context in path.isEmpty ? nil : try read(context.file(path)) },
            write: { _ in "" })
    }

    /// The form, restricted to values that `isValid`; `expected` completes "It takes …".
    public func only(
        _ expected: String, where isValid: @escaping @Sendable (Value) -> Bool
    ) -> ParameterForm {
        ParameterForm(
            name, placeholder, expected,
            reading: { [read] in try read($0, $1).flatMap { isValid($0) ? $0 : nil } },
            write: write)
    }
}

extension ParameterForm where Value == String {
    /// Any text but an empty one; `placeholder` stands for it in help, such as `NAME`.
    public static func text(_ placeholder: String = "TEXT") -> ParameterForm {
        ParameterForm("text", placeholder, "a text", read: { $0.isEmpty ? nil : $0 }, write: { $0 })
    }

    /// An http or https URL.
    public static var url: ParameterForm {
        ParameterForm("URL", "URL", "a URL", read: { isURL($0) ? $0 : nil }, write: { $0 })
    }

    private static func isURL(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else {
            return false
        }
        return text.count > scheme.count
            && !text.contains {
                $0.isWhitespace || !$0.isASCII || $0.asciiValue.map { $0 < 32 } == true
            }
    }
}

extension ParameterForm where Value == Int {
    /// A whole number in a range.
    public static func integer(_ range: ClosedRange<Int>) -> ParameterForm {
        ParameterForm(
            "number", "NUMBER", "a whole number from \(range.lowerBound) to \(range.upperBound)",
            read: { text in Int(text).flatMap { range.contains($0) ? $0 : nil } },
            write: { String($0) })
    }
}

extension ParameterForm where Value == Duration {
    /// Whole seconds, minutes or hours in a range: `90s`, `15m`, `2h`.
    public static func duration(_ range: ClosedRange<Duration>) -> ParameterForm {
        ParameterForm(
            "duration", "DURATION",
            "a duration such as 90s, 15m or 2h, from \(spelled(range.lowerBound)) to "
                + spelled(range.upperBound),
            read: { text in seconds(text).flatMap { range.contains($0) ? $0 : nil } },
            write: { spelled($0) })
    }

    private static let units: [(letter: Character, seconds: Int64)] = [
        ("h", 3600), ("m", 60), ("s", 1),
    ]

    private static func seconds(_ text: String) -> Duration? {
        guard let unit = units.first(where: { text.last == $0.letter }),
            let count = UInt32(text.dropLast())
        else { return nil }
        return .seconds(Int64(count) * unit.seconds)
    }

    private static func spelled(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        let unit = units.first { seconds >= $0.seconds && seconds % $0.seconds == 0 } ?? ("s", 1)
        return "\(seconds / unit.seconds)\(unit.letter)"
    }
}

extension ParameterForm where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    /// One of the cases of an enum, by its raw value.
    public static var choice: ParameterForm {
        let names = Value.allCases.map(\.rawValue)
        return ParameterForm(
            "choice", names.joined(separator: "|"), "one of \(names.joined(separator: ", "))",
            read: { Value(rawValue: $0) }, write: { $0.rawValue })
    }
}
