// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// Reads the settings of single services.
struct ServiceReader {
    let settings: CloudSettings

    /// The settings of services that have any, by official type.
    func services() throws -> [String: ServiceSettings] {
        var result: [String: ServiceSettings] = [:]
        // Nearly all services have none, and each has many possible keys.
        let named = Set(settings.table.names.compactMap { ServiceKey($0)?.service })
        let hasLimits = ["rate_limit", "concurrency"].contains { settings.value($0) != nil }
        for service in ServiceNames.officialTypes where hasLimits || named.contains(service) {
            let found = try read(service)
            if found != ServiceSettings() { result[service] = found }
        }
        return result
    }

    private func read(_ service: String) throws -> ServiceSettings {
        var found = ServiceSettings()
        let urls = ServiceURLs(settings: settings)
        let override =
            settings.value(.endpointOverride, of: service) ?? settings.value(.endpoint, of: service)
        found.endpointOverride = try override.map(urls.override)
        found.interfaces = try settings.value(.interface, of: service).map(Self.interfaces)
        found.regionName = try settings.value(.regionName, of: service)?
            .string(example: "RegionOne")
        found.serviceType = try settings.value(.serviceType, of: service)?.string(example: service)
        found.serviceName = try settings.value(.serviceName, of: service)?.string(example: "cinder")
        found.connectRetries = try settings.value(.connectRetries, of: service)?.retries()
        found.statusCodeRetries = try settings.value(.statusCodeRetries, of: service)?.retries()
        found.rateLimit = try limit("rate_limit", service)?.rate()
        found.concurrency = try limit("concurrency", service)?.count()
        return found
    }

    /// The interfaces to use: one word, or several in order of preference.
    static func interfaces(_ node: YAMLNode) throws -> [CloudConfiguration.Interface] {
        if case .sequence(let nodes) = node.value, !nodes.isEmpty {
            return try nodes.flatMap(interfaces)
        }
        let text = try node.string(example: "public")
        let name = text.hasSuffix("URL") ? String(text.dropLast(3)) : text
        guard let interface = CloudConfiguration.Interface(rawValue: name) else {
            throw node.wrongValue("public, internal or admin")
        }
        return [interface]
    }

    /// A limit of all services, or of a single one by any of its names.
    private func limit(_ key: String, _ service: String) throws -> YAMLNode? {
        guard let node = settings.value(key) else { return nil }
        guard case .mapping(let entries) = node.value else { return node }
        return entries.first { ServiceNames.official($0.key.text ?? "") == service }?.value
    }
}

extension YAMLNode {
    /// A number of retries: a whole number, quoted or not.
    func retries() throws -> Int {
        guard let count = text.flatMap(Int.init), (0...100).contains(count) else {
            throw wrongValue("a whole number from 0 to 100")
        }
        return count
    }

    fileprivate func count() throws -> Int {
        guard let count = text.flatMap(Int.init), (1...1000).contains(count) else {
            throw wrongValue("a whole number from 1 to 1000")
        }
        return count
    }

    fileprivate func rate() throws -> Double {
        let rate = try number()
        guard rate >= 0.001 else { throw wrongValue("a number of requests a second above 0") }
        return rate
    }
}
