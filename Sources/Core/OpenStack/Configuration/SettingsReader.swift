// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// Builds a configuration from a cloud's merged settings.
struct SettingsReader {
    let settings: CloudSettings
    let files: ConfigurationFiles

    func configuration(warnings: [String]) throws -> CloudConfiguration {
        var warnings = warnings
        let urls = ServiceURLs(settings: settings)
        let reader = TLSReader(settings: settings, files: files)
        let tls = try reader.read(&warnings)
        let passphrase = try reader.passphrase(tls)
        let interfaces = try settings.value("interface").map(ServiceReader.interfaces)
        let authentication = try Credentials(settings)
        let services = try ServiceReader(settings: settings).services()
        var configuration = CloudConfiguration(
            name: settings.cloud, authentication: authentication,
            authURL: try urls.authURL(of: authentication, services),
            regionName: try settings.value("region_name")?.string(example: "RegionOne"),
            tls: tls, apiTimeout: try timeout())
        configuration.keyPassphrase = passphrase
        configuration.interfaces = interfaces ?? [.public]
        configuration.services = services
        configuration.connectRetries = try settings.value("connect_retries")?.retries()
        configuration.statusCodeRetries = try settings.value("status_code_retries")?.retries()
        configuration.forcesIPv4 = try AddressFamily.isIPv4Forced(settings)
        configuration.warnings = warnings + ValueWarnings(settings: settings).all
        return configuration
    }

    /// The time limit of a call, in seconds.
    private func timeout() throws -> Duration? {
        guard let node = settings.value("api_timeout") else { return nil }
        let seconds = try node.number()
        guard seconds > 0, seconds <= 86_400 else {
            throw node.wrongValue("a number of seconds above 0, at most a day")
        }
        return .milliseconds(Int64(seconds * 1000))
    }
}
