// SPDX-License-Identifier: Apache-2.0

/// The official types of OpenStack's services, and their other names.
///
/// Source: https://service-types.openstack.org/service-types.json
enum ServiceNames {
    private static let all = [
        ["accelerator"], ["admin-logic", "registration"], ["alarm", "alarming"],
        ["application-catalog"], ["application-container", "container"],
        ["application-deployment", "application_deployment"], ["backup"],
        ["baremetal", "bare-metal"], ["baremetal-introspection"],
        ["block-storage", "volumev3", "volumev2", "volume", "block-store"],
        ["clustering", "resource-cluster", "cluster"], ["compute"],
        [
            "container-infrastructure-management", "container-infrastructure", "container-infra",
        ], ["data-processing"], ["data-protection-orchestration"], ["database"], ["dns"],
        ["ec2-api"], ["event", "events"], ["function-engine"], ["identity"], ["image"],
        ["instance-ha", "ha"], ["key-manager"], ["load-balancer"], ["message", "messaging"],
        ["meter", "metering", "telemetry"], ["monitoring"], ["monitoring-events"],
        ["monitoring-logging", "monitoring-log-api"],
        ["multi-region-network-automation", "tricircle"], ["network"], ["nfv-orchestration"],
        ["object-store"], ["operator-policy", "policy"], ["orchestration"], ["placement"],
        ["rating"], ["reservation"], ["resource-optimization", "infra-optim"],
        ["root-cause-analysis", "rca"], ["search"],
        ["shared-file-system", "sharev2", "share"], ["workflow", "workflowv2"],
    ]

    static var officialTypes: [String] { all.map { $0[0] } }

    /// The official type of a service by any of its names, with `-` or `_`; nil for an unknown one.
    static func official(_ name: String) -> String? {
        officialByName[name.dashed]
    }
    private static let officialByName = Dictionary(
        all.flatMap { names in names.map { ($0.dashed, names[0]) } }
    ) { first, _ in first }

    /// The names of an official type, itself first, then in order of preference.
    static func names(of official: String) -> [String] {
        all.first { $0[0] == official } ?? [official]
    }

    /// The types under which a catalog may list the requested one; other aliases mean other
    /// services.
    static func catalogTypes(for wanted: String) -> [String] {
        guard let official = official(wanted) else { return [wanted] }
        return official == wanted ? names(of: official) : [wanted, official]
    }
}

extension String {
    /// The name in the catalog's spelling: with `-` for each `_`.
    var dashed: String { exchanging("_", for: "-") }
    /// The name in the spelling of keys: with `_` for each `-`.
    var underscored: String { exchanging("-", for: "_") }

    /// Both are ASCII, so they are not part of other characters.
    private func exchanging(_ old: Unicode.Scalar, for new: Unicode.Scalar) -> String {
        let (old, new) = (UInt8(ascii: old), UInt8(ascii: new))
        return String(decoding: utf8.map { $0 == old ? new : $0 }, as: UTF8.self)
    }
}
