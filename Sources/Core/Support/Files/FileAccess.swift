// SPDX-License-Identifier: Apache-2.0

/// Who may change a configuration file, beside the user and root.
package struct FileAccess: Sendable, Equatable {
    /// The user id of another owner, who may always change it.
    package var owner: UInt32?
    /// Whether everybody, or a group with other members, may write to it.
    package var isWritableByOthers: Bool
    /// The folder, if everybody may replace the file there.
    package var openFolder: String?

    package init(owner: UInt32? = nil, isWritableByOthers: Bool = false, openFolder: String? = nil)
    {
        self.owner = owner
        self.isWritableByOthers = isWritableByOthers
        self.openFolder = openFolder
    }

    /// Why no secret is used with the file; nil if nothing prevents it.
    package func refusal(_ path: String) -> String? {
        let danger = "anyone who can write to it decides where the cloud's secrets are sent"
        if isWritableByOthers {
            return "others can write to \(path), and \(danger); run chmod go-w on it"
        }
        return openFolder.map {
            "others can replace \(path), as they can write to its folder, and \(danger); run chmod "
                + "go-w \($0)"
        }
    }

    package func warning(_ path: String) -> String? {
        owner.map {
            "\(path) belongs to user \($0), who can change where the cloud's secrets are sent; run "
                + "chown on it, or use a file of your own"
        }
    }
}
