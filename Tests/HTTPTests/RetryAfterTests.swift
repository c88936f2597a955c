// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSHTTP
import Testing
import TestSupport

/// The pure parser of `Retry-After`.
struct RetryAfterTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT.
    private let now = Date(timeIntervalSince1970: 784_111_777)

    @Test(arguments: [
        ("0", 0), ("120", 120), (" 5\t", 5), ("00007", 7), ("86401", 86_400),
        ("99999999999999999999999999", 86_400),
        ("Sun, 06 Nov 1994 08:49:47 GMT", 10), ("Sunday, 06-Nov-94 08:49:47 GMT", 10),
        ("Sun Nov  6 08:49:47 1994", 10), ("Mon, 07 Nov 1994 08:49:36 GMT", 86_399),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Sat, 05 Nov 1994 08:49:37 GMT", 0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Mon, 01 Jan 0001 00:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
    ])
    func `Seconds and dates are read`(text: String, seconds: Int) {
        #expect(RetryAfter.parse(text, now: now) == .seconds(seconds))
    }

    @Test(arguments: [
        "", " ", "-1", "1.5", "1e3", "+1", "0x10", "soon", "1 2", "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "٣",
        "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 6x Nov 1994 08:49:37 GMT", String(repeating: "1", count: 65),
    ])
    func `Any other value is no pause`(text: String) {
        #expect(RetryAfter.parse(text, now: now) == nil)
    }

    @Test func `Leap days and the turn of the century are counted`() throws {
        for (text, moment) in [
            ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
            ("Thu, 01 Mar 2001 00:00:00 GMT", 983_404_800),
            ("Tue, 19 Jan 2038 03:14:08 GMT", 2_147_483_648),
            ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
        ] {
            let now = Date(timeIntervalSince1970: TimeInterval(moment - 100))
            #expect(RetryAfter.parse(text, now: now) == .seconds(100), "\(text)")
        }
    }

    @Test func `No header value exceeds the bounds`() {
        var random = SplitMix(7)
        let seeds = ["Sun, 06 Nov 1994 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "120"].map {
            Array($0.utf8)
        }
        let signs = Array(",:- 0199aGM\0\u{7F}\u{FF}é".utf8)
        for _ in 0..<20_000 {
            var bytes = seeds[Int.random(in: 0..<seeds.count, using: &random)]
            for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(signs.randomElement(using: &random) ?? 0, at: place)
                default: bytes[place] = UInt8.random(in: 0...255, using: &random)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            if let pause = RetryAfter.parse(text, now: now) {
                #expect(pause >= .zero && pause <= RetryAfter.longest)
            }
        }
    }
}
