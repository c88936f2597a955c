// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// A parsed key of one service: `volume_endpoint_override` is block-storage's endpoint.
struct ServiceKey {
    enum Attribute: String, CaseIterable {
        case apiVersion = "api_version"
        case connectRetries = "connect_retries"
        case defaultMicroversion = "default_microversion"
        case endpointOverride = "endpoint_override"
        /// The former name of `endpoint_override`, which overrides it.
        case endpoint
        case interface
        case regionName = "region_name"
        case serviceName = "service_name"
        case serviceType = "service_type"
        case statusCodeRetries = "status_code_retries"
    }

    /// The official type; nil for an unknown service.
    let service: String?
    let attribute: Attribute

    init?(_ name: String) {
        let former = "endpoint_type"
        let name = name.hasSuffix(former) ? name.dropLast(former.count) + "interface" : name[...]
        for attribute in Attribute.allCases where name.hasSuffix("_" + attribute.rawValue) {
            service = ServiceNames.official(String(name.dropLast(attribute.rawValue.count + 1)))
            self.attribute = attribute
            return
        }
        return nil
    }
}

extension CloudSettings {
    /// A service's value, under the first of its names that has one.
    func value(_ attribute: ServiceKey.Attribute, of service: String) -> YAMLNode? {
        for name in ServiceNames.names(of: service) {
            let key = name.underscored + "_" + attribute.rawValue
            if let node = table[key]?.value, !node.isNull { return node.isNothing ? nil : node }
        }
        return nil
    }
}
