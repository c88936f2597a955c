// SPDX-License-Identifier: Apache-2.0

/// A run's random name, the prefix of the names of everything it creates.
struct RunIdentity {
    let id: String
    let seed: UInt64

    /// 80 random bits: they cannot be guessed, and no two runs share them.
    init() {
        var generator = SystemRandomNumberGenerator()
        let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
        id = String((0..<16).map { _ in letters[Int.random(in: 0..<32, using: &generator)] })
        seed = generator.next()
    }

    var prefix: String { "scs-check-\(id)" }
}
