// SPDX-License-Identifier: Apache-2.0

/// A flavor's name in the parts of scs-0100; RAM in GiB, disks in GB.
///
/// Standard: https://docs.scs.community/standards/scs-0100-v3-flavor-naming
public struct FlavorName: Sendable, Equatable {
    /// The number of vCPUs.
    public var cpus: Int
    /// How vCPUs are backed by hardware.
    public var cpuType: CPUType
    /// `i`: mitigations against CPU vulnerabilities are missing.
    public var isCPUInsecure = false
    /// A multiple of 0.5.
    public var ram: Double
    /// `u`: memory without ECC.
    public var lacksECC = false
    /// `o`: memory is oversubscribed.
    public var isRAMOversubscribed = false
    /// Nil: the customer attaches a volume.
    public var disk: Disk?
    /// The hypervisor, if the name states it.
    public var hypervisor: Hypervisor?
    /// `hwv`: nested virtualization.
    public var hasHardwareVirtualization = false
    /// The CPU, if the name states it.
    public var processor: Processor?
    /// The GPU, if there is one.
    public var gpu: GPU?
    /// `ib`
    public var hasInfiniband = false

    /// A name with its mandatory parts.
    public init(cpus: Int, cpuType: CPUType, ram: Double) {
        self.cpus = cpus
        self.cpuType = cpuType
        self.ram = ram
    }

    /// The share of a core behind a vCPU.
    public enum CPUType: String, Sendable, CaseIterable {
        case crowdedCore = "L"
        case sharedCore = "V"
        case dedicatedThread = "T"
        case dedicatedCore = "C"

        /// The value of `scs:cpu-type`.
        public var extraSpec: String {
            switch self {
            case .crowdedCore: "crowded-core"
            case .sharedCore: "shared-core"
            case .dedicatedThread: "dedicated-thread"
            case .dedicatedCore: "dedicated-core"
            }
        }
    }

    /// The root disks of a flavor.
    public struct Disk: Sendable, Equatable {
        /// The number of disks.
        public var count = 1
        /// Nil: as large as the image needs.
        public var size: Int?
        /// Nil: the cloud decides.
        public var type: DiskType?

        /// Disks of a size and type.
        public init(count: Int = 1, size: Int? = nil, type: DiskType? = nil) {
            self.count = count
            self.size = size
            self.type = type
        }
    }

    /// The kinds of disks.
    public enum DiskType: String, Sendable, CaseIterable {
        case network = "n"
        case hdd = "h"
        case ssd = "s"
        case nvme = "p"

        /// The value of `scs:disk0-type`.
        public var extraSpec: String {
            switch self {
            case .network: "network"
            case .hdd: "hdd"
            case .ssd: "ssd"
            case .nvme: "nvme"
            }
        }
    }

    /// The hypervisors that a name can state.
    public enum Hypervisor: String, Sendable, CaseIterable {
        case kvm, chy, xen, hyv, vmw, bms
    }

    /// Vendor, generation and frequency of the CPU.
    public struct Processor: Sendable, Equatable {
        /// The manufacturer.
        public var vendor: Vendor
        /// A number from the vendor's table; nil: not stated.
        public var generation: Int?
        /// 0 to 3: the number of `h` for a higher frequency.
        public var frequency = 0

        /// A CPU of a vendor and generation.
        public init(vendor: Vendor, generation: Int? = nil, frequency: Int = 0) {
            self.vendor = vendor
            self.generation = generation
            self.frequency = frequency
        }

        /// The manufacturers that a name can state.
        public enum Vendor: String, Sendable, CaseIterable {
            case intel = "i"
            case amd = "z"
            case arm = "a"
            case riscv = "r"
        }
    }

    /// The GPU of a flavor.
    public struct GPU: Sendable, Equatable {
        /// `G`: the whole card; `g`: a part of it.
        public var isPassThrough: Bool
        /// The manufacturer.
        public var vendor: Vendor
        /// A key of the vendor's table; empty: not stated.
        public var generation = ""
        /// The number of compute units, if the name states it.
        public var computeUnits: Int?
        /// 0 to 2: the number of `h` for a higher frequency.
        public var frequency = 0
        /// Video memory in GiB.
        public var memory: Int?
        /// 0 to 2: the number of `h` for a higher bandwidth.
        public var bandwidth = 0

        /// A GPU of a vendor, whole or shared.
        public init(isPassThrough: Bool, vendor: Vendor) {
            self.isPassThrough = isPassThrough
            self.vendor = vendor
        }

        /// The manufacturers that a name can state.
        public enum Vendor: String, Sendable, CaseIterable {
            case nvidia = "N"
            case amd = "A"
            case intel = "I"
        }
    }

    /// The name without the parts that customers rarely choose by, which the standard recommends
    /// too.
    public var shortened: FlavorName {
        var short = self
        short.hypervisor = nil
        short.hasHardwareVirtualization = false
        // For other architectures the letter must stay: it decides which images run.
        let isGeneric = processor?.vendor == .intel || processor?.vendor == .amd
        short.processor = isGeneric ? nil : processor.map { Processor(vendor: $0.vendor) }
        short.gpu?.frequency = 0
        short.gpu?.bandwidth = 0
        return short
    }
}

extension FlavorName: CustomStringConvertible {
    /// The name in the spelling of versions 2 and 3: `SCS-4V-16-100s_z3h`.
    public var description: String { spelled(by: .current) }

    /// The name in the spelling of version 1: `SCS-4V:16:100s-z3h`.
    public var firstSpelling: String { spelled(by: .first) }

    func spelled(by spelling: FlavorSpelling) -> String {
        let (part, extra) = (String(spelling.part), String(spelling.extra))
        var name = "SCS-\(cpus)\(cpuType.rawValue)\(isCPUInsecure ? "i" : "")\(part)"
        name += ram == ram.rounded() ? String(Int(ram)) : String(ram)
        name += (lacksECC ? "u" : "") + (isRAMOversubscribed ? "o" : "")
        if let disk {
            name += part + (disk.count == 1 ? "" : "\(disk.count)x")
            name += (disk.size.map { String($0) } ?? "") + (disk.type?.rawValue ?? "")
        }
        if let hypervisor { name += extra + hypervisor.rawValue }
        if hasHardwareVirtualization { name += extra + "hwv" }
        if let processor {
            name += extra + processor.vendor.rawValue
            // 0 means "not stated" and is omitted.
            if let generation = processor.generation, generation != 0 { name += "\(generation)" }
            name += String(repeating: "h", count: processor.frequency)
        }
        if let gpu {
            name += extra + (gpu.isPassThrough ? "G" : "g") + gpu.vendor.rawValue + gpu.generation
            if let units = gpu.computeUnits { name += "\(part)\(units)" }
            name += String(repeating: "h", count: gpu.frequency)
            if let memory = gpu.memory { name += "\(part)\(memory)" }
            name += String(repeating: "h", count: gpu.bandwidth)
        }
        if hasInfiniband { name += extra + "ib" }
        return name
    }
}
