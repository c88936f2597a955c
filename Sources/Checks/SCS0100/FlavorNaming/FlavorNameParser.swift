// SPDX-License-Identifier: Apache-2.0
import SCSCheck

extension FlavorName {
    /// The parts of `name`; nil if it does not begin with `SCS-`.
    ///
    /// Accepts the spelling of the standard's first version. Throws `FlavorNameError`.
    public static func parse(_ name: String) throws(FlavorNameError) -> FlavorName? {
        guard name.hasPrefix("SCS-") else { return nil }
        let complaint: FlavorNameError
        do {
            var parser = FlavorNameParser(name, spelling: .current)
            return try parser.whole()
        } catch {
            complaint = error
        }
        do {
            var parser = FlavorNameParser(name, spelling: .first)
            return try parser.whole()
        } catch {
            // Of two errors the one about today's spelling helps more.
            throw complaint
        }
    }
}

/// Reads a name from start to end, one part after another.
private struct FlavorNameParser {
    private let name: String
    private let characters: [Unicode.Scalar]
    private let part: Unicode.Scalar
    private let extra: Unicode.Scalar
    private let spelling: FlavorSpelling
    private var position = 4

    init(_ name: String, spelling: FlavorSpelling) {
        self.name = name
        self.spelling = spelling
        characters = Array(name.unicodeScalars)
        part = spelling.part.unicodeScalars.first ?? "-"
        extra = spelling.extra.unicodeScalars.first ?? "_"
    }

    mutating func whole() throws(FlavorNameError) -> FlavorName {
        var result = try processorsAndMemory()
        result.disk = try disk()
        result.hypervisor = hypervisor()
        result.hasHardwareVirtualization = takeExtension("hwv")
        result.processor = try processor()
        result.gpu = try gpu()
        result.hasInfiniband = takeExtension("ib")
        guard position == characters.count else {
            throw complaint(
                at: position,
                "\(String(rest).quotedForMessage) is not valid here; what may follow, in this "
                    + "order: \(part)disk, \(extra)hypervisor, \(extra)hwv, \(extra)processor, "
                    + "\(extra)GPU, \(extra)ib")
        }
        return result
    }

    // MARK: Parts

    private mutating func processorsAndMemory() throws(FlavorNameError) -> FlavorName {
        let start = position
        let cpus = digits()
        guard let type = FlavorName.CPUType(rawValue: peek) else {
            throw complaint(
                at: position, "the type of processor is expected after their number: L, V, T or C")
        }
        let count = try number(cpus, at: start, "the number of processors")
        position += 1
        let isInsecure = take("i")
        guard take(part) else {
            throw complaint(at: position, "'\(part)' and the memory in GiB are expected")
        }
        let begin = position
        while position < characters.count, isDigit(characters[position]) || peek == "." {
            position += 1
        }
        guard let ram = memory(String(scalars(begin..<position))) else {
            throw complaint(
                at: begin, "the memory in GiB is expected: a multiple of a half such as 4 or 3.5")
        }
        var result = FlavorName(cpus: count, cpuType: type, ram: ram)
        result.isCPUInsecure = isInsecure
        result.lacksECC = take("u")
        result.isRAMOversubscribed = take("o")
        return result
    }

    /// A positive multiple of 0.5 of plausible size.
    private func memory(_ text: String) -> Double? {
        let points = text.count { $0 == "." }
        guard points <= 1, text.count > points,
            let value = Double(points == 0 ? text : "0\(text)0"),
            value > 0, value < 1e15, (value * 2).rounded() == value * 2
        else { return nil }
        return value
    }

    private mutating func disk() throws(FlavorNameError) -> FlavorName.Disk? {
        guard take(part) else { return nil }
        var disk = FlavorName.Disk()
        var start = position
        var text = digits()
        if take("x") {
            disk.count = try text.isEmpty ? 1 : number(text, at: start, "the number of disks")
            start = position
            text = digits()
        }
        disk.size = try text.isEmpty ? nil : number(text, at: start, "the size of a disk in GB")
        if let type = FlavorName.DiskType(rawValue: peek) {
            disk.type = type
            position += 1
        }
        return disk
    }

    private mutating func hypervisor() -> FlavorName.Hypervisor? {
        FlavorName.Hypervisor.allCases.first { hypervisor in
            // Cloud Hypervisor is newer than the first spelling.
            (hypervisor != .chy || spelling.part == "-") && takeExtension(hypervisor.rawValue)
        }
    }

    private mutating func processor() throws(FlavorNameError) -> FlavorName.Processor? {
        let start = position
        guard take(extra), let vendor = FlavorName.Processor.Vendor(rawValue: peek) else {
            position = start
            return nil
        }
        position += 1
        let begin = position
        let text = digits()
        let frequencyStart = position
        let frequency = letters("h")
        guard position == characters.count || characters[position] == extra else {
            // It is another extension with the same first letter.
            position = start
            return nil
        }
        let known = FlavorTables.processors(of: vendor).keys
        var processor = FlavorName.Processor(vendor: vendor)
        if !text.isEmpty {
            guard let generation = Int(text), known.contains(generation) else {
                throw complaint(
                    at: begin,
                    "\(vendor.formatted) has no generation \(text); it has "
                        + known.sorted().map { String($0) }.joined(separator: ", "))
            }
            processor.generation = generation
        }
        guard frequency <= 3 else {
            throw complaint(at: frequencyStart + 3, "at most three h indicate a higher frequency")
        }
        processor.frequency = frequency
        return processor
    }

    private mutating func gpu() throws(FlavorNameError) -> FlavorName.GPU? {
        let start = position
        guard take(extra), peek == "g" || peek == "G" else {
            position = start
            return nil
        }
        let isPassThrough = peek == "G"
        position += 1
        guard let vendor = FlavorName.GPU.Vendor(rawValue: peek) else {
            throw complaint(at: position, "the maker of the GPU is expected: N, A or I")
        }
        position += 1
        var gpu = FlavorName.GPU(isPassThrough: isPassThrough, vendor: vendor)
        let begin = position
        while position < characters.count, ![part, extra, "h"].contains(characters[position]) {
            position += 1
        }
        gpu.generation = String(scalars(begin..<position))
        let known = FlavorTables.gpus(of: vendor)
        guard gpu.generation.isEmpty || known[gpu.generation] != nil else {
            throw complaint(
                at: begin,
                "\(vendor.formatted) has no generation \(gpu.generation.quotedForMessage); it has "
                    + known.keys.sorted().joined(separator: ", "))
        }
        gpu.computeUnits = try amount("the number of compute units")
        gpu.frequency = try degree("frequency")
        gpu.memory = try amount("the video memory in GiB")
        gpu.bandwidth = try degree("bandwidth")
        return gpu
    }

    private mutating func amount(_ what: String) throws(FlavorNameError) -> Int? {
        guard position + 1 < characters.count, characters[position] == part,
            isDigit(characters[position + 1])
        else { return nil }
        position += 1
        let start = position
        return try number(digits(), at: start, what)
    }

    private mutating func degree(_ what: String) throws(FlavorNameError) -> Int {
        let start = position
        let count = letters("h")
        guard count <= 2 else {
            throw complaint(at: start + 2, "at most two h indicate a higher \(what)")
        }
        return count
    }

    // MARK: Characters

    private var peek: String {
        position < characters.count ? String(Character(characters[position])) : ""
    }

    private var rest: String.UnicodeScalarView { scalars(position..<characters.count) }

    private func scalars(_ range: Range<Int>) -> String.UnicodeScalarView {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: characters[range])
        return view
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard position < characters.count, characters[position] == scalar else { return false }
        position += 1
        return true
    }

    private mutating func takeExtension(_ word: String) -> Bool {
        let wanted = [extra] + Array(word.unicodeScalars)
        guard characters[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    private mutating func digits() -> String {
        let start = position
        while position < characters.count, isDigit(characters[position]) { position += 1 }
        return String(scalars(start..<position))
    }

    private mutating func letters(_ letter: Unicode.Scalar) -> Int {
        var count = 0
        while take(letter) { count += 1 }
        return count
    }

    private func number(
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

    private func complaint(at offset: Int, _ message: String) -> FlavorNameError {
        FlavorNameError(name: name, offset: offset, message: message)
    }
}
