// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// A self-signed certificate for `localhost`, made by openssl for one test.
package struct Certificate: Sendable {
    package let certificate: Data
    package let key: Data

    init(certificate: Data, key: Data) {
        self.certificate = certificate
        self.key = key
    }

    package init(name: String = "localhost") throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "scs-check-certificate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }  // only a temporary directory
        let openssl = Process()
        openssl.executableURL = URL(filePath: "/usr/bin/openssl")
        openssl.currentDirectoryURL = directory
        openssl.standardError = FileHandle.nullDevice
        openssl.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-keyout", "key.pem", "-out", "certificate.pem", "-days", "2", "-subj", "/CN=\(name)",
            "-addext", "subjectAltName=DNS:\(name)",
        ]
        try openssl.run()
        openssl.waitUntilExit()
        certificate = try Data(contentsOf: directory.appending(path: "certificate.pem"))
        key = try Data(contentsOf: directory.appending(path: "key.pem"))
    }
}
