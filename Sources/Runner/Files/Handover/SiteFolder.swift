// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover

/// The folder of a site, which a web server may read: its files are there for everybody.
struct SiteFolder {
    let path: String
    private let overwrites: Bool

    /// Creates the folders; throws an error of a command.
    init(_ path: String, overwrites: Bool) throws {
        self.path = path
        self.overwrites = overwrites
        do {
            for folder in [path, path + "/clouds", path + "/reports"] {
                // Pages must not land where a link leads.
                if folder != path, FileKind(at: folder) == .link {
                    throw ValidationError(
                        "\(folder.harmless(300)) is a symbolic link, which is not followed; remove it."
                    )
                }
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true)
            }
        } catch let error as ValidationError {
            throw error
        } catch {
            throw CommandFailure(
                "The folder \(path.harmless(300)) cannot be used for a site: \(error.formatted).")
        }
    }

    /// Writes each page completely or not at all; throws `PrivateFile.Unwritten`.
    func write(_ site: Site) throws {
        for page in site.pages {
            try PrivateFile(
                path: path + "/" + page.path, own: .report(.html), mode: 0o644,
                overwrites: overwrites
            ).write(Array(page.text.utf8))
        }
    }
}
