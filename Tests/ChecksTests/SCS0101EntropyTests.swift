// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSCheck
import SCSSimulatedCloud
import Testing
import TestSupport

@testable import SCSCheckModules

struct SCS0101EntropyTests {
    // MARK: What a virtual machine does at boot

    private func userData(mirror: String?) throws -> YAMLNode {
        let text = Guest.userData(mirror: mirror)
        #expect(text.hasPrefix("#cloud-config\n"))
        return try #require(try YAMLDocument.parse(Array(text.utf8), file: "user-data"))
    }

    @Test func `A mirror replaces the image's package sources`() throws {
        let apt = try #require(try userData(mirror: "http://mirror.example/debian")["apt"])
        #expect(try apt["preserve_sources_list"]?.boolean() == false)
        let primary = try #require(try apt["primary"]?.sequence().first)
        #expect(try primary["uri"]?.string(example: "") == "http://mirror.example/debian")
    }

    @Test func `Without a mirror the image keeps its package sources`() throws {
        let told = try userData(mirror: nil)
        #expect(told["apt"] == nil)
        #expect(try told["runcmd"]?.sequence().isEmpty == false)
    }

    @Test func `A mirror that lacks a suite still provides the package`() throws {
        let line = try #require(try userData(mirror: nil)["runcmd"]?.sequence().first)
        let folder = try TemporaryFolder()
        // apt-get's status says that a list is missing; the others were fetched.
        let packages = folder.file("apt-get")
        try Data("#!/bin/sh\necho $*\n[ $1 = install ]\n".utf8).write(to: packages)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: packages.path())
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", try line.string(example: "")]
        shell.environment = ["PATH": folder.path]
        let output = Pipe()
        shell.standardOutput = output
        try shell.run()
        let told = try output.fileHandleForReading.readToEnd() ?? Data()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
        #expect(String(decoding: told, as: UTF8.self) == "update\ninstall -y rng-tools5\n")
    }

    // MARK: What its console shows

    private func outcome(_ id: String, _ profile: String) async throws -> TestcaseOutcome {
        let run = try SimulatedRun(profile)
        let before = run.cloud.inventory
        let outcomes = await run.carryOut(try Plan(of: SCS0101Entropy(), [id]))
        #expect(run.cloud.inventory == before)
        return try #require(outcomes.first { $0.id == id })
    }

    @Test(arguments: ["entropy-avail", "fips-test", "rngd"])
    func `A fault in a virtual machine fails its test case`(
        name: String
    ) async throws {
        let id = "scs-0101-\(name)"
        #expect(try await outcome(id, "compliant").ruling == "PASS")
        #expect(try await outcome(id, id).ruling == "FAIL demand-not-met")
    }

    @Test func `A console log without results yields no verdict`() async throws {
        let outcome = try await outcome("scs-0101-entropy-avail", "silent-console")
        #expect(outcome.verdict == .abort, "\(outcome.message ?? "")")
    }

    @Test func `Marked console lines are read by section, among other output`() throws {
        let console = GuestConsole(
            "[ 3.1] cloud-init: _scs-test-entropy-avail: 256\nlogin: _scs-test-end")
        #expect(try console.first("entropy-avail") == "256")
        #expect(console.isComplete)
        let missing = #expect(throws: Finding.self) { try console.lines("fips-test") }
        #expect(missing?.reason == .noResult)
    }

    // MARK: Which image boots

    @Test func `Without Debian or Ubuntu the advice says how to choose an image`()
        throws
    {
        let finding = #expect(throws: Finding.self) {
            try InterfaceTerm.$given.withValue(.init { _ in "--set" }) {
                try GuestChoice(images: [], flavors: [], CheckSettings(seed: 1))
            }
        }
        #expect(finding?.reason == .notApplicable)
        #expect(finding?.message.hasSuffix("(0 images checked).") == true)
        #expect(finding?.advice == "Choose the image to boot (--set scs-0101.guest-image=NAME).")
    }

    @Test func `An image that the cloud does not offer cannot be chosen`() throws {
        var settings = CheckSettings(seed: 1)
        settings[SCS0101Entropy.guestImage] = "Plan 9"
        let finding = #expect(throws: Finding.self) {
            try GuestChoice(images: [], flavors: [], settings)
        }
        #expect(finding?.message == "The cloud offers no image called 'Plan 9'.")
    }

    // MARK: What flavors and images request

    @Test func `Flavors and images without a random number generator are reported`()
        async throws
    {
        let outcomes = try await SCS0101Entropy().judge(
            #"""
            {"flavors": [
              {"name": "good", "vcpus": 1, "ram": 512, "disk": 1,
               "extra_specs": {"hw_rng:allowed": "True"}},
              {"name": "off", "vcpus": 1, "ram": 512, "disk": 1,
               "extra_specs": {"hw_rng:allowed": "False"}},
              {"name": "bare", "vcpus": 1, "ram": 512, "disk": 1, "extra_specs": {}}],
             "images": [{"name": "x", "visibility": "public", "hw_rng_model": "haveged"}]}
            """#)
        #expect(
            outcomes["scs-0101-flavor-property"]?.violations == [
                "The flavor off has hw_rng:allowed 'False'; it must be True.",
                "The flavor bare has no hw_rng:allowed; it must be True.",
            ])
        #expect(
            outcomes["scs-0101-image-property"]?.violations == [
                "The image 'x' has hw_rng_model 'haveged'; it must be virtio."
            ])
    }
}
