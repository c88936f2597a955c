// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import Testing

@testable import SCSCheckCommand

/// What the program makes of a terminal's size and locale.
struct TerminalTests {
    @Test(arguments: [
        (["LANG": "C"], true), (["LANG": "de_DE.UTF-8"], false), (["LC_ALL": "C.utf8"], false),
        (["LC_ALL": "C", "LANG": "de_DE.UTF-8"], true), ([:], true),
        (["LC_ALL": "", "LC_CTYPE": "en_US.UTF-8", "LANG": "C"], false),
        (["LANG": "de_DE.ISO-8859-1"], true),
    ])
    func `The first variable of the locale decides`(
        _ environment: [String: String], _ isASCII: Bool
    ) {
        #expect(Terminal.isASCII(environment) == isASCII)
    }

    private let active = (0..<90).map { "scs-0117-test-\($0): back it up, backup creating, 4.0 s" }

    @Test(arguments: [(40, 24), (60, 10), (77, 50), (120, 3), (20, 1)])
    func `Live lines fit the screen, and none wraps`(_ columns: Int, _ rows: Int) {
        let lines = LiveLines(active: active, ended: [.pass: 3, .fail: 1])
            .fitting(Terminal(columns: columns, rows: rows), isASCII: true)
        #expect(lines.allSatisfy { $0.count < max(columns, 21) })
        #expect(lines.count <= max(3, rows - 1))
        #expect(lines.last == "3 passed, 1 failed")
    }

    @Test func `What does not fit is counted`() {
        let lines = LiveLines(active: active, ended: [:])
            .fitting(Terminal(columns: 80, rows: 10), isASCII: false)
        #expect(lines.count == 7 && lines.last == "… and 84 more")
        #expect(LiveLines(active: [], ended: [.pass: 1]).fitting(nil, isASCII: false) == [])
    }
}
