// SPDX-License-Identifier: Apache-2.0
import Checks
import Core
import Standards

/// The checks and the standards that are built into this program.
enum Catalogue {
    static let modules: [any CheckModule] = allChecks

    /// The standards in the order of their ids; throws where a file in `Standards/` is wrong.
    static func standards() throws -> [StandardDescription] {
        try Standards.files.sorted { $0.key < $1.key }.map { name, bytes in
            try StandardFile.read(bytes, file: "Standards/\(name)")
        }
    }
}
