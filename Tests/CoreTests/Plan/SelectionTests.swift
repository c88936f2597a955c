// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import SCSCheck
@testable import SCSSupport

/// What a user's words select, by one rule for standards and for scopes.
struct SelectionTests {
    private static let standard = StandardDescription(
        id: "scs-0117", version: "scs-0117-v1", name: "Volume backup",
        aliases: ["volume-backup"], summary: "", url: "",
        testcases: ["scs-0117-test-backup", "scs-0117-x-snapshot"].map {
            StandardDescription.Entry(
                id: $0, title: $0, target: .main, isManual: false, url: nil)
        })

    @Test(
        arguments: [
            ("scs-0117", Selection.Match.byStandard), ("scs-0117-v1", .byStandard),
            ("volume-backup", .byStandard), ("volume-*", .byStandard),
            ("scs-0117-test-backup", .byID), ("scs-0117-t*", .byID), ("scs-011[0-9]-t*", .byID),
            // It fits the standard as well, so the standard is meant.
            ("scs-0117*", .byStandard), ("scs-0118", .none), ("scs-0117-x-*", .none),
            ("backup", .none),
        ])
    func `A test case is selected by a name of its standard, or by its id`(
        _ selector: String, _ expected: Selection.Match
    ) throws {
        var selection = try Selection([selector])
        #expect(selection.match("scs-0117-test-backup", of: Self.standard) == expected)
        #expect(selection.unused == (expected == .none ? selector : nil))
    }

    @Test
    func `Whoever names a test case beside its standard has named it, in either order`() throws {
        for selectors in [["scs-0117", "*-test-backup"], ["*-test-backup", "scs-0117"]] {
            var selection = try Selection(selectors)
            #expect(selection.match("scs-0117-test-backup", of: Self.standard) == .byID)
            #expect(selection.match("scs-0117-x-snapshot", of: Self.standard) == .byStandard)
            #expect(selection.unused == nil)
        }
    }

    @Test
    func `A test case without a described standard is selected by its id alone`() throws {
        var selection = try Selection(["scs-0117", "other-*"])
        #expect(selection.match("other-test", of: nil) == .byID)
        #expect(selection.unused == "scs-0117")
        #expect(selection.fits("scs-0117", anyOf: Self.standard.names))
        #expect(!selection.fits("other-*", anyOf: Self.standard.names))
    }

    @Test
    func `A selector that matches nothing is reported with the nearest name or id`() {
        let error = UnknownSelection(
            "scs-0117-test-backpu", standards: [Self.standard],
            testcases: Self.standard.testcases.map(\.id))
        #expect(error.nearest == "scs-0117-test-backup")
        #expect(
            error.description.hasPrefix(
                "No standard or test case is called 'scs-0117-test-backpu'; did you mean"))
    }

    @Test
    func `A malformed glob is an error before anything is planned`() {
        #expect(throws: MalformedGlob.self) { try Selection(["scs-0117", "scs-[01"]) }
    }
}
