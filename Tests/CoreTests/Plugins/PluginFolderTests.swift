// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Glibc
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSSupport

/// What a folder of checks is used for, and what is refused in it.
@Suite(.serialized) struct PluginFolderTests {
    private func describing(_ edit: (String) -> String) throws -> PluginBench {
        try PluginBench("", describe: edit(PluginBench.description))
    }

    @Test
    func `Executable files are plug-ins; everything else in the folder is none`() async throws {
        let bench = try PluginBench("")
        try bench.write("read me", to: "README", mode: 0o644)
        try bench.write("#!/bin/sh\nexit 1\n", to: ".hidden")
        try FileManager.default.createDirectory(
            at: bench.temporary.file("lib"), withIntermediateDirectories: false)
        let folder = try await bench.folder()
        #expect(folder.plugins.map(\.name) == ["trial"] && folder.problems.isEmpty)
        #expect(folder.plugins[0].standard.testcases.count == 3)
        #expect(folder.plugins[0].callsCloud)
    }

    @Test(
        arguments: [
            (false, "can be changed by other users; run chmod go-w"),
            (true, "it is not a regular file; put the program itself there"),
        ])
    func `A program that others may change, or that is a link, is not run`(
        _ isLink: Bool, _ sentence: String
    ) async throws {
        let bench = try PluginBench("")
        let (prog, ran) = (bench.temporary.file("prog").path, bench.temporary.file("ran").path)
        if isLink {
            #expect(symlink("trial", prog) == 0)
        } else {
            try bench.write("#!/bin/sh\ntouch \(ran)\n", to: "prog")
            #expect(chmod(prog, 0o757) == 0)
        }
        let folder = try await bench.folder()
        #expect(folder.plugins.map(\.name) == ["trial"])
        #expect(folder.problems.count == 1)
        #expect(folder.problems.first?.hasPrefix("prog is not used: ") == true)
        #expect(folder.problems.first?.contains(sentence) == true, "\(folder.problems)")
        #expect(!FileManager.default.fileExists(atPath: ran))
    }

    @Test
    func `A folder that others may change, or below one, is not used at all`() async throws {
        let bench = try PluginBench("")
        let inner = bench.temporary.file("inner")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: false)
        #expect(chmod(bench.temporary.path, 0o777) == 0)
        for path in [bench.temporary.path, inner.path] {
            let error = await #expect(throws: PluginFolder.Unusable.self) {
                try await PluginFolder(path, known: [], environment: [:])
            }
            #expect(error?.description.contains("run chmod go-w") == true)
        }
        await #expect(throws: PluginFolder.Unusable.self) {
            try await PluginFolder(inner.path + "/none", known: [], environment: [:])
        }
    }

    @Test(
        arguments: [
            ("exit 3", "ended with status 3 when asked to describe itself"),
            ("echo oops >&2; exit 3", "to describe itself: oops"), ("kill -9 $$", "signal 9"),
            ("true", "not one JSON object"), ("echo '{} {}'", "not one JSON object"),
            ("echo '[]'", "$.protocol is missing; expected 1."),
            ("echo '{\"protocol\": 2}'", "$.protocol is 2; expected 1."),
            ("yes", "printed more than 4 MiB"), ("yes >&2", "printed more than 4 MiB"),
            ("echo '{}'; sleep 600 >/dev/null 2>&1 &", "left 1 process running"),
        ])
    func `A program that does not describe itself is not used, and the others are`(
        _ script: String, _ sentence: String
    ) async throws {
        let bench = try PluginBench("")
        try bench.write("#!/bin/sh\n\(script)\n", to: "bad")
        let folder = try await bench.folder()
        #expect(folder.plugins.map(\.name) == ["trial"])
        #expect(folder.problems.count == 1)
        #expect(folder.problems.first?.hasPrefix("bad is not used: ") == true)
        #expect(folder.problems.first?.contains(sentence) == true, "\(folder.problems)")
    }

    @Test
    func `One that takes its time for it is ended`() async throws {
        let bench = try PluginBench("")
        try bench.write("#!/bin/sh\nexec sleep 600\n", to: "slow")
        var program = PluginProgram(
            name: "slow", path: bench.temporary.file("slow").path, digest: "", environment: [:])
        program.clock = InstantClock()
        let error = await #expect(throws: Finding.self) { try await program.describe() }
        #expect(error?.message.contains("did not describe itself within 20") == true)
    }

    @Test
    func `A file that is no program says so`() async throws {
        let bench = try PluginBench("")
        try bench.write("#!/no/such/interpreter\n", to: "bad")
        let folder = try await bench.folder()
        #expect(folder.problems.first?.contains("bad cannot be run") == true, "\(folder.problems)")
    }

    @Test
    func `Names that are taken are refused: those of built-in checks, and of the file before`()
        async throws
    {
        for (old, new) in [
            ("scs-9900-good", "scs-0100-syntax-check"), ("\"scs-9900\"", "\"scs-0100\""),
            ("\"scs-9900-v1\"", "\"flavor-naming\""),
        ] {
            let bench = try describing { $0.replacing(old, with: new) }
            let taken = StandardDescription(
                id: "scs-0100", version: "scs-0100-v3", name: "Flavor naming",
                aliases: ["flavor-naming"], summary: "", url: "",
                testcases: [
                    StandardDescription.Entry(
                        id: "scs-0100-syntax-check", title: "", target: .main, isManual: false,
                        url: nil)
                ])
            let folder = try await bench.folder(known: [taken])
            #expect(folder.plugins.isEmpty)
            #expect(
                folder.problems.first?.contains("is a name of Flavor naming (scs-0100-v3) already")
                    == true)
        }
        let bench = try PluginBench("")
        try FileManager.default.copyItem(
            at: bench.temporary.file("trial"), to: bench.temporary.file("twin"))
        let folder = try await bench.folder()
        #expect(folder.plugins.map(\.name) == ["trial"] && folder.problems.count == 1)
    }
}
