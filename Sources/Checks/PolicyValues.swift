// SPDX-License-Identifier: Apache-2.0
import SCSCheck

extension YAMLNode {
    /// A day, as in `2026-04-30`.
    func day() throws(YAMLError) -> CalendarDate {
        guard let day = CalendarDate(try string()) else {
            throw wrongValue("a day such as 2026-04-30")
        }
        return day
    }

    /// A regular expression.
    func pattern() throws(YAMLError) -> CompiledPattern {
        let text = try string()
        do { return try CompiledPattern(text) } catch { throw wrongValue("a regular expression") }
    }

    /// A list of at least one string.
    func strings() throws(YAMLError) -> [String] {
        var texts: [String] = []
        for entry in try sequence() { texts.append(try entry.string()) }
        guard !texts.isEmpty else { throw wrongValue("a list with at least one entry") }
        return texts
    }
}
