// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing

@testable import SCSCheck

/// Durations in a report come from a file, which can contain anything.
struct ReportedSecondsTests {
    private func read(_ text: String) throws -> ReportedSeconds {
        try JSONDecoder().decode(ReportedSeconds.self, from: Data(text.utf8))
    }

    @Test(arguments: [
        "-1", "-1e300", "1e300", "1e20", "31557600001", "9223372036854775807", "null",
    ])
    func `An absurd number of seconds is refused`(_ text: String) {
        #expect(throws: DecodingError.self) { try read(text) }
    }

    @Test func `The longest duration survives a round trip`() throws {
        #expect(try read("31557600000").duration.formatted == "525960000 min 0 s")
        let seconds = ReportedSeconds(.milliseconds(12_345))
        #expect(try read(String(decoding: JSONEncoder().encode(seconds), as: UTF8.self)) == seconds)
        #expect(seconds.duration.formatted == "12.3 s")
    }
}
