// SPDX-License-Identifier: Apache-2.0

/// How a simulated cloud behaves: well, or with one or several faults and defects.
package struct Profile: Sendable, Hashable {
    package let faults: Set<Fault>
    /// The ids of the test cases that this cloud fails, as in `Defect`.
    package let defects: Set<String>

    package static let compliant = Profile([])

    /// Every name with its one-line description, in the order of the help.
    package static let all: [(name: String, summary: String)] =
        Fault.allCases.map { ($0.rawValue, $0.summary) } + Defect.all

    /// A cloud with these faults and defects; unknown defects have no effect.
    package init(_ faults: Set<Fault>, defects: Set<String> = []) {
        self.faults = faults.subtracting([.compliant])
        self.defects = defects
    }

    /// A profile by name; several are joined by `+`; nil if one of them is unknown.
    package init?(name: String) {
        var faults: Set<Fault> = []
        var defects: Set<String> = []
        for part in name.split(separator: "+", omittingEmptySubsequences: false).map(String.init) {
            if let fault = Fault(rawValue: part) {
                faults.insert(fault)
            } else if Defect.isKnown(part) {
                defects.insert(part)
            } else {
                return nil
            }
        }
        self.init(faults, defects: defects)
    }

    /// Parses the cloud name `simulated` or `simulated:FAULT`; nil for any other.
    package static func parse(_ cloud: String) -> Profile? {
        let parts = cloud.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.first == "simulated" else { return nil }
        return parts.count == 1 ? .compliant : Profile(name: String(parts[1]))
    }

    package var name: String {
        if faults.isEmpty && defects.isEmpty { return Fault.compliant.rawValue }
        let names = Fault.allCases.filter(faults.contains).map(\.rawValue) + defects.sorted()
        return names.joined(separator: "+")
    }

    func has(_ fault: Fault) -> Bool {
        faults.contains(fault) || defects.contains { Defect.faults[$0] == fault }
    }

    func has(defect: String) -> Bool { defects.contains(defect) }

    /// The services missing from the catalog, by type.
    var withheldServices: Set<String> {
        var types = Set(defects.flatMap { Defect.withheldServices[$0] ?? [] })
        if has(.noImageService) { types.insert("image") }
        return types
    }

    /// The factor by which state changes are slower.
    var pace: Int { has(.slow) ? 60 : 1 }
}
