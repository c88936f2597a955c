// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension FlavorName {
    /// The promises of the name, as a sentence without a full stop.
    public var words: String {
        var parts = [processors, memory]
        if let disk { parts.append(Self.words(disk)) }
        if disk == nil { parts.append("no disk, so that it boots from a volume") }
        if let hypervisor { parts.append("on \(hypervisor.formatted)") }
        if hasHardwareVirtualization { parts.append("with nested virtualization") }
        if let gpu { parts.append(Self.words(gpu)) }
        if hasInfiniband { parts.append("with Infiniband") }
        return parts.joined(separator: ", ")
    }

    private var processors: String {
        let kind =
            switch cpuType {
            case .crowdedCore: "crowded virtual"
            case .sharedCore: "virtual"
            case .dedicatedThread: "threads of their own as"
            case .dedicatedCore: "cores of their own as"
            }
        var text = cpus.counted("\(kind) processor")
        if isCPUInsecure { text += " without all mitigations" }
        if let processor {
            text += " (\(processor.vendor.formatted)"
            if let generation = processor.generation {
                text += ", \(FlavorTables.processors(of: processor.vendor)[generation] ?? "")"
            }
            switch processor.frequency {
            case 1: text += ", over 2.75 GHz"
            case 2: text += ", over 3.25 GHz"
            case 3: text += ", over 3.75 GHz"
            default: break
            }
            text += ")"
        }
        return text
    }

    private var memory: String {
        let amount = ram == ram.rounded() ? String(Int(ram)) : String(ram)
        let flaws = [lacksECC ? "without ECC" : nil, isRAMOversubscribed ? "oversubscribed" : nil]
            .compactMap { $0 }
        return "\(amount) GiB of memory"
            + (flaws.isEmpty ? "" : " (\(flaws.joined(separator: ", ")))")
    }

    private static func words(_ disk: Disk) -> String {
        let kind =
            switch disk.type {
            case nil: "of any type"
            case .network: "on the network"
            case .hdd: "on a local hard disk"
            case .ssd: "on a local SSD"
            case .nvme: "on a local NVMe drive"
            }
        let size = disk.size.map { "\($0) GB" } ?? "as large as the image needs"
        return disk.count == 1
            ? "a disk of \(size) \(kind)" : "\(disk.count) disks of \(size) \(kind)"
    }

    private static func words(_ gpu: GPU) -> String {
        var text = "\(gpu.isPassThrough ? "a whole" : "a part of a") \(gpu.vendor.formatted) GPU"
        var details: [String] = []
        if !gpu.generation.isEmpty {
            details.append(FlavorTables.gpus(of: gpu.vendor)[gpu.generation] ?? gpu.generation)
        }
        if let units = gpu.computeUnits { details.append("\(units) \(gpu.vendor.computeUnit)") }
        if gpu.frequency > 0 {
            details.append(gpu.frequency == 1 ? "high frequency" : "very high frequency")
        }
        if let memory = gpu.memory { details.append("\(memory) GiB of video memory") }
        if gpu.bandwidth > 0 {
            details.append(gpu.bandwidth == 1 ? "high bandwidth" : "very high bandwidth")
        }
        if !details.isEmpty { text += " (\(details.joined(separator: ", ")))" }
        return text
    }
}
