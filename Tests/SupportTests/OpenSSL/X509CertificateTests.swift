// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing

@testable import SCSSupport

struct X509CertificateTests {
    @Test func `A truncated certificate is unreadable, wherever it ends`() {
        for certificate in [CertificateSamples.ed25519, CertificateSamples.issued] {
            for length in 0..<certificate.count {
                #expect(throws: X509Certificate.Unreadable.self) {
                    try X509Certificate(Array(certificate.prefix(length)))
                }
            }
        }
    }

    @Test func `The error is a sentence with the cause`() {
        let error = #expect(throws: X509Certificate.Unreadable.self) {
            try X509Certificate(Array("no certificate".utf8))
        }
        #expect(error?.description == "The certificate cannot be read: it is not X.509 in DER.")
    }

    @Test func `A malformed RSA key makes the certificate unreadable`() throws {
        var certificate = CertificateSamples.issued
        // The modulus becomes an octet string.
        let modulus: [UInt8] = [0x02, 0x81, 0x81, 0x00]
        let place = try #require(certificate.firstRange(of: modulus)).lowerBound
        certificate[place] = 0x04
        #expect(throws: X509Certificate.Unreadable.self) { try X509Certificate(certificate) }
    }

    @Test func `A month beyond December is refused`() throws {
        var certificate = CertificateSamples.issued
        let place = try #require(certificate.firstRange(of: Array("261127".utf8))).lowerBound
        certificate[place + 2] = UInt8(ascii: "2")
        #expect(throws: X509Certificate.Unreadable.self) { try X509Certificate(certificate) }
    }

    @Test func `Both time formats are read`() throws {
        let certificate = try X509Certificate(CertificateSamples.ed25519)
        #expect(certificate.notBefore == Timestamp.parse("2026-11-27T23:57:47Z"))
        #expect(certificate.notAfter == Timestamp.parse("2300-09-12T23:57:47Z"))
    }

    @Test func `Ed25519 has no hash function`() throws {
        let certificate = try X509Certificate(CertificateSamples.ed25519)
        #expect(certificate.key == .other("Ed25519"))
        #expect(certificate.signatureHash == nil)
        #expect(certificate.isSelfIssued)
    }

    @Test func `RSASSA-PSS names its hash function among its parameters`() throws {
        let certificate = try X509Certificate(CertificateSamples.pss)
        #expect(certificate.key == .rsa(bits: 1024))
        #expect(certificate.signatureHash == "SHA256")
    }

    @Test func `An unknown signature algorithm is shown by its identifier`() throws {
        var certificate = CertificateSamples.issued
        // 1.3.101.112, which is Ed25519, becomes 1.3.101.5: in the body and beside the signature.
        let known: [UInt8] = [0x06, 0x03, 0x2B, 0x65, 0x70]
        let places = certificate.indices.filter { certificate[$0...].starts(with: known) }
        #expect(places.count == 2)
        for place in places { certificate[place + 4] = 0x05 }
        #expect(try X509Certificate(certificate).signatureHash == "1.3.101.5")
    }

    @Test func `A curve has OpenSSL's name`() throws {
        let certificate = try X509Certificate(CertificateSamples.brainpool)
        #expect(certificate.key == .ellipticCurve("brainpoolP256r1"))
        #expect(certificate.signatureHash == "SHA384")
    }

    @Test func `A curve with explicit parameters has no name`() throws {
        let certificate = try X509Certificate(CertificateSamples.explicitCurve)
        #expect(certificate.key == .ellipticCurve("a curve without a name"))
    }

    @Test func `A version 1 certificate has no extensions, and an issued one another issuer`()
        throws
    {
        let certificate = try X509Certificate(CertificateSamples.issued)
        #expect(certificate.key == .rsa(bits: 1024))
        #expect(!certificate.isSelfIssued)
    }
}
