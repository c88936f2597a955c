// SPDX-License-Identifier: Apache-2.0

/// Where `scs-check.yaml` is searched, in the order of openstacksdk's clouds.yaml.
package enum FleetFile {
    /// The candidates in order; `SCS_CHECK_CONFIG_FILE` comes first.
    ///
    /// Those of the user and the machine alone do not include the working directory.
    package static func candidates(
        environment: [String: String], workingDirectory: String, homeDirectory: String,
        ofUserAlone: Bool = false
    ) -> [String] {
        func setting(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        if let named = setting("SCS_CHECK_CONFIG_FILE") {
            return [named.hasPrefix("/") ? named : workingDirectory + "/" + named]
        }
        let folders =
            (ofUserAlone ? [] : [workingDirectory]) + [
                (setting("XDG_CONFIG_HOME") ?? homeDirectory + "/.config") + "/scs-check",
                "/etc/scs-check",
            ]
        return folders.flatMap { folder in
            [".yaml", ".yml", ".json"].map { folder + "/scs-check" + $0 }
        }
    }
}
