// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// A test authority that issues certificates of any quality.
package struct CertificateAuthority: Sendable {
    /// The properties of a certificate; by default a good one.
    package struct Order: Sendable {
        package var name = "localhost"
        /// The arguments of `openssl genpkey`.
        package var key = ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
        package var hash = "sha256"
        /// The first day, counted from today.
        package var begin = 0
        /// Its validity in days from then on.
        package var days = 90

        package init() {}

        /// A key on a curve, by OpenSSL's name.
        package static func curve(_ name: String) -> Order {
            var order = Order()
            order.key = ["EC", "-pkeyopt", "ec_paramgen_curve:\(name)"]
            return order
        }
    }

    /// openssl ended with another status than 0.
    package struct Failed: Error {
        package let arguments: [String]
    }

    /// The authority's own certificate, in PEM.
    package let certificate: Data
    private let key: Data

    package init() throws {
        var order = Order.curve("prime256v1")
        order.name = "An authority for tests"
        let made = try OpenSSL().selfSigned(order)
        certificate = made.certificate
        key = made.key
    }

    package func issue(_ order: Order) throws -> Certificate {
        let openssl = try OpenSSL()
        try certificate.write(to: openssl.file("ca.pem"))
        try key.write(to: openssl.file("ca-key.pem"))
        try openssl.makeKey(order)
        try openssl.run(
            "req", "-new", "-key", "key.pem", "-out", "request.pem", "-subj", "/CN=test")
        try Data("subjectAltName=DNS:\(order.name)".utf8).write(to: openssl.file("extensions"))
        try Data().write(to: openssl.file("issued"))
        try Data(
            """
            [ca]
            default_ca = authority
            [authority]
            database = issued
            serial = serial
            new_certs_dir = .
            policy = subject
            [subject]
            commonName = supplied
            """.utf8
        ).write(to: openssl.file("authority.conf"))
        // Unlike `openssl x509` this accepts dates in the past.
        let first = Date(timeIntervalSinceNow: Double(order.begin) * 86_400)
        let last = first.addingTimeInterval(Double(order.days) * 86_400)
        try openssl.run(
            "ca", "-batch", "-config", "authority.conf", "-create_serial", "-notext",
            "-in", "request.pem", "-cert", "ca.pem", "-keyfile", "ca-key.pem",
            "-md", order.hash, "-extfile", "extensions", "-out", "certificate.pem",
            "-startdate", first.forOpenSSL, "-enddate", last.forOpenSSL)
        return try openssl.made()
    }

    /// A self-signed certificate.
    package static func selfSigned(_ order: Order) throws -> Certificate {
        try OpenSSL().selfSigned(order)
    }
}

extension Date {
    fileprivate var forOpenSSL: String {
        let formatted = formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: false)
                .dateSeparator(.omitted).timeSeparator(.omitted))
        return formatted.filter { $0.isNumber } + "Z"
    }
}

/// openssl in its own folder.
private final class OpenSSL {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func file(_ name: String) -> URL { folder.file(name) }

    func run(_ arguments: String...) throws {
        try run(arguments)
    }

    func makeKey(_ order: CertificateAuthority.Order) throws {
        guard order.key != CertificateAuthority.Order().key else {
            return try Self.usualKey.get().write(to: file("key.pem"))
        }
        try generate(order.key)
    }

    /// The usual key, which takes a fifth of a second to make: nearly all certificates of a test run share it.
    private static let usualKey = Result {
        let openssl = try OpenSSL()
        try openssl.generate(CertificateAuthority.Order().key)
        return try Data(contentsOf: openssl.file("key.pem"))
    }

    private func generate(_ key: [String]) throws {
        try run(["genpkey", "-algorithm"] + key + ["-out", "key.pem"])
    }

    func selfSigned(_ order: CertificateAuthority.Order) throws -> Certificate {
        try makeKey(order)
        try run(
            "req", "-x509", "-key", "key.pem", "-\(order.hash)", "-days", "\(order.days)",
            "-subj", "/CN=\(order.name)", "-addext", "subjectAltName=DNS:localhost",
            "-out", "certificate.pem")
        return try made()
    }

    func made() throws -> Certificate {
        Certificate(
            certificate: try Data(contentsOf: file("certificate.pem")),
            key: try Data(contentsOf: file("key.pem")))
    }

    private func run(_ arguments: [String]) throws {
        let openssl = Process()
        openssl.executableURL = URL(filePath: "/usr/bin/openssl")
        openssl.currentDirectoryURL = folder.url
        openssl.standardOutput = FileHandle.nullDevice
        openssl.standardError = FileHandle.nullDevice
        openssl.arguments = arguments
        try openssl.run()
        openssl.waitUntilExit()
        guard openssl.terminationStatus == 0 else {
            throw CertificateAuthority.Failed(arguments: arguments)
        }
    }
}
