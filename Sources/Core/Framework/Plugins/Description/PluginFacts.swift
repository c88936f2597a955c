// SPDX-License-Identifier: Apache-2.0
import SCSOpenStack
import SCSSupport

extension CheckContextOf where Subject == Cloud {
    /// A fact as JSON, without secrets; throws what kept it from being read.
    func document<Declared: DeclaredFact<Cloud>>(_ declared: Declared) async throws -> JSON {
        cloud.vault.clean(try await facts.document(declared.fact))
    }
}
