// SPDX-License-Identifier: Apache-2.0

/// A flavor's name in the parts that scs-0100 gives it; RAM in GiB, disks in GB.
///
/// Standard: https://docs.scs.community/standards/scs-0100-v3-flavor-naming
public struct FlavorName: Sendable, Equatable {
    /// The number of vCPUs.
    public var cpus: Int
    /// How vCPUs are backed by hardware.
    public var cpuType: CPUType
    /// `i`: mitigations against faults of the processors are missing.
    public var isCPUInsecure = false
    /// A multiple of a half.
    public var ram: Double
    /// `u`: memory without error correction.
    public var lacksECC = false
    /// `o`: more memory is promised than there is.
    public var isRAMOversubscribed = false
    /// Nil: the customer brings a volume.
    public var disk: Disk?
    /// The hypervisor, if the name tells.
    public var hypervisor: Hypervisor?
    /// `hwv`: virtualization inside the virtual machine.
    public var hasHardwareVirtualization = false
    /// The CPU, if the name tells.
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

    /// How much of a core a virtual processor is.
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

    /// The hypervisors that a name can tell.
    public enum Hypervisor: String, Sendable, CaseIterable {
        case kvm, chy, xen, hyv, vmw, bms
    }

    /// Vendor, generation and frequency of the CPU.
    public struct Processor: Sendable, Equatable {
        /// The manufacturer.
        public var vendor: Vendor
        /// A number of the vendor's table; nil: not told.
        public var generation: Int?
        /// 0 to 3: how many `h` stand for a higher frequency.
        public var frequency = 0

        /// A CPU of a vendor and generation.
        public init(vendor: Vendor, generation: Int? = nil, frequency: Int = 0) {
            self.vendor = vendor
            self.generation = generation
            self.frequency = frequency
        }

        /// The manufacturers that a name can tell.
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
        /// A key of the vendor's table; empty: not told.
        public var generation = ""
        /// The number of compute units, if the name tells.
        public var computeUnits: Int?
        /// 0 to 2: how many `h` stand for a higher frequency.
        public var frequency = 0
        /// Video memory in GiB.
        public var memory: Int?
        /// 0 to 2: how many `h` stand for a higher bandwidth.
        public var bandwidth = 0

        /// A GPU of a vendor, whole or shared.
        public init(isPassThrough: Bool, vendor: Vendor) {
            self.isPassThrough = isPassThrough
            self.vendor = vendor
        }

        /// The manufacturers that a name can tell.
        public enum Vendor: String, Sendable, CaseIterable {
            case nvidia = "N"
            case amd = "A"
            case intel = "I"
        }
    }

    /// The name without what customers rarely choose by, as the standard recommends to offer too.
    public var shortened: FlavorName {
        var short = self
        short.hypervisor = nil
        short.hasHardwareVirtualization = false
        // Of other architectures the letter must stay: it tells which images can run.
        let isGeneric = processor?.vendor == .intel || processor?.vendor == .amd
        short.processor = isGeneric ? nil : processor.map { Processor(vendor: $0.vendor) }
        short.gpu?.frequency = 0
        short.gpu?.bandwidth = 0
        return short
    }
}

extension FlavorName: CustomStringConvertible {
    /// The name as versions 2 and 3 of the standard spell it: `SCS-4V-16-100s_z3h`.
    public var description: String { spelled(by: .current) }

    /// The name as version 1 of the standard spelled it: `SCS-4V:16:100s-z3h`.
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
            // 0 stands for what is not told, and is left out.
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
