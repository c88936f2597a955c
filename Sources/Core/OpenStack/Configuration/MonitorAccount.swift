// SPDX-License-Identifier: Apache-2.0
package import SCSSupport
import SCSYAML

/// An account at a compliance monitor, from the section `monitors` of secure.yaml.
package struct MonitorAccount: Sendable, Equatable {
    package let user: String
    package let password: Secret
    /// That everyone can read the file, as a sentence; nil if not.
    package let warning: String?

    /// Nil if there is no such section, or it does not name the monitor at `url`.
    init?(
        at url: String, in root: YAMLNode?, warning: (String) -> String?
    ) throws(YAMLError) {
        guard let monitors = root?["monitors"], !monitors.isNull else { return nil }
        for (key, value) in try monitors.mapping()
        where key.text.map(Self.plain) == Self.plain(url) {
            try value.check(allows: ["user", "password"])
            user = try value.required("user").string()
            password = Secret(try value.required("password").string())
            self.warning = warning(value.position.file)
            return
        }
        return nil
    }

    /// A slash at its end makes no other monitor.
    private static func plain(_ url: String) -> String {
        url.hasSuffix("/") ? String(url.dropLast()) : url
    }
}
