// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport
import SCSYAML

/// Reads the trusted authorities and the client certificate.
struct TLSReader {
    let settings: CloudSettings
    let files: ConfigurationFiles

    func read(_ warnings: inout [String]) throws -> TLSSettings {
        let insecure = try insecure(&warnings)
        let (verify, authorities) = try verify(&warnings)
        var tls = TLSSettings(verify: verify && !insecure)
        let authority = settings.value("cacert")
        if tls.verify {
            tls.caFile = try authority.map(existing) ?? authorities ?? bundle().map(existing)
        } else if let authority {
            warnings.append(
                "\(authority.position): cacert has no effect because verification is off; "
                    + "remove verify: false or insecure: true to use it")
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

    /// The passphrase of the client key; nil if there is none, or it is not encrypted.
    func passphrase(_ tls: TLSSettings) throws -> RequiredSecret? {
        guard let file = tls.clientKey ?? tls.clientCertificate, try isEncrypted(file),
            let key = settings.value("key") ?? settings.value("cert")
        else { return nil }
        return RequiredSecret(
            "key_passphrase",
            absence: ConfigurationError(
                key.position, "\(key.label) names a key that is encrypted; decrypt it"))
    }

    /// A boolean; openstacksdk reads any text but "true" as false, which keeps verification on.
    private func insecure(_ warnings: inout [String]) throws -> Bool {
        guard let node = settings.value("insecure") else { return false }
        guard case .scalar(let text, let style) = node.value else {
            throw node.wrongKind("true or false")
        }
        if style == .plain, let value = PlainScalar.boolean(text) { return value }
        if style == .plain, PlainScalar.isNumber(text) { throw node.wrongValue("true or false") }
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default:
            warnings.append(
                "\(node.position): \(node.label) is \(text.quotedForMessage), which means false; "
                    + "write true or false")
            return false
        }
    }

    /// A boolean, or the path of a CA file.
    private func verify(_ warnings: inout [String]) throws -> (verify: Bool, authorities: String?) {
        guard let node = settings.value("verify") else { return (true, nil) }
        guard case .scalar(let text, let style) = node.value else {
            throw node.wrongKind("true or false")
        }
        if style == .plain, let value = PlainScalar.boolean(text) { return (value, nil) }
        let word = text.lowercased()
        if word == "true" || word == "false" {
            warnings.append(
                "\(node.position): \(node.label) is a string, which openstacksdk takes for the path "
                    + "of a file; write \(word) without quotes in clouds.yaml")
            return (word == "true", nil)
        }
        guard text.contains("/") || text.contains("."), !PlainScalar.isNumber(text) else {
            throw node.wrongValue("true or false, or the path of a CA file")
        }
        return (true, try existing(node))
    }

    /// The CA file of variables that Python programs read, and curl's.
    func bundle() -> YAMLNode? {
        for name in ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"] {
            guard let path = files.setting(name) else { continue }
            return YAMLNode(
                .scalar(path, .quoted), at: EnvironmentCloud.position(of: name), label: "its value")
        }
        return nil
    }

    /// Whether a PEM key has a passphrase, in PKCS #8 or the older format.
    private func isEncrypted(_ path: String) throws -> Bool {
        let bytes = try files.readFile(path) ?? []
        return ["BEGIN ENCRYPTED PRIVATE KEY", "Proc-Type: 4,ENCRYPTED"].contains {
            bytes.position(of: Array($0.utf8)) != nil
        }
    }

    private func existing(_ node: YAMLNode) throws -> String {
        let written = try node.string(example: "/etc/ssl/certs/ca-certificates.crt")
        let path = files.absolute(written, expandingHome: true)
        do {
            if try files.readFile(path) != nil { return path }
        } catch {
            throw ConfigurationError(
                node.position,
                "\(node.label) names \(path), which cannot be read: \(error.formatted)")
        }
        throw ConfigurationError(
            node.position, "\(node.label) names \(path), which does not exist; correct the path")
    }
}
