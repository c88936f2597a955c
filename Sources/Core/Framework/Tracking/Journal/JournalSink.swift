// SPDX-License-Identifier: Apache-2.0

/// Where intentions are journalled before their requests.
package protocol JournalSink: Sendable {
    /// Appends one line and returns once it would survive a crash; throws `JournalError`.
    func append(_ line: [UInt8]) throws
}
