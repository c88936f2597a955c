// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Testing

@testable import SCSOpenStack

/// The account at a compliance monitor, from secure.yaml.
struct MonitorAccountTests {
    private let url = "https://monitor.example"

    private func world(_ monitors: String) -> ConfigurationWorld {
        var world = ConfigurationWorld(cloud: "")
        world.files["/home/me/.config/openstack/secure.yaml"] = "monitors: \(monitors)"
        return world
    }

    @Test func `An account is found by the monitor's URL, and clouds are read as before`() throws {
        var world = world("{https://monitor.example/: {user: me, password: secret}}")
        let account = try world.finder.monitorAccount(at: url)
        #expect(account?.user == "me")
        #expect(account?.password == Secret("secret"))
        #expect(account?.warning == nil)
        #expect(try world.finder.monitorAccount(at: url + ":8443") == nil)
        #expect(try world.configuration().warnings.isEmpty)
        world.modes["/home/me/.config/openstack/secure.yaml"] = 0o644
        let warning = try world.finder.monitorAccount(at: url)?.warning
        #expect(warning?.contains("everyone can read it") == true)
        #expect(try ConfigurationWorld(cloud: "").finder.monitorAccount(at: url) == nil)
    }

    @Test(arguments: [
        "[]", "{https://monitor.example: me}", "{https://monitor.example: {user: me}}",
        "{https://monitor.example: {user: me, pasword: hidden-word}}",
        "{https://monitor.example: {user: me, password: [hidden-word]}}",
    ])
    func `A malformed account is an error that shows no password`(_ monitors: String) {
        let error = #expect(throws: (any Error).self) {
            _ = try world(monitors).finder.monitorAccount(at: url)
        }
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains("secure.yaml:1"))
        #expect(!text.contains("hidden-word"))
    }
}
