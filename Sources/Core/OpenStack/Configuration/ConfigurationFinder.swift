// SPDX-License-Identifier: Apache-2.0
package import SCSSupport
import SCSYAML
import Synchronization

/// Finds clouds as openstacksdk does: clouds.yaml, secure.yaml, clouds-public.yaml and `OS_*`.
package struct ConfigurationFinder: Sendable {
    private let environment: [String: String]
    private let workingDirectory: String
    private let homeDirectory: String
    private let readFile: @Sendable (String) throws -> [UInt8]?
    private let fileMode: @Sendable (String) -> UInt16?
    private let fileAccess: @Sendable (String) -> FileAccess?
    private let memory = Memory()

    /// The files are read once, as each of many clouds asks for its own part of them.
    private final class Memory: Sendable {
        let clouds = Mutex<ConfiguredClouds?>(nil)
    }

    /// `readFile` returns nil for a missing file; `fileMode` returns its permission bits, and
    /// `fileAccess` who else may change it.
    package init(
        environment: [String: String], workingDirectory: String, homeDirectory: String,
        readFile: @escaping @Sendable (String) throws -> [UInt8]?,
        fileMode: @escaping @Sendable (String) -> UInt16? = { _ in nil },
        fileAccess: @escaping @Sendable (String) -> FileAccess? = { _ in nil }
    ) {
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.homeDirectory = homeDirectory
        self.readFile = readFile
        self.fileMode = fileMode
        self.fileAccess = fileAccess
    }

    /// The names of all clouds, in the files' order; the environment's cloud comes last.
    package func cloudNames() throws -> [String] {
        try configuredClouds().names
    }

    /// One cloud's configuration; without a name `OS_CLOUD`, `OS_*` or the only cloud decides.
    package func configuration(
        cloud name: String?, region: String? = nil
    ) throws -> CloudConfiguration {
        let effective = try effective(cloud: name, region: region)
        if let refusal = effective.refusal { throw refusal }
        return effective.configuration
    }

    /// One cloud's configuration with its settings.
    package func effective(
        cloud name: String?, region: String? = nil
    ) throws -> EffectiveConfiguration {
        let clouds = try configuredClouds()
        let chosen = try clouds.choose(name)
        let profile = try clouds.profile(of: chosen)
        var warnings = clouds.warnings + profile.warnings

        var settings = chosen.emptySettings
        if let node = profile.node { try settings.overlay(node) }
        let inherited = try Region.inherited(from: settings)
        settings = chosen.emptySettings
        try settings.overlay(Defaults.mapping)
        if let node = profile.node { try settings.overlay(node) }
        try settings.overlay(chosen.node)
        var own = chosen.emptySettings
        try own.overlay(chosen.node)
        own.normalizeKeys()

        let choice = try Region.choose(
            region, among: try Region.written(in: own) ?? inherited, cloud: chosen.name,
            position: chosen.position)
        if let values = choice?.values { try settings.overlay(values, keepingOverNull: true) }
        _ = settings.table.remove("regions")
        settings.set("region_name", choice?.name ?? Self.noRegion)

        if settings.table["force_ipv4"] == nil, settings.table["force-ipv4"] == nil {
            settings.set(
                "force_ipv4", try AddressFamily.forcedEverywhere(clouds.client, environment))
        }

        warnings += regionWarnings(choice, wanted: region, own: own, isFile: !chosen.isEnvironment)
        warnings += KnownKeys.warnings(settings)
        try settings.modernize()
        warnings += permissionWarnings(settings)
        let paths = chosen.isEnvironment ? [] : clouds.paths + (profile.path.map { [$0] } ?? [])
        let accesses = paths.compactMap { path in fileAccess(path).map { (path, $0) } }
        warnings += accesses.compactMap { $1.warning($0) }
        let refusals = accesses.compactMap { $1.refusal($0) }
        let configuration = try SettingsReader(
            settings: settings, files: files
        ).configuration(warnings: warnings)
        return EffectiveConfiguration(
            settings, configuration, from: clouds.paths, in: files, refusals: refusals)
    }

    /// The account at a compliance monitor in secure.yaml; nil if it is not configured there.
    package func monitorAccount(at url: String) throws -> MonitorAccount? {
        try MonitorAccount(
            at: url, in: files.load("secure", named: "OS_CLIENT_SECURE_FILE").root,
            warning: {
                fileMode($0).flatMap { $0 & 0o004 == 0 ? nil : $0 } == nil ? nil : Self.warning($0)
            })
    }

    private static func warning(_ path: String) -> String {
        "\(path) contains a password and everyone can read it; run chmod 600 on it"
    }

    /// A string, so that it also hides a profile's `region-name`, as in openstacksdk.
    private static let noRegion = YAMLNode(
        .scalar("", .quoted), at: Position(place: Defaults.place))

    private func configuredClouds() throws -> ConfiguredClouds {
        try memory.clouds.withLock { remembered in
            if let remembered { return remembered }
            let clouds = try ConfiguredClouds(files: files)
            remembered = clouds
            return clouds
        }
    }

    private var files: ConfigurationFiles {
        ConfigurationFiles(
            environment: environment, workingDirectory: workingDirectory,
            homeDirectory: homeDirectory, readFile: readFile)
    }

    /// Warns if the region in use may not be the intended one.
    private func regionWarnings(
        _ choice: Region?, wanted: String?, own: CloudSettings, isFile: Bool
    ) -> [String] {
        guard isFile, wanted == nil, let used = choice?.name.text else { return [] }
        var warnings: [String] = []
        if own.value("regions") == nil, let name = own.value("region_name"),
            name.text?.contains(",") == true
        {
            warnings.append(
                "\(name.position): a comma-separated list in region_name is obsolete; write a list below "
                    + "regions (\(used.quotedForMessage) is used)")
        }
        if own.value("regions") != nil, let name = own.value("region_name"),
            let text = name.text, text != used
        {
            warnings.append(
                "\(name.position): region_name has no effect beside regions, whose first entry "
                    + "\(used.quotedForMessage) is used; remove one of the two")
        }
        if let text = environment["OS_REGION_NAME"], !text.isEmpty, text != used {
            warnings.append(
                "OS_REGION_NAME has no effect on a cloud of clouds.yaml; region "
                    + "\(used.quotedForMessage) is used, and the \(InterfaceTerm.region) chooses another"
            )
        }
        return warnings
    }

    /// Warns about files with a password that every user of this machine can read.
    private func permissionWarnings(_ settings: CloudSettings) -> [String] {
        let secrets = AuthenticationType.secretKeyNames
        let paths = Set(secrets.compactMap { settings.credential($0)?.position.file })
        return paths.sorted().compactMap { path in
            guard !settings.isEnvironment, let mode = fileMode(path), mode & 0o004 != 0 else {
                return nil
            }
            return Self.warning(path)
        }
    }
}
