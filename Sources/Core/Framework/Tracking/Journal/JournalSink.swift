// SPDX-License-Identifier: Apache-2.0

/// Where intentions are written down before they are carried out.
package protocol JournalSink: Sendable {
    /// Appends one line and returns when it would survive a crash; throws `JournalError`.
    func append(_ line: [UInt8]) throws
}
