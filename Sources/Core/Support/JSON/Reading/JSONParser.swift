// SPDX-License-Identifier: Apache-2.0

/// Parses JSON by RFC 8259, strictly and in one pass.
struct JSONParser {
    /// Where the text stops being JSON, in bytes from its start.
    struct Malformed: Error, CustomStringConvertible {
        let offset: Int
        let problem: String

        var description: String { "it is not JSON: \(problem) at byte \(offset)" }
    }

    /// As deep as Foundation's decoder; each level costs stack.
    private static let deepest = 512

    private(set) var nodes: [JSONDocument.Node] = []
    private(set) var unescaped: [String] = []
    private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var at = 0

    /// Fills `nodes` with the values of a text.
    mutating func parse(_ text: [UInt8]) throws(Malformed) {
        guard text.count < UInt32.max else {
            throw Malformed(offset: 0, problem: "it is longer than 4 GiB")
        }
        // What clouds answer has a value or key in some twenty bytes.
        nodes.reserveCapacity(text.count / 20)
        let result = text.withUnsafeBufferPointer { buffer -> Result<Void, Malformed> in
            bytes = buffer
            defer { bytes = UnsafeBufferPointer(start: nil, count: 0) }
            return Result { () throws(Malformed) in try whole() }
        }
        try result.get()
    }

    private mutating func whole() throws(Malformed) {
        // JSON does not allow a byte order mark, but some tools write one to files.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        try value(depth: 0)
        skipBlanks()
        guard at == bytes.count else { throw malformed("something follows the value") }
    }

    var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    func malformed(_ problem: String) -> Malformed {
        Malformed(offset: at, problem: problem)
    }

    private mutating func skipBlanks() {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            default: return
            }
        }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        at += 1
        return true
    }

    private mutating func value(depth: Int) throws(Malformed) {
        guard depth <= Self.deepest else { throw malformed("more than \(Self.deepest) levels") }
        skipBlanks()
        switch next {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "{"): try object(depth: depth)
        case UInt8(ascii: "["): try array(depth: depth)
        case UInt8(ascii: "-"): try number()
        case UInt8(ascii: "t"): try word("true", .true)
        case UInt8(ascii: "f"): try word("false", .false)
        case UInt8(ascii: "n"): try word("null", .null)
        case nil: throw malformed("the text ends")
        case let byte? where Self.isDigit(byte): try number()
        default: throw malformed("a value cannot begin like this")
        }
    }

    /// Adds the node of a value that has just been read.
    private mutating func add(_ kind: JSONDocument.Kind, _ start: Int, _ end: Int, count: Int = 0) {
        nodes.append(
            JSONDocument.Node(
                kind: kind, start: UInt32(start), end: UInt32(end),
                next: UInt32(nodes.count + 1), count: UInt32(count)))
    }

    /// Completes the node of an object or array, which was added when it began.
    private mutating func end(_ index: Int, count: Int) {
        nodes[index].end = UInt32(at)
        nodes[index].next = UInt32(nodes.count)
        nodes[index].count = UInt32(count)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private mutating func word(
        _ word: StaticString, _ kind: JSONDocument.Kind
    ) throws(Malformed) {
        let end = at + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw malformed("the text ends") }
        for index in 0..<word.utf8CodeUnitCount where bytes[at + index] != word.utf8Start[index] {
            throw malformed("a value cannot begin like this")
        }
        add(kind, at, end)
        at = end
    }

    private mutating func object(depth: Int) throws(Malformed) {
        let index = nodes.count
        add(.object, at, at)
        at += 1
        skipBlanks()
        if take(UInt8(ascii: "}")) { return end(index, count: 0) }
        var count = 0
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw malformed("a key is missing") }
            try string()
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw malformed("a colon is missing") }
            try value(depth: depth + 1)
            count += 1
            skipBlanks()
            if take(UInt8(ascii: "}")) { return end(index, count: count) }
            guard take(UInt8(ascii: ",")) else { throw malformed("a comma or } is missing") }
        }
    }

    private mutating func array(depth: Int) throws(Malformed) {
        let index = nodes.count
        add(.array, at, at)
        at += 1
        skipBlanks()
        if take(UInt8(ascii: "]")) { return end(index, count: 0) }
        var count = 0
        while true {
            try value(depth: depth + 1)
            count += 1
            skipBlanks()
            if take(UInt8(ascii: "]")) { return end(index, count: count) }
            guard take(UInt8(ascii: ",")) else { throw malformed("a comma or ] is missing") }
        }
    }

    private mutating func string() throws(Malformed) {
        at += 1
        let start = at
        var bits: UInt8 = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            bits |= byte
            at += 1
        }
        guard next == UInt8(ascii: "\\") else {
            // Nearly all strings are ASCII.
            if bits >= 0x80 { _ = try text(bytes[start..<at], start) }
            let end = at
            guard take(UInt8(ascii: "\"")) else { throw malformed("a string does not end") }
            return add(.string, start, end)
        }
        var content = Array(bytes[start..<at])
        while let byte = next, byte != UInt8(ascii: "\""), byte >= 0x20 {
            at += 1
            if byte == UInt8(ascii: "\\") {
                try escape(into: &content)
            } else {
                content.append(byte)
            }
        }
        let text = try text(content[...], start)
        let end = at
        guard take(UInt8(ascii: "\"")) else { throw malformed("a string does not end") }
        add(.escapedString, start, end, count: unescaped.count)
        unescaped.append(text)
    }

    private func text(
        _ content: some Collection<UInt8>, _ start: Int
    ) throws(Malformed) -> String {
        guard let text = String(validating: content, as: UTF8.self) else {
            throw Malformed(offset: start, problem: "a string is not UTF-8")
        }
        return text
    }

    /// Whole numbers stay exact; others, and those beyond Int64, are doubles.
    private mutating func number() throws(Malformed) {
        let start = at
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")), skipDigits() == 0 { throw malformed("a digit is missing") }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            guard skipDigits() > 0 else { throw malformed("a digit is missing") }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard skipDigits() > 0 else { throw malformed("a digit is missing") }
        }
        // Any number of 18 digits is an Int64.
        if isWhole, at - start <= 18 { return add(.integer, start, at) }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if isWhole, Int64(text) != nil { return add(.integer, start, at) }
        guard let value = Double(text), value.isFinite else {
            throw Malformed(offset: start, problem: "a number is too large")
        }
        add(.number, start, at)
    }

    private mutating func skipDigits() -> Int {
        let start = at
        while let byte = next, Self.isDigit(byte) { at += 1 }
        return at - start
    }
}
