// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension FleetSubject {
    /// Whether its regions are to be looked up: it has none of its own.
    package var isOfAllRegions: Bool { region == nil && settings.allRegions?.value == true }

    /// A subject for each region, named `NAME.REGION`; without regions the subject itself.
    ///
    /// A region whose name is no folder, or differs from another in case alone, gets a name that a digest makes unique.
    package func subjects(in regions: [String]) -> [FleetSubject] {
        var own = self
        own.settings.allRegions = nil
        let regions = Set(regions).sorted()
        guard !regions.isEmpty else { return [own] }
        let plain = regions.map { Self.folder(name, $0) }
        let counts = plain.reduce(into: [:]) { $0[$1.lowercased(), default: 0] += 1 }
        return zip(regions, plain).map { region, folder in
            var subject = own
            subject.region = region
            subject.parent = name
            let isPlain = folder == "\(name).\(region)" && folder.utf8.count <= 100
            subject.name =
                isPlain && counts[folder.lowercased()] == 1
                ? folder : folder.prefix(91) + "-" + Array(region.utf8).sha256.prefix(8)
            return subject
        }
    }

    private static func folder(_ name: String, _ region: String) -> String {
        "\(name)."
            + String(
                decoding: region.utf8.map { byte in
                    isName(String(decoding: [byte], as: UTF8.self)) || ".-_".utf8.contains(byte)
                        ? byte : UInt8(ascii: "-")
                }, as: UTF8.self)
    }
}
