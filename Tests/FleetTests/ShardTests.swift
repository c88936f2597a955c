// SPDX-License-Identifier: Apache-2.0
import SCSFleet
import Testing

/// Parts of the subjects for several machines.
struct ShardTests {
    @Test(arguments: ["", "1", "0/4", "5/4", "-1/4", "1/0", "1/4/2", "a/b", " 1/4", "1/10001"])
    func `What is no part is refused`(_ text: String) {
        #expect(Shard(text) == nil)
    }

    @Test func `Each subject is in exactly one part, and no part is empty`() throws {
        let names = (0..<1000).map { "cloud-\($0)" }
        let shards = try (1...4).map { try #require(Shard("\($0)/4")) }
        for name in names { #expect(shards.count { $0.contains(name) } == 1) }
        for shard in shards {
            #expect((200...300).contains(names.count { shard.contains($0) }))
        }
    }

    @Test func `A part follows from the name alone, on every machine and in every version`() throws
    {
        let shard = try #require(Shard("2/3"))
        #expect(
            ["gx-scs", "pco-prod1", "wavestack"].filter(shard.contains) == ["gx-scs", "pco-prod1"])
    }
}
