// SPDX-License-Identifier: Apache-2.0

/// An error with what it means where it happened.
struct Judged: Error {
    var conclusion: Conclusion
}
