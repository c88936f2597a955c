// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSCheck

extension HTTPRequest {
    /// Method and path without ids, with the persona and what the body requests.
    package func shape(by persona: Persona?) -> String {
        let path = url.path().split(separator: "/").map { $0.count >= 32 ? "{id}" : String($0) }
        var shape = "\(method.rawValue) /" + path.joined(separator: "/")
        if url.query()?.contains("name=scs-check") == true { shape += "?name" }
        if url.host()?.hasPrefix("volume.") == true && path == ["v3"] { shape += " volume" }
        if case .bytes(let bytes) = body, method == .post {
            let text = String(decoding: bytes, as: UTF8.self)
            if path.last == "restore" {
                shape += text.contains("volume_id") ? " over a volume" : " onto a new volume"
            }
            if path.last == "action" {
                shape += text.contains("upload_image") ? " to an image" : " another"
            }
        }
        return shape + (persona.map { " by \($0.name)" } ?? "")
    }
}
