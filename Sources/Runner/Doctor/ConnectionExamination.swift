// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck

/// The way to Keystone, without a request: proxy, name, connection, TLS.
struct ConnectionExamination: Sendable {
    let configuration: CloudConfiguration
    let environment: [String: String]
    let network: any NetworkProbing
    let tls: any TLSProbing
    let date: @Sendable () -> Date

    private static let limit = Duration.seconds(10)

    private var url: URL { configuration.authURL }
    private var isSecure: Bool { url.scheme?.lowercased() == "https" }
    private var port: Int { url.port ?? (isSecure ? 443 : 80) }

    func lines() async throws -> [Diagnosis.Line] {
        let proxy = ProxyChoice(for: url, in: environment)
        var lines = [Self.line(proxy)]
        let (host, port) = proxy.map { ($0.host, $0.port) } ?? (url.host() ?? "", port)
        let name = host.filter { $0 != "[" && $0 != "]" }
        do {
            let addresses = try await network.addresses(
                of: name, onlyIPv4: configuration.forcesIPv4)
            lines.append(
                Diagnosis.Line(
                    .dns, .ok,
                    addresses == [name]
                        ? "not needed: \(name) is an address"
                        : "\(name) is \(addresses.joined(separator: ", "))"))
            lines.append(try await connection(to: addresses, port, isProxy: proxy != nil))
        } catch let error as TransportError {
            lines += [
                Diagnosis.Line(
                    .dns, .fail, error.message,
                    advice: proxy.map { "Correct \($0.variable)." }
                        ?? "Correct the host in auth_url, or the resolver of this machine "
                        + "(/etc/resolv.conf)."),
                Diagnosis.Line(.tcp, .skipped, "there is no address"),
            ]
        }
        guard lines.last?.state == .ok || lines.last?.state == .warn else {
            return lines + [Diagnosis.Line(.tls, .skipped, "there is no connection")]
        }
        return lines + [try await security()]
    }

    private static func line(_ proxy: ProxyChoice?) -> Diagnosis.Line {
        guard let proxy else { return Diagnosis.Line(.proxy, .ok, "none") }
        return Diagnosis.Line(.proxy, .ok, "\(SafeURL.text(proxy.url)), by \(proxy.variable)")
    }

    /// Each address is tried, as a client may get any of them.
    private func connection(
        to addresses: [String], _ port: Int, isProxy: Bool
    ) async throws -> Diagnosis.Line {
        var obstacles: [String] = []
        for address in addresses {
            let reason = try await network.obstacle(to: address, port: port, within: Self.limit)
            if let reason { obstacles.append("\(address) port \(port): \(reason)") }
        }
        guard !obstacles.isEmpty else {
            return Diagnosis.Line(
                .tcp, .ok,
                "port \(port) accepts connections at \(addresses.count.counted("address", "addresses"))"
            )
        }
        let where_ = isProxy ? "the proxy's address" : "host and port in auth_url"
        return Diagnosis.Line(
            .tcp, obstacles.count < addresses.count ? .warn : .fail,
            obstacles.joined(separator: "; "),
            advice: "Check \(where_), and the firewalls between here and there.")
    }

    // MARK: TLS

    private func security() async throws -> Diagnosis.Line {
        guard isSecure else {
            return Diagnosis.Line(
                .tls, .warn, "not used: the password is sent without encryption",
                advice: "Use an https URL in auth_url.")
        }
        var offer = TLSOffer(.tls12 ... .tls13)
        offer.verifies = configuration.tls.verify
        let host = TLSHost(name: url.host() ?? "", port: port)
        do {
            switch try await tls.handshake(offer, with: host) {
            case .accepted(let connection): return accepted(connection)
            case .refused(let reason):
                return Diagnosis.Line(
                    .tls, .fail, reason,
                    advice: "Check that port \(port) speaks TLS 1.2 or 1.3; if it is plain HTTP, "
                        + "auth_url begins with http.")
            case .untrusted(let reason): return try await untrusted(reason, host)
            case .unofferable:
                return Diagnosis.Line(.tls, .fail, "this machine's OpenSSL has no TLS 1.2 or 1.3")
            }
        } catch let error as TransportError {
            return Diagnosis.Line(
                .tls, .fail, error.message,
                advice:
                    "Check that port \(port) speaks TLS, and that the files of cacert, cert and "
                    + "key can be read.")
        }
    }

    private func accepted(_ connection: TLSConnection) -> Diagnosis.Line {
        let (validity, left) = validity(connection)
        let found = [connection.cipher, validity].compactMap { $0 }.joined(separator: "; ")
        guard configuration.tls.verify else {
            return Diagnosis.Line(
                .tls, .warn, found + "; not verified (verify: false)",
                advice: "Remove verify: false, and name the authority with cacert.")
        }
        guard left.map({ $0 >= 14 }) ?? true else {
            return Diagnosis.Line(
                .tls, .warn, found, advice: "Have the certificate renewed before it expires.")
        }
        return Diagnosis.Line(.tls, .ok, found)
    }

    /// A second handshake shows the certificate that is not trusted.
    private func untrusted(_ reason: String, _ host: TLSHost) async throws -> Diagnosis.Line {
        var found = reason
        if case .accepted(let connection) = try await tls.handshake(
            TLSOffer(.tls12 ... .tls13), with: host)
        {
            found += "; " + validity(connection).words
        }
        return Diagnosis.Line(
            .tls, .fail, found,
            advice:
                "Name the authority that issued the certificate with cacert; if the certificate has "
                + "expired or is for another name, its provider must replace it.")
    }

    /// The dates and length of the chain, and the days that are left.
    private func validity(_ connection: TLSConnection) -> (words: String, days: Int?) {
        guard let first = connection.chain.first else { return ("no certificate was shown", nil) }
        do {
            let certificate = try X509Certificate(first)
            let days = Int((certificate.notAfter.timeIntervalSince(date()) / 86_400).rounded(.down))
            let end = Timestamp.format(certificate.notAfter).prefix(10)
            return (
                (days < 0
                    ? "the certificate expired on \(end)"
                    : "the certificate is valid until \(end), \(days.counted("day"))")
                    + ", \(certificate.key), chain of \(connection.chain.count)", days
            )
        } catch {
            return (error.description, nil)
        }
    }
}
