// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import SCSFleet

/// What shells offer for a value that only this program knows.
///
/// Each is empty where it cannot be read: a message would land in the middle of the user's line.
enum Completion {
    /// Names and aliases of standards, and ids of test cases.
    static var standards: CompletionKind {
        .custom { _, _, prefix in
            do {
                let standards = try CheckProgram.current.registry().standards
                return fitting(
                    standards.flatMap { $0.names + $0.testcases.map(\.id) }, prefix)
            } catch {
                return []
            }
        }
    }

    /// The clouds of clouds.yaml, without those built in.
    static var clouds: CompletionKind { .custom { _, _, prefix in fitting(configured(), prefix) } }

    /// The clouds of clouds.yaml, and the simulated one.
    static var anyCloud: CompletionKind {
        .custom { _, _, prefix in fitting(configured() + ["simulated"], prefix) }
    }

    /// The presets of scs-check.yaml.
    static var presets: CompletionKind {
        .custom { _, _, prefix in fitting(file()?.presets.map(\.name) ?? [], prefix) }
    }

    /// The subjects of scs-check.yaml, and their groups.
    static var subjects: CompletionKind {
        .custom { _, _, prefix in
            let subjects = file()?.subjects ?? []
            return fitting(
                subjects.map(\.name) + subjects.flatMap(\.groups).map { "group:" + $0 }, prefix)
        }
    }

    private static func file() -> FleetConfiguration? {
        do {
            return try FleetConfigurationFile.read(nil)
        } catch {
            return nil
        }
    }

    private static func configured() -> [String] {
        do {
            return try ConfigurationFile.finder.cloudNames()
        } catch {
            return []
        }
    }

    private static func fitting(_ names: [String], _ prefix: String) -> [String] {
        var seen: Set<String> = []
        // A name with a space or a control character would be several words to the shell.
        return names.filter { name in
            name.hasPrefix(prefix) && !name.isEmpty && seen.insert(name).inserted
                && name.unicodeScalars.allSatisfy { (0x21...0x7E).contains($0.value) }
        }
    }
}
