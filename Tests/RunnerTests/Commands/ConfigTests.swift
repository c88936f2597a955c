// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import Testing

@testable import SCSCheck
@testable import SCSCheckCommand
@testable import SCSOpenStack
@testable import SCSSupport

/// `scs-check config`: values, their sources, and what it hides.
struct ConfigTests {
    private static let file = """
        clouds:
          c:
            profile: citycloud
            auth:
              username: u
              project_name: pr
              user_domain_name: D
              project-domain-name: D
              pasword: hunter2
            region_name: Fra1
            volume_endpoint_override: "https://v/{region_name}/%(project_id)s"
            network_endpoint_type: internalURL
            image_api_version: 2
            rate_limit: {compute: 5}
            api_timeout: 7.5
            cacert: ~/ca.pem
            networks: []
        """

    private func effective(
        _ file: String = file, secure: String? = "clouds: {c: {auth: {password: hunter2}}}",
        environment: [String: String] = [:], region: String? = nil
    ) throws -> EffectiveConfiguration {
        let finder = ConfigurationFinder(
            environment: environment, workingDirectory: "/w", homeDirectory: "/h",
            readFile: { path in
                let files = ["/w/clouds.yaml": file, "/w/secure.yaml": secure, "/h/ca.pem": "PEM"]
                return files[path]?.map { Array($0.utf8) }
            })
        return try finder.effective(cloud: nil, region: region)
    }

    private func object(_ effective: EffectiveConfiguration) throws -> JSON {
        try JSON.parse(Array(try ConfigCommand.text(effective.json).utf8))
    }

    @Test func `A mistake ends with status 64`() throws {
        for arguments in [
            ["config", "--cloud", "simulated"], ["config", "--cloud", "simulated:admin"],
            ["config", "--format", "xml"], ["config", "--cloud", "no-such-cloud-anywhere"],
        ] {
            #expect(throws: (any Error).self, "\(arguments)") {
                do {
                    var command = try Program.command(arguments)
                    try command.run()
                } catch {
                    #expect(Program.exitCode(for: error).rawValue == 64)
                    throw error
                }
            }
        }
    }

    @Test func `A wrong value is reported with file, line and column`() throws {
        #expect {
            try effective("clouds:\n  c:\n    auth: {auth_url: 'https://k'}\n    interface: x\n")
        } throws: { error in
            "\(error)".hasPrefix("/w/clouds.yaml:4:16: interface is \"x\"")
                || "\(error)".contains("username")
        }
    }

    @Test func `JSON output has the keys of clouds.yaml`() throws {
        let found = try object(effective())
        #expect(found["cloud"] == "c")
        #expect(found["profile"] == "citycloud")
        #expect(found["auth_type"] == "password")
        #expect(found["region_name"] == "Fra1")
        #expect(found["interface"] == "public")
        #expect(found["verify"] == true)
        #expect(found["cacert"] == "/h/ca.pem")
        #expect(found["cert"] == .some(.null) && found["key"] == .some(.null))
        #expect(found["api_timeout"] == .number(7.5))
        #expect(found["files"] == ["/w/clouds.yaml", "/w/secure.yaml"])
        #expect(
            found["services"] == [
                "block-storage": [
                    "api_version": "3", "endpoint_override": "https://v/Fra1/%(project_id)s",
                ],
                "compute": ["rate_limit": 5], "identity": ["api_version": "3"],
                "image": ["api_version": "2"],
                "network": ["api_version": "2", "interface": "internalURL"],
                "object-store": ["api_version": "1"],
            ])
    }

    @Test func `Every configured value has its place`() throws {
        let found = try object(effective())
        let expected = [
            "profile": "/w/clouds.yaml:3:14", "auth.username": "/w/clouds.yaml:5:17",
            "auth.project_domain_name": "/w/clouds.yaml:8:28",
            "auth.password": "/w/secure.yaml:1:31", "auth.auth_url": "built-in profile citycloud",
            "region_name": "/w/clouds.yaml:10:18", "interface": "default",
            "services.block-storage.endpoint_override": "/w/clouds.yaml:11:31",
            "services.block-storage.api_version": "built-in profile citycloud",
            "services.network.interface": "/w/clouds.yaml:12:28",
            "services.network.api_version": "default",
            "services.compute.rate_limit": "/w/clouds.yaml:14:27",
        ]
        for (key, source) in expected {
            #expect(found["sources"]?[key] == .string(source), "\(key)")
        }
        for setting in try effective().settings where setting.value != .null {
            #expect(found["sources"]?[setting.key]?.string?.isEmpty == false, "\(setting.key)")
        }
    }

    @Test func `Values from variables and options name them`() throws {
        let environment = [
            "OS_AUTH_URL": "https://k/v3", "OS_USERNAME": "u", "OS_PASSWORD": "hunter2",
            "OS_USER_DOMAIN_NAME": "D",
        ]
        let found = try object(effective(environment: environment, region: "R"))
        #expect(found["cloud"] == "envvars")
        #expect(found["sources"]?["auth.username"] == "environment variable OS_USERNAME")
        #expect(found["sources"]?["auth.password"] == "environment variable OS_PASSWORD")
        #expect(found["sources"]?["region_name"] == "option region")
    }

    @Test func `Verification is off only where it is switched off`() throws {
        let auth = "auth: {auth_url: 'https://k', user_id: u}"
        for (line, column) in [
            ("insecure: 'yes', verify: no", 82), ("insecure: yes, verify: no", 67),
        ] {
            let found = try effective("clouds: {c: {\(auth), \(line)}}")
            let shown = try #require(found.settings.first { $0.key == "verify" })
            #expect(shown.value == false)
            #expect(shown.source == "/w/clouds.yaml:1:\(column)")
        }
    }

    @Test func `Secrets are masked, and so are keys that may be misspelt ones`() throws {
        let effective = try effective()
        let json = try ConfigCommand.text(effective.json)
        let text = ConfigCommand.text(effective)
        #expect(try object(effective)["auth"]?["password"] == "•••")
        #expect(try object(effective)["auth"]?["pasword"] == "•••")
        #expect(!json.contains("hunter2") && !text.contains("hunter2"))
        #expect(text.split(separator: "•••", omittingEmptySubsequences: false).count == 3)
    }

    @Test func `A missing secret is a warning, not an error`() throws {
        let found = try effective(secure: nil)
        #expect(found.warnings.count == 3)
        #expect(found.warnings.last?.contains("cloud \"c\" has no password in auth") == true)
        #expect(try object(found)["auth"]?["password"] == nil)
    }

    @Test func `Text output has one aligned line for each value, with its source`() throws {
        let lines = ConfigCommand.text(try effective()).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "cloud c")
        #expect(lines[1] == "read /w/clouds.yaml" && lines[2] == "read /w/secure.yaml")
        let rows = lines.dropFirst(4)
        let row = try #require(rows.first { $0.hasPrefix("services.network.interface ") })
        #expect(
            row.split(separator: " ") == [
                "services.network.interface", "internalURL", "/w/clouds.yaml:12:28",
            ])
        #expect(!rows.contains { $0.hasPrefix("cert ") })
        let columns = Set(rows.map { $0.distance(from: $0.startIndex, to: Self.source(in: $0)) })
        #expect(columns.count == 1, "the sources begin in the same column")
    }

    private static func source(in row: Substring) -> Substring.Index {
        if row.hasSuffix("  default") { return row.index(row.endIndex, offsetBy: -"default".count) }
        return (row.firstRange(of: "/w/") ?? row.firstRange(of: "built-in"))?.lowerBound
            ?? row.endIndex
    }

    @Test func `A file's control characters do not reach the terminal`() throws {
        let found = try effective(
            "clouds: {c: {auth: {auth_url: 'https://k', user_id: \"\\e[31mu\"}, volume_service_name: "
                + "\"a\\nb\"}}")
        let text = ConfigCommand.text(found)
        #expect(!text.contains("\u{1B}"))
        #expect(text.contains("a b"))
    }
}
