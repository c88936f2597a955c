// SPDX-License-Identifier: Apache-2.0
import SCSCheckModules
import Testing
import TestSupport

/// Flavor names: parsed, spelled again, and refused with the place of the error.
struct FlavorNameTests {
    @Test(arguments: [
        "SCS-4V-16", "SCS-1L-1", "SCS-2C-3.5-10n", "SCS-2Ti-4uo-3x10s", "SCS-2C-4-n",
        "SCS-2C-4-", "SCS-2C-4-_bms_z3h_GNa-64_ib", "SCS-2C-4_kvm_hwv_i6hhh",
        "SCS-16T-64-3x10s_bms_hwv_i3h_GNa-64h-80hh_ib", "SCS-2C-4_a_ib", "SCS-2C-4_gA3.5",
        "SCS-2C-4_chy", "SCS-2C-4_GNh",
    ])
    func `A name in canonical spelling survives a round trip`(_ name: String) throws {
        let flavor = try #require(try FlavorName.parse(name))
        #expect(flavor.description == name)
        // The first spelling predates Cloud Hypervisor.
        if flavor.hypervisor != .chy {
            #expect(try FlavorName.parse(flavor.firstSpelling) == flavor)
        }
    }

    @Test func `The parser reads each part`() throws {
        let flavor = try #require(try FlavorName.parse("SCS-16Ti-64u-3x10s_bms_hwv_i3h_GNa-64_ib"))
        #expect(flavor.cpus == 16 && flavor.cpuType == .dedicatedThread && flavor.isCPUInsecure)
        #expect(flavor.ram == 64 && flavor.lacksECC && !flavor.isRAMOversubscribed)
        #expect(flavor.disk == FlavorName.Disk(count: 3, size: 10, type: .ssd))
        #expect(flavor.hypervisor == .bms && flavor.hasHardwareVirtualization)
        #expect(
            flavor.processor
                == FlavorName.Processor(vendor: .intel, generation: 3, frequency: 1))
        #expect(flavor.gpu?.computeUnits == 64 && flavor.gpu?.generation == "a")
        #expect(flavor.hasInfiniband)
        #expect(flavor.shortened.description == "SCS-16Ti-64u-3x10s_GNa-64_ib")
    }

    @Test func `Extra specs carry both spellings of the long and the short name`() throws {
        let flavor = try #require(try FlavorName.parse("SCS-4V-16-2x50_kvm"))
        #expect(
            flavor.extraSpecs == [
                "scs:cpu-type": "shared-core", "scs:disk0-type": "network",
                "scs:disk1-type": "network", "scs:name-v1": "SCS-4V:16:2x50-kvm",
                "scs:name-v2": "SCS-4V-16-2x50_kvm", "scs:name-v3": "SCS-4V:16:2x50",
                "scs:name-v4": "SCS-4V-16-2x50",
            ])
    }

    @Test(arguments: [
        ("SCS-", 4), ("SCS-4", 5), ("SCS-4X-16", 5), ("SCS-V-4", 4), ("SCS-0V-4", 4),
        ("SCS-4V", 6), ("SCS-4V-", 7), ("SCS-4V-1.25", 7), ("SCS-4V-1.5.2", 7),
        ("SCS-2iT-4", 5), ("SCS-2C-4ou-10n", 9), ("SCS-2C-4-1.5n", 10), ("SCS-2C-4-0", 9),
        ("SCS-2C-4-0x5", 9), ("SCS-2C-4_hwv_xen", 12), ("SCS-2C-4_i9", 10),
        ("SCS-2C-4_zhhhh", 13), ("SCS-2C-4_GX", 10), ("SCS-2C-4_GNq", 11),
        ("SCS-2C-4_GNahhh", 14), ("SCS-2C-4_ibm", 11), ("SCS-4V-16\n", 9), ("SCS-4V:16_kvm", 6),
        ("SCS-4V-16é", 9), ("SCS-99999999999999999999V-4", 4),
    ])
    func `A mistake is reported at its character`(_ name: String, _ offset: Int) {
        let error = #expect(throws: FlavorNameError.self) { try FlavorName.parse(name) }
        #expect(error?.offset == offset, "\(error?.description ?? "")")
    }

    @Test(arguments: ["m1.tiny", "", "scs-4V-16", "SCS4V", "SCS_4"])
    func `Names outside the grammar have no meaning`(_ name: String) throws {
        #expect(try FlavorName.parse(name) == nil)
    }

    @Test(arguments: 0..<20)
    func `Every flavor survives a round trip through its name`(_ seed: UInt64) throws {
        var random = SplitMix(seed)
        for _ in 0..<250 {
            let flavor = FlavorName.arbitrary(&random)
            #expect(try FlavorName.parse(flavor.description) == flavor)
            #expect(!flavor.words.isEmpty)
        }
    }

    @Test(arguments: 0..<20)
    func `A damaged name is refused, or survives a round trip`(_ seed: UInt64) {
        var random = SplitMix(seed)
        let alphabet = Array("SCLVTiuoxnhsp0123456789-_:.gGNAIbkvmwzé\u{0}".unicodeScalars)
        for _ in 0..<500 {
            var scalars = Array(FlavorName.arbitrary(&random).description.unicodeScalars)
            for _ in 0...2 {
                let index = Int.random(in: 4...scalars.count, using: &random)
                let new = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                if index < scalars.count, Bool.random(using: &random) {
                    scalars[index] = new
                } else {
                    scalars.insert(new, at: index)
                }
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars)
            do {
                guard let flavor = try FlavorName.parse(text) else { continue }
                // A leading zero, or generation 0, does not survive spelling.
                let again = try FlavorName.parse(flavor.description)
                #expect(again?.description == flavor.description)
            } catch {
                #expect((4...scalars.count).contains(error.offset))
            }
        }
    }
}

extension FlavorName {
    fileprivate static func arbitrary(_ random: inout SplitMix) -> FlavorName {
        func chance() -> Bool { Int.random(in: 0..<3, using: &random) == 0 }
        func pick<T>(_ values: [T]) -> T {
            values[Int.random(in: 0..<values.count, using: &random)]
        }
        var name = FlavorName(
            cpus: Int.random(in: 1...256, using: &random), cpuType: pick(CPUType.allCases),
            ram: Double(Int.random(in: 1...600, using: &random)) / 2)
        name.isCPUInsecure = chance()
        name.lacksECC = chance()
        name.isRAMOversubscribed = chance()
        if chance() {
            name.disk = Disk(
                count: pick([1, 1, 2, 3]), size: pick([nil, 5, 100]),
                type: pick([nil] + DiskType.allCases.map(Optional.some)))
        }
        if chance() { name.hypervisor = pick(Hypervisor.allCases) }
        name.hasHardwareVirtualization = chance()
        if chance() {
            name.processor = Processor(
                vendor: pick([.intel, .amd]), generation: pick([nil, 1, 6]),
                frequency: pick([0, 1, 2, 3]))
        }
        if chance() {
            var gpu = GPU(isPassThrough: chance(), vendor: .nvidia)
            gpu.generation = pick(["", "a", "l"])
            gpu.computeUnits = pick([nil, 64])
            gpu.frequency = pick([0, 1, 2])
            // Without compute units they could not be told from the memory.
            if gpu.computeUnits != nil { gpu.memory = pick([nil, 80]) }
            if gpu.memory != nil { gpu.bandwidth = pick([0, 1, 2]) }
            name.gpu = gpu
        }
        name.hasInfiniband = chance()
        return name
    }
}
