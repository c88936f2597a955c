// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Core
import FoundationEssentials

/// The file system as the configuration sees it.
enum ConfigurationFile {
    /// Finds clouds from where this process is.
    static var finder: ConfigurationFinder {
        let environment = ProcessInfo.processInfo.environment
        return ConfigurationFinder(
            environment: environment, workingDirectory: FileManager.default.currentDirectoryPath,
            homeDirectory: environment["HOME"] ?? "/", readFile: contents, fileMode: mode)
    }

    /// The file's bytes; nil where there is none.
    static func contents(_ path: String) throws -> [UInt8]? {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            return nil
        } catch {
            throw ValidationError("\(path) is there, but cannot be read; check its permissions.")
        }
    }

    /// The file's permission bits; nil where they cannot be told.
    static func mode(_ path: String) -> UInt16? {
        // Only a warning hangs on it: what cannot be told is not warned of.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.posixPermissions] as? Int).map(UInt16.init(truncatingIfNeeded:))
    }
}
