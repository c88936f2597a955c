// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP
package import SCSSupport

/// The id of a resource; as part of an answer it is a claim.
public typealias ResourceID = PathSegment

extension PathSegment {
    /// The id of the token's project; throws `UnreadableAnswer` if it cannot be part of a path.
    init(ofProject id: String) throws {
        guard let segment = PathSegment(id) else {
            throw UnreadableAnswer(
                call: "The token", detail: "its project's id cannot be part of a path")
        }
        self = segment
    }
}

extension JSON {
    /// The string as an id; nil if it is none.
    package var id: ResourceID? { string.flatMap(PathSegment.init) }

    package static func id(_ id: ResourceID) -> JSON { .string(id.text) }
}
