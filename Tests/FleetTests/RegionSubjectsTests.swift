// SPDX-License-Identifier: Apache-2.0
import SCSFleet
import Testing

/// A subject for each region of a cloud.
struct RegionSubjectsTests {
    private func names(_ regions: [String], of name: String = "gx") -> [String] {
        SampleReport.subject(name).subjects(in: regions).map(\.name)
    }

    @Test func `Each region is a subject with a folder of its own, in one order`() {
        let subjects = SampleReport.subject("gx").subjects(in: ["west", "east", "west"])
        #expect(subjects.map(\.name) == ["gx.east", "gx.west"])
        #expect(subjects.map(\.region) == ["east", "west"])
        #expect(subjects.allSatisfy { $0.parent == "gx" && $0.cloud == "gx" })
        #expect(subjects.allSatisfy { !$0.isOfAllRegions })
    }

    @Test(arguments: [
        ["a b", "a-b"], ["West", "west"], ["../../etc", "..", "/"], ["\u{1B}[31m", "\n"],
        [String(repeating: "r", count: 300), String(repeating: "r", count: 301)], ["日本", "日木"],
    ])
    func `Whatever a region is called, its folder is safe and unique`(_ regions: [String]) {
        let names = names(regions)
        #expect(names.allSatisfy(FleetSubject.isName))
        #expect(Set(names.map { $0.lowercased() }).count == regions.count)
        // Other regions do not change the name of one that has a digest.
        #expect(names.contains(self.names([regions[0]])[0]) || regions[0].allSatisfy(\.isLetter))
    }

    @Test func `Without regions the subject is tested as it is, once`() {
        var subject = SampleReport.subject("gx")
        subject.settings.allRegions = Sourced(true, at: subject.position)
        #expect(subject.isOfAllRegions)
        let subjects = subject.subjects(in: [])
        #expect(subjects.map(\.name) == ["gx"])
        #expect(!subjects[0].isOfAllRegions && subjects[0].parent == nil)
    }
}
