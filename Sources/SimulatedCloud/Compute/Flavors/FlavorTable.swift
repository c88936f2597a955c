// SPDX-License-Identifier: Apache-2.0

/// A flavor of the Compute service.
struct Flavor: Sendable {
    let id: String
    let name: String
    let cpus: Int64
    /// In MiB.
    var memory: Int64
    /// In GB.
    let disk: Int64
    var extraSpecs: [String: String]

    init(_ standard: StandardFlavor, id: String) {
        self.id = id
        name = standard.name
        cpus = standard.cpus
        memory = standard.memory * 1024
        disk = standard.disk
        extraSpecs = standard.extraSpecs
    }
}

/// All flavors in order of their ids, as Nova lists them; they never change.
struct FlavorTable: Sendable {
    let rows: [Flavor]
    private let positions: [String: Int]

    init(profile: Profile, extra: Int, random: inout Random) {
        var flavors: [Flavor] = []
        for standard in StandardFlavor.all {
            let flavor = Flavor(standard, id: random.uuid())
            if !profile.has(defect: Defect.defect(of: standard)) { flavors.append(flavor) }
        }
        for number in 0..<extra {
            // The disk size makes the name unique.
            let cpus = 1 << (number % 5)
            let name = "\(cpus)V-\(cpus * (2 << (number % 3)))-\(1000 + number)"
            flavors.append(Flavor(StandardFlavor(name), id: random.uuid()))
        }
        flavors += Self.spoiled(profile, random: &random)
        if profile.has(defect: "scs-0101-flavor-property"),
            let index = flavors.firstIndex(where: { $0.name == "SCS-16V-64" })
        {
            flavors[index].extraSpecs["hw_rng:allowed"] = nil
        }
        let sorted = flavors.sorted { $0.id < $1.id }
        rows = sorted
        positions = Dictionary(
            sorted.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { $1 })
    }

    private static func spoiled(_ profile: Profile, random: inout Random) -> [Flavor] {
        var flavors: [Flavor] = []
        if profile.has(defect: "scs-0100-syntax-check") {
            var flavor = Flavor(StandardFlavor("2Q-4"), id: random.uuid())
            flavor.extraSpecs = ["hw_rng:allowed": "True"]
            flavors.append(flavor)
        }
        if profile.has(defect: "scs-0100-semantics-check") {
            var flavor = Flavor(StandardFlavor("32V-128"), id: random.uuid())
            flavor.memory /= 2
            flavors.append(flavor)
        }
        return flavors
    }

    subscript(id: String) -> Flavor? { positions[id].map { rows[$0] } }

    func position(of id: String) -> Int? { positions[id] }
}
