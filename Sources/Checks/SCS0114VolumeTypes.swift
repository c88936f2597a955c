// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// Volume types list their aspects at the start of their descriptions: `[scs:encrypted] …`.
///
/// Standard: https://docs.scs.community/standards/scs-0114-v1-volume-type-standard
package struct SCS0114VolumeTypes: CheckModule {
    package let standard = "scs-0114"

    package init() {}

    /// The volume types that the project may use.
    static let volumeTypes = Fact<[VolumeType]>(
        asSent: "volume_types", "The volume types that the project may use.",
        calls: ["GET /types"]
    ) { cloud, recording in
        try await cloud.blockStorage.types(recording: recording)
    } recorded: {
        $0.list("volume_types", of: VolumeType.self)
    }

    package var testcases: [Testcase] {
        [
            .judging(
                "scs-0114-syntax-check", Self.volumeTypes, "each list of aspects is well-formed",
                advice: "Correct the description: openstack volume type set --description …",
                Self.syntax),
            .judging(
                "scs-0114-encrypted-type", Self.volumeTypes,
                "a volume type has the aspect encrypted",
                Self.offers("encrypted")),
            .judging(
                "scs-0114-replicated-type", Self.volumeTypes,
                "a volume type has the aspect replicated",
                Self.offers("replicated")),
        ]
    }

    package var examples: [Example] {
        [
            Example(
                "Aspects in alphabetical order",
                facts:
                    #"{"volume_types": [{"name": "LUKS", "description": "[scs:encrypted, replicated] fast"}]}"#,
                verdicts: [
                    "scs-0114-syntax-check": .pass, "scs-0114-encrypted-type": .pass,
                    "scs-0114-replicated-type": .pass,
                ]),
            Example(
                "Aspects that are out of order",
                facts:
                    #"{"volume_types": [{"name": "LUKS", "description": "[scs:replicated, encrypted]"}]}"#,
                verdicts: ["scs-0114-syntax-check": .fail, "scs-0114-encrypted-type": .pass]),
            Example(
                "No description that starts with a list of aspects",
                facts:
                    #"{"volume_types": [{"name": "a", "description": null}, {"name": "b", "description": "see [scs:encrypted]"}]}"#,
                verdicts: ["scs-0114-syntax-check": .pass, "scs-0114-encrypted-type": .fail]),
        ]
    }
}

extension SCS0114VolumeTypes {
    private static let recognized = ["encrypted", "replicated"]

    private static func syntax(_ types: [VolumeType], _ judgement: inout Judgement) {
        for type in types {
            guard let aspects = aspects(of: type), !aspects.isEmpty else { continue }
            let name = "The volume type \(type.name)"
            let listed = aspects.joined(separator: ", ")
            if aspects != aspects.sorted(by: Self.byCodePoints) {
                judgement.violation(
                    "\(name) lists [scs:\(listed)]; aspects must be sorted alphabetically.")
            }
            for aspect in Set(aspects).sorted() {
                let count = aspects.count { $0 == aspect }
                if count > 1 {
                    judgement.violation(
                        "\(name) lists the aspect '\(aspect)' \(count) times; it may occur only once."
                    )
                }
                if !recognized.contains(aspect) {
                    judgement.violation(
                        "\(name) lists the unknown aspect '\(aspect)'; it must be one of "
                            + "\(recognized.joined(separator: ", ")).")
                }
            }
        }
    }

    private static func offers(
        _ aspect: String
    ) -> @Sendable ([VolumeType], inout Judgement) -> Void {
        { types, judgement in
            guard !types.contains(where: { aspects(of: $0)?.contains(aspect) == true }) else {
                return
            }
            judgement.violation(
                "No volume type has a description that starts with a list of aspects that includes "
                    + "'\(aspect)', such as [scs:\(aspect)] "
                    + "(\(types.count.counted("volume type")) checked).")
        }
    }

    /// The aspects at the very start of the description; nil if there is no list.
    private static func aspects(of type: VolumeType) -> [String]? {
        guard let description = type.description, description.hasPrefix("[scs:") else { return nil }
        let list = description.dropFirst("[scs:".count)
        guard let end = list.firstIndex(where: { $0 == "[" || $0 == "]" }), list[end] == "]" else {
            return nil
        }
        if list.startIndex == end { return [] }
        return list[..<end].split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
    }

    private static func byCodePoints(_ left: String, _ right: String) -> Bool {
        left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
    }
}
