// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// One request of a run: the first, second, … of its shape.
struct Site: Hashable {
    enum Kind: String {
        case login, versions, quota, schema, list, zones, s3, search, look, create, change, delete
        /// Images as a means of the test: created, filled, created from a volume, read.
        case image, upload, readback, download
        case lookImage = "look-image"
        case deleteImage = "delete-image"
        /// A look at a volume that is being converted to an image.
        case lookReadback = "look-readback"
        /// A look at a resource whose deletion was requested.
        case lookDeleted = "look-deleted"
        /// A deletion that the cloud must refuse.
        case mustRefuse = "must-refuse"
        /// A request that must be refused because the resource is foreign.
        case trespass
    }

    /// The phase of a run in which it is sent.
    enum Phase: String {
        /// Before the first step: prerequisites.
        case before
        case prepare, require, cleanup
    }

    var shape: String
    var occurrence: Int
    var kind: Kind
    var phase: Phase
    /// The service's status without a fault.
    var status: Int

    static func kind(ofShape shape: String, status: Int) -> Kind {
        let words = shape.split(separator: " ")
        let path = words[1].split(separator: "/")
        if path.suffix(2) == ["auth", "tokens"] { return .login }
        if shape.contains(" by ") { return .trespass }
        switch words[0] {
        case "DELETE":
            if path.contains("images") { return .deleteImage }
            return status >= 400 && status != 404 ? .mustRefuse : .delete
        case "PUT": return .upload
        case "POST":
            if path.last == "images" { return .image }
            if shape.hasSuffix("to an image") { return .readback }
            return shape.hasSuffix("over a volume") || shape.hasSuffix("another")
                ? .change : .create
        default:
            if shape.hasSuffix("volume") || path == ["v3"] { return .versions }
            if path.isEmpty { return .s3 }
            if shape.contains("zone") { return .zones }
            if shape.contains("?name") { return .search }
            if path.contains("os-quota-sets") || path.last == "limits" { return .quota }
            if path.contains("schemas") { return .schema }
            if path.last == "file" { return .download }
            if path.last != "{id}" { return .list }
            return path.contains("images") ? .lookImage : .look
        }
    }
}
