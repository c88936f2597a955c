// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing

@testable import SCSCheck
@testable import SCSOpenStack
@testable import SCSSupport

/// External numbers: which are accepted, which are refused, and that none can trap.
struct QuantityTests {
    private struct Envelope: Decodable { var size: Quantity }

    private func decoded<T: Decodable>(_ type: T.Type, _ json: String) throws -> T {
        try JSONDecoder().decode(type, from: Data(json.utf8))
    }

    @Test(arguments: [("0", 0), ("1", 1), ("1.0", 1), ("9007199254740992", 1 << 53)])
    func `A whole number up to 2^53 is read`(json: String, value: Int64) throws {
        #expect(try decoded(Envelope.self, #"{"size": \#(json)}"#).size.int64 == value)
    }

    static let odd = [
        ("-1", "-1"), ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854775807", "9223372036854775807"), ("9007199254740993", "9007199254740993"),
        ("9223372036854775808", "9.22337203685477"), ("1e300", "1e+300"), ("1.5", "1.5"),
        ("1e999", "a number that is too large"), (#""10""#, "a string"), ("true", "true"),
        ("null", "null"), ("[1]", "a list"), ("{}", "an object"),
    ]

    @Test(arguments: odd)
    func `Any other value is refused with its place and kind`(json: String, found: String) throws {
        let error = #expect(throws: OddNumber.self) {
            _ = try decoded(Envelope.self, #"{"size": \#(json)}"#)
        }
        #expect(error?.path == "size")
        #expect(error?.found.hasPrefix(found) == true, "\(error?.found ?? "")")
    }

    @Test(arguments: odd)
    func `A volume's malformed size is an error only when it is needed`(
        json: String, found: String
    ) throws {
        struct Answer: Decodable { var volumes: [Volume] }
        // Null and missing are the same.
        let found = found == "null" ? "missing" : found
        let volumes = try decoded(
            Answer.self,
            #"{"volumes": [{"id": "a", "status": "available", "size": 1}, "#
                + #"{"id": "b", "status": "available", "size": \#(json)}]}"#
        ).volumes
        #expect(try volumes[0].size == 1)
        let error = #expect(throws: UnreadableAnswer.self) { _ = try volumes[1].size }
        #expect(error?.description.contains("GET /volumes/b") == true)
        #expect(error?.detail.contains("size is \(found)") == true, "\(error?.detail ?? "")")
    }

    @Test func `An absent size is an error where it is needed`() throws {
        let backup = try decoded(Backup.self, #"{"id": "b", "status": "available"}"#)
        let error = #expect(throws: UnreadableAnswer.self) { _ = try backup.size }
        #expect(error?.detail.contains("size is missing") == true)
    }

    @Test func `Sums and products never overflow`() throws {
        let most = try #require(Quantity(Quantity.greatest))
        #expect(Quantity.sum([most]) == most)
        #expect(Quantity.sum([most, 1]) == nil)
        #expect(Quantity.sum([Quantity](repeating: most, count: 3000)) == nil)
        #expect(Quantity.sum([]) == 0)
        #expect(most.times(1 << 30) == nil)
        #expect(Quantity.init(2 as Int64)?.times(1 << 30) == 2 << 30)
        for value in [Int64.min, -1, Quantity.greatest + 1, .max] {
            #expect(Quantity.init(value) == nil)
        }
    }

    // MARK: Quota

    private func quota(_ volumes: String) throws -> QuotaSet {
        try decoded(
            QuotaSet.self,
            #"{"id": "p", "volumes": \#(volumes), "gigabytes": {"limit": -1, "in_use": 3, "#
                + #""reserved": 1}, "volumes_ssd": {"limit": -1, "in_use": -9, "reserved": 0}}"#)
    }

    private static let need = Need.volume(gib: 1)

    @Test(arguments: odd.map(\.0) + ["9007199254740993"], ["limit", "in_use", "reserved"])
    func `A malformed figure is an ABORT, never a trap`(json: String, field: String) throws {
        // The limit -1 means none.
        guard field != "limit" || json != "-1" else { return }
        var fields = ["limit": "10", "in_use": "0", "reserved": "0"]
        fields[field] = json
        // A number that no decoder accepts makes the whole answer unreadable.
        guard json != "1e999" else { return }
        let told = fields.map { #""\#($0.key)": \#($0.value)"# }.joined(separator: ", ")
        let quota = try quota("{\(told)}")
        let lack = QuotaBudget(quota).lack(for: Self.need)
        #expect(lack?.reason == .unreachable)
        #expect(lack?.message.contains("volumes.\(field) is ") == true, "\(lack?.message ?? "")")
        #expect(Conclusion(of: try #require(lack), judging: true).verdict == .abort)
    }

    @Test func `Extreme figures leave the right headroom`() throws {
        let most = Quantity.greatest
        let full = try quota(#"{"limit": 0, "in_use": \#(most), "reserved": \#(most)}"#)
        #expect(try full.figure("volumes")?.left == 0)
        #expect(QuotaBudget(full).lack(for: Self.need)?.reason == .quota)
        let empty = try quota(#"{"limit": \#(most), "in_use": 0, "reserved": 0}"#)
        #expect(try empty.figure("volumes")?.left == Int(most))
        #expect(QuotaBudget(empty).lack(for: Self.need) == nil)
        #expect(try empty.figure("gigabytes")?.left == nil)
        #expect(try empty.figure("shares") == nil)
        #expect(!empty.isSettled)
        #expect(throws: UnreadableAnswer.self) { try empty.figure("volumes_ssd") }
    }

    @Test func `A quota without its usage is not an empty one`() throws {
        let quota = try quota(#"{"limit": 10, "reserved": 0}"#)
        #expect(throws: UnreadableAnswer.self) { try quota.figure("volumes") }
        let limits = QuotaSet(absoluteLimits: [
            "maxTotalVolumes": 10, "maxTotalBackups": -1, "totalBackupsUsed": 4,
        ])
        #expect(throws: UnreadableAnswer.self) { try limits.figure("volumes") }
        #expect(try limits.figure("backups")?.limit == .unlimited)
        #expect(try limits.figure("backups")?.inUse == 4)
    }

    @Test(arguments: ["vcpus", "ram", "disk"])
    func `A flavor's malformed number is reported with its place`(field: String) throws {
        var fields = ["vcpus": "1", "ram": "1", "disk": "0"]
        fields[field] = "-9223372036854775808"
        let flavor = fields.map { #""\#($0.key)": \#($0.value)"# }.joined(separator: ", ")
        let facts = try RecordedFacts.read(
            Array(#"{"flavors": [{"name": "a", \#(flavor)}]}"#.utf8), file: "f")
        let error = #expect(throws: Finding.self) { _ = try Fact.flavors.recorded(facts)?.get() }
        #expect(error?.message.contains("flavors[0].\(field) is -9223") == true)
    }
}
