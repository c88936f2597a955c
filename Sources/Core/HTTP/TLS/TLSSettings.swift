// SPDX-License-Identifier: Apache-2.0
package import SCSSupport

/// The trusted authorities, and the client certificate.
package struct TLSSettings: Sendable, Equatable {
    /// Whether certificate and host name are verified.
    package var verify: Bool
    /// A PEM file with certificate authorities, instead of the system's.
    package var caFile: String?
    /// A PEM file with the client certificate.
    package var clientCertificate: String?
    /// A PEM file with the key of that certificate; nil: it is in the same file.
    package var clientKey: String?
    /// The passphrase of the key, if it is encrypted.
    package var keyPassphrase: Secret?

    package init(
        verify: Bool = true, caFile: String? = nil, clientCertificate: String? = nil,
        clientKey: String? = nil, keyPassphrase: Secret? = nil
    ) {
        self.keyPassphrase = keyPassphrase
        self.verify = verify
        self.caFile = caFile
        self.clientCertificate = clientCertificate
        self.clientKey = clientKey
    }
}
