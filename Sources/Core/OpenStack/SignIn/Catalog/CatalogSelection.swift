// SPDX-License-Identifier: Apache-2.0

extension Catalog {
    /// Which entries are a service's; of several types and interfaces the first ones are preferred.
    struct Selection: Sendable, Equatable {
        var types: [String]
        /// The name of the entry; nil: any. Entries without a name are taken as well.
        var name: String?
        var interfaces: [String]
        /// Nil: any.
        var region: String?
    }
}

extension CloudConfiguration {
    /// Where a service stands in the catalog.
    func selection(ofType type: String) -> Catalog.Selection {
        let own = service(ofType: type)
        return Catalog.Selection(
            types: ServiceNames.catalogTypes(for: own?.serviceType ?? type),
            name: own?.serviceName,
            interfaces: (own?.interfaces ?? interfaces).map(\.rawValue),
            region: own?.regionName ?? regionName)
    }
}
