// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// A self-signed certificate for `localhost`, created by openssl for one test.
package struct Certificate: Sendable {
    package let certificate: Data
    package let key: Data

    init(certificate: Data, key: Data) {
        self.certificate = certificate
        self.key = key
    }

    package init(name: String = "localhost") throws {
        let folder = try TemporaryFolder()
        let openssl = Process()
        openssl.executableURL = URL(filePath: "/usr/bin/openssl")
        openssl.currentDirectoryURL = folder.url
        openssl.standardError = FileHandle.nullDevice
        openssl.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-keyout", "key.pem", "-out", "certificate.pem", "-days", "2", "-subj", "/CN=\(name)",
            "-addext", "subjectAltName=DNS:\(name)",
        ]
        try openssl.run()
        openssl.waitUntilExit()
        certificate = try Data(contentsOf: folder.file("certificate.pem"))
        key = try Data(contentsOf: folder.file("key.pem"))
    }
}
