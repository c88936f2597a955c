// SPDX-License-Identifier: Apache-2.0

/// Blowfish with the expensive key schedule of bcrypt; OpenSSL's own cannot be given a salt.
///
/// Source: Provos and Mazières, A Future-Adaptable Password Scheme (1999)
struct Blowfish: ~Copyable {
    // 18 subkeys, then four boxes of 256 words.
    private static let size = 18 + 4 * 256
    private let state: UnsafeMutableBufferPointer<UInt32>

    init() {
        state = .allocate(capacity: Self.size)
        _ = state.initialize(fromContentsOf: PiDigits.words)
    }

    deinit {
        state.update(repeating: 0)
        state.deallocate()
    }

    /// Mixes `key` into the state, and `salt` into what it encrypts; both have 16 words.
    func expand(key: [UInt32], salt: [UInt32]? = nil) {
        for index in 0..<18 { state[index] ^= key[index & 15] }
        var (left, right): (UInt32, UInt32) = (0, 0)
        var next = 0
        var index = 0
        while index < Self.size {
            if let salt {
                left ^= salt[next & 15]
                right ^= salt[(next + 1) & 15]
                next += 2
            }
            encrypt(&left, &right)
            state[index] = left
            state[index + 1] = right
            index += 2
        }
    }

    /// Encrypts one block.
    func encrypt(_ left: inout UInt32, _ right: inout UInt32) {
        guard let words = state.baseAddress else { return }
        var l = left ^ words[0]
        var r = right
        var round = 1
        while round < 17 {
            r ^= Self.mixed(l, words) ^ words[round]
            l ^= Self.mixed(r, words) ^ words[round + 1]
            round += 2
        }
        left = r ^ words[17]
        right = l
    }

    @inline(__always)
    private static func mixed(_ word: UInt32, _ words: UnsafeMutablePointer<UInt32>) -> UInt32 {
        let a = words[18 &+ Int(word &>> 24)]
        let b = words[274 &+ Int((word &>> 16) & 0xFF)]
        let c = words[530 &+ Int((word &>> 8) & 0xFF)]
        let d = words[786 &+ Int(word & 0xFF)]
        return ((a &+ b) ^ c) &+ d
    }
}

/// The fraction of pi in words of 32 bits: what Blowfish starts with.
enum PiDigits {
    /// 1042 words; computed, as a table of them would have to be trusted.
    static let words = fraction(1042)

    private static func fraction(_ count: Int) -> [UInt32] {
        // The whole part, and words that take the rounding.
        let length = count + 4
        var sum = [UInt32](repeating: 0, count: length)
        // Machin: pi = 16 arctan(1/5) - 4 arctan(1/239).
        sum.withUnsafeMutableBufferPointer { sum in
            add(16, arcCotangentOf: 5, isNegative: false, to: sum)
            add(4, arcCotangentOf: 239, isNegative: true, to: sum)
        }
        return Array(sum[1...count])
    }

    private static func add(
        _ factor: UInt32, arcCotangentOf x: UInt32, isNegative: Bool,
        to sum: UnsafeMutableBufferPointer<UInt32>
    ) {
        let power = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: sum.count)
        let term = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: sum.count)
        power.initialize(repeating: 0)
        term.initialize(repeating: 0)
        defer {
            power.deallocate()
            term.deallocate()
        }
        power[0] = factor
        divide(power, by: x, into: power, from: 0)
        var (first, divisor, isSubtracted) = (0, UInt32(1), isNegative)
        while true {
            while first < power.count, power[first] == 0 { first += 1 }
            guard first < power.count else { return }
            divide(power, by: divisor, into: term, from: first)
            combine(sum, term, from: first, isSubtracted)
            divide(power, by: x * x, into: power, from: first)
            divisor += 2
            isSubtracted.toggle()
        }
    }

    private static func divide(
        _ number: UnsafeMutableBufferPointer<UInt32>, by divisor: UInt32,
        into quotient: UnsafeMutableBufferPointer<UInt32>, from first: Int
    ) {
        var rest: UInt64 = 0
        var index = first
        while index < number.count {
            let value = rest &<< 32 | UInt64(number[index])
            quotient[index] = UInt32(truncatingIfNeeded: value / UInt64(divisor))
            rest = value % UInt64(divisor)
            index += 1
        }
    }

    private static func combine(
        _ sum: UnsafeMutableBufferPointer<UInt32>, _ term: UnsafeMutableBufferPointer<UInt32>,
        from first: Int, _ isSubtracted: Bool
    ) {
        var carry: Int64 = 0
        var index = sum.count - 1
        while index >= first || (carry != 0 && index >= 0) {
            let other = index >= first ? Int64(term[index]) : 0
            let value = Int64(sum[index]) + (isSubtracted ? -other : other) + carry
            sum[index] = UInt32(truncatingIfNeeded: value)
            carry = value >> 32
            index -= 1
        }
    }
}
