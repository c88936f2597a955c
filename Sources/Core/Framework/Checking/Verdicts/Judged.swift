// SPDX-License-Identifier: Apache-2.0

/// An error with its meaning where it happened.
struct Judged: Error {
    var conclusion: Conclusion
}
