// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSCheckModules

/// Explains flavor names, or builds one from its parts.
struct FlavorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flavor",
        abstract: "Explain flavor names (scs-0100), or build one from its parts.",
        discussion: """
            If the only name is -, names are read from standard input, one per line. Exit \
            status: 0 all names are valid, 1 a name is invalid.

            Example:
              \(CheckProgram.current.name) flavor SCS-4V-16-100s
              \(CheckProgram.current.name) flavor --build --cpus 4 --cpu-type V --ram 16
            """)

    /// The output format of an explanation.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Argument(help: ArgumentHelp("Flavor names.", valueName: "name"))
    var names: [String] = []

    @Option(help: "The output format: text, or json (one object per line).")
    var format: Format = .text

    @OptionGroup(title: "Parts of a name to build") var parts: FlavorParts

    func validate() throws {
        if !parts.build, let part = parts.given.first {
            throw ValidationError("\(part) needs --build.")
        }
        if parts.build == names.isEmpty { return }
        throw ValidationError(
            parts.build
                ? "Give names to explain, or --build with parts, not both."
                : "Name a flavor, such as SCS-4V-16-100s, or build one: --build --cpus 4 …")
    }

    func run() throws {
        let names = parts.build ? [try parts.name().description] : try allNames()
        var isAllValid = true
        for name in names {
            let explanation = FlavorExplanation(name)
            isAllValid = isAllValid && explanation.isValid
            switch format {
            case .text: Console.print(explanation.text)
            case .json: try Console.print(bytes: try explanation.json())
            }
        }
        if !isAllValid { throw ExitCode(1) }
    }

    private func allNames() throws -> [String] {
        guard names == ["-"] else { return names }
        var lines: [String] = []
        while let line = readLine() { lines.append(line) }
        return lines
    }
}

/// The parts that a name can be built from.
struct FlavorParts: ParsableArguments {
    @Flag(help: "Build a name from the parts below and explain it.")
    var build = false
    @Option(help: "The number of vCPUs.") var cpus: Int?
    @Option(help: "L crowded core, V shared core, T dedicated thread, C dedicated core.")
    var cpuType: String?
    @Flag(help: "CPU vulnerabilities are not mitigated (i).")
    var insecureCpu = false
    @Option(help: "Memory in GiB, a multiple of 0.5.") var ram: Double?
    @Flag(help: "Memory without ECC (u).") var noEcc = false
    @Flag(help: "Memory is oversubscribed (o).") var oversubscribed = false
    @Option(help: "The disk size in GB.") var disk: Int?
    @Option(help: "n network, h hard disk, s SSD, p NVMe.") var diskType: String?
    @Option(help: "The number of such disks.") var disks: Int?
    @Option(help: "kvm, chy, xen, hyv, vmw or bms.") var hypervisor: String?
    @Flag(help: "Nested virtualization (hwv).") var hwv = false
    @Option(help: "CPU vendor, generation and frequency as in a name: z3h.") var processor: String?
    @Option(help: "The GPU as in a name: GNa-64h-80hh.") var gpu: String?
    @Flag(help: "Infiniband (ib).") var infiniband = false

    /// The names of the given options.
    var given: [String] {
        let options: [(String, Bool)] = [
            ("--cpus", cpus != nil), ("--cpu-type", cpuType != nil),
            ("--insecure-cpu", insecureCpu), ("--ram", ram != nil), ("--no-ecc", noEcc),
            ("--oversubscribed", oversubscribed), ("--disk", disk != nil),
            ("--disk-type", diskType != nil), ("--disks", disks != nil),
            ("--hypervisor", hypervisor != nil), ("--hwv", hwv), ("--processor", processor != nil),
            ("--gpu", gpu != nil), ("--infiniband", infiniband),
        ]
        return options.filter(\.1).map(\.0)
    }

    /// Builds the name and parses it, so that the result is valid.
    func name() throws -> FlavorName {
        guard let cpus, let cpuType, let ram else {
            throw ValidationError("--build needs at least --cpus, --cpu-type and --ram.")
        }
        var text = "SCS-\(cpus)\(cpuType)\(insecureCpu ? "i" : "")-"
        text += ram == ram.rounded() && ram.magnitude < 1e15 ? String(Int(ram)) : String(ram)
        text += (noEcc ? "u" : "") + (oversubscribed ? "o" : "")
        if disk != nil || diskType != nil || disks != nil {
            text += "-" + (disks.map { $0 == 1 ? "" : "\($0)x" } ?? "")
            text += (disk.map { String($0) } ?? "") + (diskType ?? "")
        }
        for part in [hypervisor, hwv ? "hwv" : nil, processor, gpu, infiniband ? "ib" : nil] {
            if let part { text += "_" + part }
        }
        do {
            guard let name = try FlavorName.parse(text) else {
                throw ValidationError("\(text.harmless(200)) is not a name of scs-0100.")
            }
            return name
        } catch let error as FlavorNameError {
            throw ValidationError("These parts do not make a valid name: \(error)")
        }
    }
}

/// A name with its meaning, or where it is wrong.
struct FlavorExplanation {
    private let name: String
    private let result: Result<FlavorName?, FlavorNameError>

    init(_ name: String) {
        self.name = name
        result = Result { () throws(FlavorNameError) in try FlavorName.parse(name) }
    }

    /// Whether it is a valid name by scs-0100.
    var isValid: Bool { if case .success(_?) = result { true } else { false } }

    var text: String {
        switch result {
        case .failure(let error):
            let shown = name.harmless(200)
            return "\(shown)\n\(String(repeating: " ", count: min(error.offset, 200)))^\n"
                + "Character \(error.offset + 1): \(error.message)."
        case .success(nil):
            return "\(name.harmless(200)): not an SCS name, as it does not begin with SCS-."
        case .success(let flavor?):
            var lines = ["\(name): \(flavor.words)."]
            if flavor.description != name {
                lines.append("  current spelling: \(flavor.description)")
            }
            if flavor.shortened != flavor {
                lines.append("  short: \(flavor.shortened.description)")
            }
            for (key, value) in flavor.extraSpecs.sorted(by: { $0.key < $1.key }) {
                lines.append("  \(key)=\(value)")
            }
            return lines.joined(separator: "\n")
        }
    }

    /// One object on its own line.
    func json() throws -> [UInt8] {
        try JSONWriter.line(document) + [0x0A]
    }

    private var document: JSON {
        switch result {
        case .failure(let error):
            return [
                "name": .string(name), "valid": false, "is_scs": true, "extra_specs": [:],
                "error": [
                    "message": .string(error.message), "offset": .integer(Int64(error.offset)),
                ],
            ]
        case .success(nil):
            return [
                "name": .string(name), "valid": false, "is_scs": false, "extra_specs": [:],
                "error": [
                    "message": "it is not an SCS name, as it does not begin with SCS-",
                    "offset": 0,
                ],
            ]
        case .success(let flavor?):
            return .object(
                [
                    "name": .string(name), "valid": true, "is_scs": true, "error": nil,
                    "description": .string(flavor.words),
                    "canonical_name": .string(flavor.description),
                    "short_name": .string(flavor.shortened.description),
                    "extra_specs": .object(flavor.extraSpecs.mapValues { .string($0) }),
                ].merging(parts(flavor)) { $1 })
        }
    }

    private func parts(_ flavor: FlavorName) -> [String: JSON] {
        func number(_ value: Int?) -> JSON { value.map { .integer(Int64($0)) } ?? .null }
        return [
            "cpus": number(flavor.cpus), "cpu_type": .string(flavor.cpuType.rawValue),
            "cpu_insecure": .bool(flavor.isCPUInsecure), "ram_gib": .number(flavor.ram),
            "ram_no_ecc": .bool(flavor.lacksECC),
            "ram_oversubscribed": .bool(flavor.isRAMOversubscribed),
            "disk": flavor.disk.map { disk in
                [
                    "count": number(disk.count), "size_gb": number(disk.size),
                    "type": disk.type.map { .string($0.rawValue) } ?? .null,
                ]
            } ?? .null,
            "hypervisor": flavor.hypervisor.map { .string($0.rawValue) } ?? .null,
            "hardware_virtualization": .bool(flavor.hasHardwareVirtualization),
            "cpu": flavor.processor.map { cpu in
                [
                    "vendor": .string(cpu.vendor.rawValue), "generation": number(cpu.generation),
                    "frequency": number(cpu.frequency),
                ]
            } ?? .null,
            "gpu": flavor.gpu.map { gpu in
                [
                    "pass_through": .bool(gpu.isPassThrough),
                    "vendor": .string(gpu.vendor.rawValue),
                    "generation": .string(gpu.generation),
                    "compute_units": number(gpu.computeUnits),
                    "frequency": number(gpu.frequency), "memory_gib": number(gpu.memory),
                    "bandwidth": number(gpu.bandwidth),
                ]
            } ?? .null,
            "infiniband": .bool(flavor.hasInfiniband),
        ]
    }
}
