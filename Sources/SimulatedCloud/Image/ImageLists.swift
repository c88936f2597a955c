// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension World {
    private static let longestPage = 1000

    /// A page of images, the newest first; stops at the end of the page.
    mutating func listImages(_ call: Call, _ project: String) throws(Answer) -> Answer {
        var index = images.rows.count
        if let marker = call.parameter("marker") {
            guard let position = images.position(of: marker) else {
                throw .page(400, "No image found with ID \(marker)")
            }
            index = position
        }
        var limit = 25
        if let text = call.parameter("limit") {
            guard let asked = Int(text) else {
                throw .page(400, "limit param must be an integer")
            }
            guard asked >= 0 else { throw .page(400, "limit param must be positive") }
            limit = min(asked, Self.longestPage)
        }
        var views: [JSON] = []
        var last = ""
        while index > 0, views.count < limit {
            index -= 1
            let image = images.rows[index]
            guard isListed(image, call, project) else { continue }
            views.append(view(image))
            last = image.id
        }
        let asked = call.query.filter { $0.name != "marker" }.map { "\($0.name)=\($0.value)" }
        let first = "/v2/images" + (asked.isEmpty ? "" : "?" + asked.joined(separator: "&"))
        var document: [String: JSON] = [
            "first": .string(first), "schema": "/v2/schemas/images", "images": .array(views),
        ]
        if limit > 0, views.count == limit {
            let joint = asked.isEmpty ? "?" : "&"
            document["next"] = .string("\(first)\(joint)marker=\(last)")
        }
        return .json(200, .object(document))
    }

    private func isListed(_ image: Image, _ call: Call, _ project: String) -> Bool {
        let asked = call.parameter("visibility")
        guard isVisible(image, in: project) else { return false }
        let isForeign = image.visibility == "community" && image.project != project
        if isForeign, asked != "community", asked != "all" { return false }
        let wantsHidden = JSON.text(call.parameter("os_hidden")).flag ?? false
        guard image.isHidden == wantsHidden else { return false }
        for (name, value) in call.query {
            let isWanted =
                switch name {
                case "name": image.name == value
                case "id": image.id == value
                case "status": image.status == value
                case "owner": image.project == value
                case "visibility": value == "all" || image.visibility == value
                case "disk_format": image.diskFormat == value
                case "container_format": image.containerFormat == value
                case "protected": image.isProtected == JSON.string(value).flag
                case "tag": image.tags.contains(.string(value))
                case "limit", "marker", "os_hidden", "member_status", "sort", "sort_key",
                    "sort_dir", "size_min", "size_max", "changes-since":
                    true
                default: image.properties[name]?.string == value
                }
            guard isWanted else { return false }
        }
        return true
    }
}
