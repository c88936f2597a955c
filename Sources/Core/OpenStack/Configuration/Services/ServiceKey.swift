// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// A key about one service, taken apart: `volume_endpoint_override` is block-storage's endpoint.
struct ServiceKey {
    enum Attribute: String, CaseIterable {
        case apiVersion = "api_version"
        case connectRetries = "connect_retries"
        case defaultMicroversion = "default_microversion"
        case endpointOverride = "endpoint_override"
        /// The former name of `endpoint_override`, which wins over it.
        case endpoint
        case interface
        case regionName = "region_name"
        case serviceName = "service_name"
        case serviceType = "service_type"
        case statusCodeRetries = "status_code_retries"
    }

    /// The official type; nil where no service has such a name.
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
    /// What is written for a service under the first of its names that has something.
    func value(_ attribute: ServiceKey.Attribute, of service: String) -> YAMLNode? {
        for name in ServiceNames.names(of: service) {
            let key = name.underscored + "_" + attribute.rawValue
            if let node = table[key]?.value, !node.isNull { return node.isNothing ? nil : node }
        }
        return nil
    }
}
