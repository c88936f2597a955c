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
    private let part: Unicode.Scalar
    private let extra: Unicode.Scalar
    private let spelling: FlavorSpelling
    private var scanner: FlavorNameScanner

    init(_ name: String, spelling: FlavorSpelling) {
        self.spelling = spelling
        scanner = FlavorNameScanner(name)
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
        guard scanner.isAtEnd else {
            throw scanner.complaint(
                at: scanner.position,
                "\(scanner.rest.quotedForMessage) is not valid here; what may follow, in this "
                    + "order: \(part)disk, \(extra)hypervisor, \(extra)hwv, \(extra)processor, "
                    + "\(extra)GPU, \(extra)ib")
        }
        return result
    }

    // MARK: Parts

    private mutating func processorsAndMemory() throws(FlavorNameError) -> FlavorName {
        let start = scanner.position
        let cpus = scanner.digits()
        guard let type = FlavorName.CPUType(rawValue: scanner.peek) else {
            throw scanner.complaint(
                at: scanner.position,
                "the type of processor is expected after their number: L, V, T or C")
        }
        let count = try scanner.number(cpus, at: start, "the number of processors")
        scanner.position += 1
        let isInsecure = scanner.take("i")
        guard scanner.take(part) else {
            throw scanner.complaint(
                at: scanner.position, "'\(part)' and the memory in GiB are expected")
        }
        let begin = scanner.position
        guard let ram = memory(scanner.taking { FlavorNameScanner.isDigit($0) || $0 == "." }) else {
            throw scanner.complaint(
                at: begin, "the memory in GiB is expected: a multiple of a half such as 4 or 3.5")
        }
        var result = FlavorName(cpus: count, cpuType: type, ram: ram)
        result.isCPUInsecure = isInsecure
        result.lacksECC = scanner.take("u")
        result.isRAMOversubscribed = scanner.take("o")
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
        guard scanner.take(part) else { return nil }
        var disk = FlavorName.Disk()
        var start = scanner.position
        var text = scanner.digits()
        if scanner.take("x") {
            disk.count =
                try text.isEmpty ? 1 : scanner.number(text, at: start, "the number of disks")
            start = scanner.position
            text = scanner.digits()
        }
        disk.size =
            try text.isEmpty ? nil : scanner.number(text, at: start, "the size of a disk in GB")
        if let type = FlavorName.DiskType(rawValue: scanner.peek) {
            disk.type = type
            scanner.position += 1
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
        let start = scanner.position
        guard scanner.take(extra), let vendor = FlavorName.Processor.Vendor(rawValue: scanner.peek)
        else {
            scanner.position = start
            return nil
        }
        scanner.position += 1
        let begin = scanner.position
        let text = scanner.digits()
        let frequencyStart = scanner.position
        let frequency = scanner.letters("h")
        guard scanner.isAtEnd || scanner.isAt(extra) else {
            // It is another extension that begins with the same letter.
            scanner.position = start
            return nil
        }
        let known = FlavorTables.processors(of: vendor).keys
        var processor = FlavorName.Processor(vendor: vendor)
        if !text.isEmpty {
            guard let generation = Int(text), known.contains(generation) else {
                throw scanner.complaint(
                    at: begin,
                    "\(vendor.formatted) has no generation \(text); it has "
                        + known.sorted().map { String($0) }.joined(separator: ", "))
            }
            processor.generation = generation
        }
        guard frequency <= 3 else {
            throw scanner.complaint(
                at: frequencyStart + 3, "at most three h indicate a higher frequency")
        }
        processor.frequency = frequency
        return processor
    }

    private mutating func gpu() throws(FlavorNameError) -> FlavorName.GPU? {
        let start = scanner.position
        guard scanner.take(extra), scanner.peek == "g" || scanner.peek == "G" else {
            scanner.position = start
            return nil
        }
        let isPassThrough = scanner.peek == "G"
        scanner.position += 1
        guard let vendor = FlavorName.GPU.Vendor(rawValue: scanner.peek) else {
            throw scanner.complaint(
                at: scanner.position, "the maker of the GPU is expected: N, A or I")
        }
        scanner.position += 1
        var gpu = FlavorName.GPU(isPassThrough: isPassThrough, vendor: vendor)
        let begin = scanner.position
        let ends = [part, extra, "h"]
        gpu.generation = scanner.taking { !ends.contains($0) }
        let known = FlavorTables.gpus(of: vendor)
        guard gpu.generation.isEmpty || known[gpu.generation] != nil else {
            throw scanner.complaint(
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
        guard scanner.takeBeforeDigit(part) else { return nil }
        let start = scanner.position
        let text = scanner.digits()
        return try scanner.number(text, at: start, what)
    }

    private mutating func degree(_ what: String) throws(FlavorNameError) -> Int {
        let start = scanner.position
        let count = scanner.letters("h")
        guard count <= 2 else {
            throw scanner.complaint(at: start + 2, "at most two h indicate a higher \(what)")
        }
        return count
    }

    private mutating func takeExtension(_ word: String) -> Bool { scanner.take(extra, word) }
}
