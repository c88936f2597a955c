// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// openstacksdk's defaults, as far as they have an effect here.
enum Defaults {
    static let place = "default"

    /// The lowest layer of each cloud.
    static let mapping: YAMLNode = {
        let texts = [
            ("auth_type", "password"), ("interface", "public"), ("network_api_version", "2"),
            ("object_store_api_version", "1"), ("verify", "true"),
        ]
        let nothing = ["api_timeout", "cacert", "cert", "key"].map { ($0, "") }
        let position = Position(place: place)
        return YAMLNode(
            .mapping(
                (texts + nothing).map { name, text in
                    (
                        YAMLNode(.scalar(name, .quoted), at: position, label: "a key"),
                        YAMLNode(.scalar(text, .plain), at: position, label: name)
                    )
                }), at: position)
    }()
}
