// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Markup that can only be made of escaped texts and of this program's own literals.
package struct HTML: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    package private(set) var markup: String

    /// A literal of this program, taken as it is.
    package init(stringLiteral value: String) { markup = value }

    package init(stringInterpolation: Interpolation) { markup = stringInterpolation.markup }

    private init(markup: String) { self.markup = markup }

    /// Literals stay as they are; every text put into them is escaped.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var markup = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { markup += literal }

        package mutating func appendInterpolation(_ text: String) { markup += HTML.escaped(text) }

        package mutating func appendInterpolation(_ number: Int) { markup += String(number) }

        package mutating func appendInterpolation(_ html: HTML) { markup += html.markup }

        package mutating func appendInterpolation(_ all: [HTML]) {
            markup += all.map(\.markup).joined(separator: "\n")
        }

        package mutating func appendInterpolation(_ html: HTML?) { markup += html?.markup ?? "" }
    }

    /// For texts and for attributes in double quotes alike.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.harmless(4000).unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// A link where the address is one of the web, else its text alone.
    package static func link(_ address: String?, _ text: HTML) -> HTML {
        guard let address, address.hasPrefix("https://") || address.hasPrefix("http://") else {
            return text
        }
        return "<a href=\"\(address)\" rel=\"noreferrer\">\(text)</a>"
    }
}
