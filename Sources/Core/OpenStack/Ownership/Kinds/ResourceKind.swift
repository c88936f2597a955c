// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP
import SCSSupport

/// What the janitor needs to find and delete a resource of any module and version.
///
/// Journals hold it, so a new kind of resource is one value beside its check.
public struct ResourceKind: Hashable, Sendable {
    /// The service's catalog type: `block-storage`.
    public let service: String
    /// The collection below the service's URL: `volumes`.
    public let collection: PathSegment
    /// The key around one resource in an answer; empty if there is none (the Image service).
    public let envelope: String
    /// How its service differs from others.
    public let quirks: ResourceQuirks

    /// A kind of resource, with what sets its service apart.
    public init(
        service: String, collection: PathSegment, envelope: String,
        quirks: ResourceQuirks = ResourceQuirks()
    ) {
        self.service = service
        self.collection = collection
        self.envelope = envelope
        self.quirks = quirks
    }

    /// The noun for one of it in a sentence.
    public var noun: String {
        quirks.noun
            ?? (envelope.isEmpty
                ? String(collection.text.dropLast())
                : envelope.split(separator: "_").joined(separator: " "))
    }

    /// The collection's path below the service's URL.
    package var path: [PathSegment] { quirks.folder + [collection] }

    /// The key of a list's items in an answer; Network uses hyphens in paths only.
    var listKey: String { collection.text.split(separator: "-").joined(separator: "_") }

    /// The items of a list; nil if it has none.
    func items(in answer: JSON) -> [JSON]? { answer[listKey]?.array }

    /// The logs to search for one of it.
    package var logs: String { quirks.logs ?? "the service \(service)" }

    /// Whether one of it in that state is beyond repair.
    package func isError(_ status: String) -> Bool {
        let status = status.lowercased()
        return status.hasPrefix("error") || quirks.errorStates.contains(status)
    }

    /// Whether one of it in that state is changing to another one.
    package func isInMotion(_ status: String) -> Bool {
        !quirks.restingStates.contains(status.lowercased()) && SCSOpenStack.isInMotion(status)
    }

    package var serviceType: ServiceType? {
        ServiceType.all.first { $0.types.contains(service) }
            ?? quirks.majorVersion.map {
                ServiceType(name: service, aliases: [], majorVersion: $0)
            }
    }
}

extension String {
    /// The id after the last slash of a reference; nil if that is none.
    package var lastPathSegment: ResourceID? {
        split(separator: "/").last.flatMap { PathSegment(String($0)) }
    }
}
