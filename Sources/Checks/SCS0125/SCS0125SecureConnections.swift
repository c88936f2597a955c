// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// Connections to the cloud's services use TLS, configured as Mozilla recommends.
///
/// Standard: https://docs.scs.community/standards/scs-0125-v1-secure-connections
package struct SCS0125SecureConnections: CheckModule {
    package let standard = "scs-0125"
    private let profile: TLSProfile

    /// Reads what servers may accept.
    package init(_ standard: StandardDescription) throws(YAMLError) {
        profile = try TLSProfile(standard.policy)
    }

    package var testcases: [Testcase] {
        [
            Self.https,
            Testcase("scs-0125-x-protocols", depth: .api, AcceptedTLS.protocols(profile)),
            Testcase("scs-0125-x-ciphers", depth: .api, AcceptedTLS.ciphers(profile)),
            Testcase("scs-0125-x-curves", depth: .api, AcceptedTLS.curves(profile)),
            Testcase("scs-0125-x-certificate", depth: .api, HostCertificates.scenario(profile)),
        ]
    }

    package var examples: [Example] {
        [
            Example(
                "All endpoints use https; what their hosts accept is not recorded",
                facts: Self.catalog("https://compute.example.org:8774/v2.1"),
                verdicts: [
                    "scs-0125-x-https": .pass, "scs-0125-x-protocols": .missing,
                    "scs-0125-x-certificate": .missing,
                ]),
            Example(
                "A public endpoint without TLS",
                facts: Self.catalog("http://compute.example.org:8774/v2.1"),
                verdicts: [
                    "scs-0125-x-https": .fail,
                    // Without a host that uses TLS there is nothing to judge.
                    "scs-0125-x-protocols": .abort, "scs-0125-x-ciphers": .abort,
                    "scs-0125-x-curves": .abort,
                ]),
            Example(
                "An internal endpoint without TLS",
                facts: #"""
                    {"catalog": [{"type": "compute", "endpoints": [
                      {"interface": "public", "url": "https://compute.example.org/v2.1"},
                      {"interface": "internal", "url": "http://10.0.0.5:8774/v2.1"}]}]}
                    """#,
                verdicts: ["scs-0125-x-https": .fail]),
            Example(
                "A catalog without public endpoints",
                facts: #"{"catalog": [{"type": "compute", "endpoints": []}]}"#,
                verdicts: ["scs-0125-x-https": .abort]),
        ]
    }

    private static func catalog(_ url: String) -> String {
        #"{"catalog": [{"type": "compute", "endpoints": ["#
            + #"{"interface": "public", "region_id": "RegionOne", "url": "\#(url)"}]}]}"#
    }
}

extension SCS0125SecureConnections {
    private static var https: Testcase {
        .judging(
            "scs-0125-x-https", .catalog, "every endpoint uses https",
            advice:
                "Put a TLS proxy in front of the service and change its URL: openstack endpoint set --url https://…"
        ) { catalog, judgement in
            guard !catalog.endpoints("public").isEmpty else {
                throw Finding(.notApplicable, "The catalog lists no public endpoint.")
            }
            for service in catalog.services {
                for endpoint in service.endpoints where TLSHost(https: endpoint.url) == nil {
                    judgement.violation(
                        "The \(endpoint.interface.harmless(20)) endpoint of "
                            + "\(service.type.harmless(60)) is \(endpoint.url.harmless(200)); it "
                            + "must use https.")
                }
            }
        }
    }
}
