// SPDX-License-Identifier: Apache-2.0

/// Who may change a file of the configuration, beside us and root.
package struct FileAccess: Sendable, Equatable {
    /// Somebody else owns it, who may always change it: their number.
    package var owner: UInt32?
    /// Everybody, or a group that others are in, may write to it.
    package var isWritableByOthers: Bool
    /// Everybody may put another file in its place, as its folder lets them; the folder.
    package var openFolder: String?

    package init(owner: UInt32? = nil, isWritableByOthers: Bool = false, openFolder: String? = nil)
    {
        self.owner = owner
        self.isWritableByOthers = isWritableByOthers
        self.openFolder = openFolder
    }

    /// Why no secret is used with the file; nil where nothing keeps us from it.
    package func refusal(_ path: String) -> String? {
        let danger = "whoever can write to it decides where the cloud's secrets go"
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
            "\(path) belongs to user \($0), who decides with it where the cloud's secrets go; run "
                + "chown on it, or use a file of your own"
        }
    }
}
