// SPDX-License-Identifier: Apache-2.0

/// A pattern with `*` for any characters, `?` for one, and `[0-9]` or `[!0-9]` for one of a set.
///
/// Case is ignored. A set contains characters and ranges; `]` may come first.
package struct Glob: Sendable {
    private enum Part: Sendable, Equatable {
        case any
        case one
        case scalar(Unicode.Scalar)
        case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)

        func matches(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .any, .one: true
            case .scalar(let own): own == scalar
            case .set(let ranges, let isNegated):
                ranges.contains { $0.contains(scalar) } != isNegated
            }
        }
    }

    private let parts: [Part]

    /// Whether it has no wildcard, so that it matches itself alone.
    package var isExact: Bool {
        parts.allSatisfy { if case .scalar = $0 { true } else { false } }
    }

    /// Throws `MalformedGlob` if a set is open, empty or reversed.
    package init(_ pattern: String) throws {
        func malformed(_ problem: String) -> MalformedGlob {
            MalformedGlob(pattern: pattern, problem: problem)
        }
        var parts: [Part] = []
        var rest = Array(pattern.lowercased().unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "*": parts.append(.any)
            case "?": parts.append(.one)
            case "]": throw malformed("its ] closes no [")
            case "[":
                let isNegated = rest.first == "!" || rest.first == "^"
                if isNegated { rest.removeFirst() }
                guard let end = rest.dropFirst().firstIndex(of: "]") else {
                    throw malformed("its [ is not closed by a ]")
                }
                let members = rest[..<end]
                guard !members.contains("[") else { throw malformed("its [ is not closed by a ]") }
                guard let ranges = Self.ranges(members) else {
                    throw malformed("a range in its [ ] is reversed")
                }
                parts.append(.set(ranges, isNegated: isNegated))
                rest = rest[(end + 1)...]
            default: parts.append(.scalar(scalar))
            }
        }
        self.parts = parts
    }

    /// Nil if a range is reversed.
    private static func ranges(
        _ members: ArraySlice<Unicode.Scalar>
    ) -> [ClosedRange<Unicode.Scalar>]? {
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        var rest = members
        while let first = rest.popFirst() {
            // A hyphen at the end is literal.
            guard rest.first == "-", rest.count > 1 else {
                ranges.append(first...first)
                continue
            }
            rest.removeFirst()
            guard let last = rest.popFirst(), first <= last else { return nil }
            ranges.append(first...last)
        }
        return ranges
    }

    package func matches(_ name: String) -> Bool {
        let name = Array(name.lowercased().unicodeScalars)
        // Backtracking needs only the last star and where it began to match.
        var (p, n, star, mark) = (0, 0, -1, 0)
        while n < name.count {
            if p < parts.count, parts[p] == .any {
                (star, mark) = (p, n)
                p += 1
            } else if p < parts.count, parts[p].matches(name[n]) {
                p += 1
                n += 1
            } else if star >= 0 {
                mark += 1
                (p, n) = (star + 1, mark)
            } else {
                return false
            }
        }
        return parts[p...].allSatisfy { $0 == .any }
    }
}

/// A selector with malformed brackets.
package struct MalformedGlob: Error, CustomStringConvertible {
    var pattern: String
    var problem: String

    package var description: String {
        "The selector '\(pattern.harmless(80))' cannot be read: \(problem). * stands for any "
            + "characters, ? for one, [0-4] for one of a set, [!0-4] for one outside it."
    }
}
