// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// The characters of a flavor's name, taken from its beginning to its end.
struct FlavorNameScanner {
    private let name: String
    private let characters: [Unicode.Scalar]
    /// The place of the next character; what lies before is `SCS-` and what was taken.
    var position = 4

    init(_ name: String) {
        self.name = name
        characters = Array(name.unicodeScalars)
    }

    var isAtEnd: Bool { position == characters.count }

    /// The next character; empty at the end.
    var peek: String { isAtEnd ? "" : String(Character(characters[position])) }

    /// All that was not taken.
    var rest: String { text(position..<characters.count) }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    func isAt(_ scalar: Unicode.Scalar) -> Bool { !isAtEnd && characters[position] == scalar }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard isAt(scalar) else { return false }
        position += 1
        return true
    }

    /// Takes the separator with the word behind it, or nothing.
    mutating func take(_ separator: Unicode.Scalar, _ word: String) -> Bool {
        let wanted = [separator] + Array(word.unicodeScalars)
        guard characters[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    /// Takes the separator where a digit follows it.
    mutating func takeBeforeDigit(_ separator: Unicode.Scalar) -> Bool {
        guard isAt(separator), position + 1 < characters.count,
            Self.isDigit(characters[position + 1])
        else { return false }
        position += 1
        return true
    }

    /// Takes characters as long as they fit.
    mutating func taking(while fits: (Unicode.Scalar) -> Bool) -> String {
        let start = position
        while !isAtEnd, fits(characters[position]) { position += 1 }
        return text(start..<position)
    }

    mutating func digits() -> String { taking(while: Self.isDigit) }

    /// Takes that letter as often as it stands there.
    mutating func letters(_ letter: Unicode.Scalar) -> Int {
        taking { $0 == letter }.unicodeScalars.count
    }

    /// A positive number from digits that began at `offset`.
    func number(
        _ text: String, at offset: Int, _ what: String
    ) throws(FlavorNameError) -> Int {
        guard let number = Int(text), number > 0 else {
            throw complaint(
                at: offset,
                text.isEmpty
                    ? "\(what) is expected" : "\(what) is \(text); a positive number is expected")
        }
        return number
    }

    func complaint(at offset: Int, _ message: String) -> FlavorNameError {
        FlavorNameError(name: name, offset: offset, message: message)
    }

    private func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: characters[range])
        return String(view)
    }
}
