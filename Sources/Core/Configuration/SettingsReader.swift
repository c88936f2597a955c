// SPDX-License-Identifier: Apache-2.0

/// Makes a configuration of the settings of a cloud, after all files were laid over each other.
struct SettingsReader {
    let settings: CloudSettings
    let files: ConfigurationFiles

    func configuration(warnings: [String]) throws -> CloudConfiguration {
        var warnings = warnings + KnownKeys.warnings(settings)
        let urls = ServiceURLs(settings: settings)
        let tls = try self.tls(&warnings)
        let region = try settings.value("region_name")?.string(example: "RegionOne")
        let authentication = try Credentials(settings)
        return CloudConfiguration(
            name: settings.cloud, authentication: authentication,
            authURL: try urls.authURL(of: authentication), regionName: region,
            interface: try interface(),
            tls: tls, endpointOverrides: try urls.overrides(), apiTimeout: try timeout(),
            warnings: warnings)
    }

    private func interface() throws -> CloudConfiguration.Interface {
        guard let node = settings.value("endpoint_type") ?? settings.value("interface") else {
            return .public
        }
        let text = try node.string(example: "public")
        let name = text.hasSuffix("URL") ? String(text.dropLast(3)) : text
        guard let interface = CloudConfiguration.Interface(rawValue: name) else {
            throw node.wrongValue("public, internal or admin")
        }
        return interface
    }

    /// `api_timeout`, over which the older `<service>_timeout` wins, in seconds.
    private func timeout() throws -> Duration? {
        let legacy = settings.values.keys.sorted().last { key in
            key.hasSuffix("timeout") && key != "timeout" && key != "api_timeout"
                && settings.value(key) != nil
        }
        guard let node = settings.value(legacy ?? "api_timeout") else { return nil }
        let seconds = try node.number()
        guard seconds > 0, seconds <= 86_400 else {
            throw node.wrongValue("a number of seconds above 0, at most a day")
        }
        return .milliseconds(Int64(seconds * 1000))
    }

    private func tls(_ warnings: inout [String]) throws -> TLSSettings {
        let insecure = try settings.value("insecure")?.boolean() ?? false
        let verify = try settings.value("verify")?.boolean() ?? true
        var tls = TLSSettings(verify: verify && !insecure)
        if let authority = settings.value("cacert") {
            if tls.verify {
                tls.caFile = try existing(authority)
            } else {
                warnings.append(
                    "\(authority.position): cacert has no effect because verifying is off; "
                        + "remove verify: false or insecure: true to use it")
            }
        }
        guard let certificate = settings.value("cert") else {
            if let key = settings.value("key") {
                warnings.append("\(key.position): key has no effect without cert; add cert")
            }
            return tls
        }
        tls.clientCertificate = try existing(certificate)
        tls.clientKey = try settings.value("key").map(existing)
        return tls
    }

    private func existing(_ node: YAMLNode) throws -> String {
        let written = try node.string(example: "/etc/ssl/certs/ca-certificates.crt")
        let path = files.absolute(written, expandingHome: true)
        do {
            if try files.readFile(path) != nil { return path }
        } catch {
            throw ConfigurationError(
                node.position, "\(node.label) names \(path), which cannot be read: \(error)")
        }
        throw ConfigurationError(
            node.position, "\(node.label) names \(path), which is not there; correct the path")
    }
}
