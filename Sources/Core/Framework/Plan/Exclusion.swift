// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// What a user excluded from a selection: globs of standards' names and of test cases' ids.
struct Exclusion {
    private let globs: [(text: String, glob: Glob)]
    private var used: Set<String> = []

    /// Throws `MalformedGlob`.
    init(_ globs: [String]) throws {
        self.globs = try globs.map { ($0, try Glob($0)) }
    }

    /// The glob that excludes a selected test case; remembers which globs took part.
    mutating func glob(for id: String, of standard: StandardDescription?) -> String? {
        let fitting = globs.filter { _, glob in
            glob.matches(id) || standard?.names.contains(where: glob.matches) == true
        }
        used.formUnion(fitting.map(\.text))
        return fitting.first?.text
    }

    /// Throws `UselessExclusion` if a glob excluded nothing, or all of them everything.
    func check(_ isToBeTested: [Bool]) throws {
        let option = InterfaceTerm.exclusion
        if let (text, _) = globs.first(where: { !used.contains($0.text) }) {
            throw UselessExclusion(
                description: "\(option) \(text.harmless(80)) has no effect: nothing that is "
                    + "selected fits it; omit it, or correct the name.")
        }
        if !globs.isEmpty, !isToBeTested.contains(true) {
            throw UselessExclusion(
                description: "Nothing is left to test: \(option) excludes everything that is "
                    + "selected.")
        }
    }
}

/// An exclusion of nothing, or of everything.
package struct UselessExclusion: Error, CustomStringConvertible {
    package var description: String
}
