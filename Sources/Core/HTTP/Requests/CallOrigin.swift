// SPDX-License-Identifier: Apache-2.0

/// Whom a call serves, for the transcript.
package enum CallOrigin: Sendable, Equatable {
    case testcase(String)
    /// Something that is read once for all test cases.
    case fact(String)

    @TaskLocal package static var current: CallOrigin?

    /// The id of the test case; nil for a fact.
    package var testcase: String? {
        if case .testcase(let id) = self { id } else { nil }
    }

    /// The name of the fact; nil for a test case.
    package var fact: String? {
        if case .fact(let name) = self { name } else { nil }
    }
}
