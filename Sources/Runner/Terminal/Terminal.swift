// SPDX-License-Identifier: Apache-2.0
import SCSCheck

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The terminal behind a standard stream.
struct Terminal {
    let columns: Int
    let rows: Int

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// Nil if the stream is no terminal.
    init?(_ descriptor: Int32, _ environment: [String: String]) {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
        func value(_ measured: UInt16, _ name: String, _ usual: Int) -> Int {
            if isKnown, measured > 0 { return Int(measured) }
            return environment[name].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } ?? usual
        }
        columns = value(size.ws_col, "COLUMNS", 80)
        rows = value(size.ws_row, "LINES", 24)
    }

    /// What the report can use of it.
    func page(_ environment: [String: String]) -> TerminalPage {
        TerminalPage(
            columns: columns, isASCII: Self.isASCII(environment),
            isColoured: environment["TERM"] != "dumb" && (environment["NO_COLOR"] ?? "").isEmpty)
    }

    /// Whether the locale's character set is another than UTF-8; the first set variable decides.
    static func isASCII(_ environment: [String: String]) -> Bool {
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
            ?? ""
        let name = locale.uppercased()
        return !name.contains("UTF-8") && !name.contains("UTF8")
    }
}
