// SPDX-License-Identifier: Apache-2.0
import SCSHTTP

/// How a journal holds a kind of resource.
extension ResourceKind: Codable {
    private enum CodingKeys: String, CodingKey {
        case service, collection, envelope, quirks
    }

    /// Decodes a kind, of an older journal too, which holds no quirks.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let plain = ResourceKind(
            service: try fields.decode(String.self, forKey: .service),
            collection: try fields.decode(PathSegment.self, forKey: .collection),
            envelope: try fields.decode(String.self, forKey: .envelope))
        if let quirks = try fields.decodeIfPresent(ResourceQuirks.self, forKey: .quirks) {
            self.init(
                service: plain.service, collection: plain.collection, envelope: plain.envelope,
                quirks: quirks)
        } else {
            self = Self.builtIn.first { $0.isCalled(as: plain) } ?? plain
        }
    }

    /// Encodes the kind, with quirks only where its name does not imply them.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(service, forKey: .service)
        try fields.encode(collection, forKey: .collection)
        try fields.encode(envelope, forKey: .envelope)
        let implied = Self.builtIn.first { $0.isCalled(as: self) }?.quirks ?? ResourceQuirks()
        if quirks != implied { try fields.encode(quirks, forKey: .quirks) }
    }

    private func isCalled(as other: ResourceKind) -> Bool {
        service == other.service && collection == other.collection && envelope == other.envelope
    }
}
