// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import SCSSimulatedCloud

/// Which plug-ins may act with the run's credential.
struct PluginAccessOptions: ParsableArguments {
    @Option(
        name: .customLong("allow-cloud-access"),
        help: ArgumentHelp(
            "Give this plug-in the endpoints and the token of the run; may be repeated.",
            valueName: "program"))
    var allowed: [String] = []

    /// Throws where a name is no plug-in's, or is one's that asks for nothing.
    func refuseWhatNobodyTakes(_ registry: CheckRegistry) throws {
        try Self.refuse(allowed, registry, "--allow-cloud-access")
    }

    /// The same for names of another origin.
    static func refuse(_ names: [String], _ registry: CheckRegistry, _ origin: String) throws {
        let plugins = registry.plugins
        for name in names {
            guard let plugin = plugins.first(where: { $0.name == name }) else {
                throw ValidationError(
                    "\(origin) \(name.harmless(80)) has no effect: no plug-in in use has "
                        + "that file name"
                        + Suggestion.ending(about: name, among: plugins.map(\.name)))
            }
            guard plugin.callsCloud else {
                throw ValidationError(
                    "\(origin) \(name) has no effect: it does not call the cloud.")
            }
        }
    }

    /// Programs reach a cloud inside this process only through a server of ours.
    func access(_ simulation: Simulation?) throws -> PluginAccess {
        var access = PluginAccess()
        access.allowed = Set(allowed)
        if let simulation, !allowed.isEmpty {
            let gateway = try LoopbackGateway(simulation.cloud, clock: simulation.clock)
            access.address = { gateway.address($0) }
        }
        return access
    }
}
