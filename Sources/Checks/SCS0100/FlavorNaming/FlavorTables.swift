// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// The generations in scs-0100-v3, by code.
enum FlavorTables {
    static func processors(of vendor: FlavorName.Processor.Vendor) -> [Int: String] {
        switch vendor {
        case .intel:
            [
                0: "before Skylake", 1: "Skylake", 2: "Cascade Lake", 3: "Ice Lake",
                4: "Sapphire Rapids", 5: "Sierra Forest", 6: "Granite Rapids",
            ]
        case .amd:
            [
                0: "before Zen", 1: "Zen 1", 2: "Zen 2", 3: "Zen 3", 4: "Zen 4", 5: "Zen 5",
                6: "Zen 6",
            ]
        case .arm:
            [
                0: "before Cortex A76", 1: "Cortex A76, Neoverse N1",
                2: "Cortex A78, X1, Neoverse V1", 3: "Cortex A71x, Neoverse N2, V2",
                4: "AmpereOne", 5: "Cortex A72x, Neoverse N3, V3",
            ]
        case .riscv: [0: "no generation"]
        }
    }

    static func gpus(of vendor: FlavorName.GPU.Vendor) -> [String: String] {
        switch vendor {
        case .nvidia:
            [
                "f": "Fermi", "k": "Kepler", "m": "Maxwell", "p": "Pascal", "v": "Volta",
                "t": "Turing", "a": "Ampere", "l": "Ada Lovelace", "g": "Grace Hopper",
                "b": "Blackwell", "u": "Blackwell Ultra",
            ]
        case .amd:
            [
                "0.4": "GCN 4 (Polaris)", "0.5": "GCN 5 (Vega)", "1": "CDNA 1",
                "1.1": "RDNA 1 (Navi 1x)", "2": "CDNA 2", "2.1": "RDNA 2 (Navi 2x)",
                "3": "CDNA 3", "3.1": "RDNA 3 (Navi 3x)", "3.5": "RDNA 3.5", "4": "CDNA 4",
                "4.1": "RDNA 4 (Navi 4x)", "5.1": "RDNA 5 (Navi 5x)",
            ]
        case .intel:
            [
                "0.9": "Gen 9 (Skylake)", "0.95": "Gen 9.5 (Kaby Lake)", "1": "Xe 1 (DG1)",
                "2": "Xe 2", "3": "Arc (DG2)", "4": "Battlemage",
            ]
        }
    }
}

extension FlavorName.Processor.Vendor {
    var formatted: String {
        switch self {
        case .intel: "Intel"
        case .amd: "AMD"
        case .arm: "ARM"
        case .riscv: "RISC-V"
        }
    }
}

extension FlavorName.GPU.Vendor {
    var formatted: String {
        switch self {
        case .nvidia: "Nvidia"
        case .amd: "AMD"
        case .intel: "Intel"
        }
    }

    /// The vendor's term for a compute unit.
    var computeUnit: String {
        switch self {
        case .nvidia: "streaming multiprocessors"
        case .amd: "compute units"
        case .intel: "execution units"
        }
    }
}

extension FlavorName.Hypervisor {
    var formatted: String {
        switch self {
        case .kvm: "KVM"
        case .chy: "Cloud Hypervisor"
        case .xen: "Xen"
        case .hyv: "Hyper-V"
        case .vmw: "VMware"
        case .bms: "bare metal"
        }
    }
}
