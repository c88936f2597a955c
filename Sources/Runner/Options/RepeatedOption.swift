// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck

/// Refuses options that take one value and are given twice, as the meaning is unclear.
enum RepeatedOption {
    /// The options that may be repeated.
    static let repeatable: Set<String> = [
        "--format", "--assign", "--pass-environment", "--allow-cloud-access", "--set",
        "--credential", "--exclude",
    ]

    /// Those that may be repeated for a run, of one cloud or many.
    static let repeatableForRun: Set<String> = ["--cloud", "--subject"]

    /// Throws a `ValidationError` that names the option.
    static func refuse(in arguments: [String]) throws {
        var seen: Set<Substring> = []
        for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
            let name = argument.prefix { $0 != "=" }
            guard !seen.insert(name).inserted, !repeatable.contains(String(name)),
                arguments.first != "run" || !repeatableForRun.contains(String(name))
            else { continue }
            throw ValidationError(
                "\(String(name).harmless(80)) was given twice; give it once.")
        }
    }
}
