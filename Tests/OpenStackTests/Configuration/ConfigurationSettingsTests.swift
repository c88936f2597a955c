// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing

import SCSHTTP
@testable import SCSOpenStack
@testable import SCSSupport

struct ConfigurationSettingsTests {
    @Test(arguments: [
        ("interface: publik", "interface is \"publik\"; expected public, internal or admin"),
        ("interface: []", "interface is a list; expected a string such as \"public\""),
        ("interface: [public, {a: b}]", "an entry of interface is a mapping; expected a string"),
        ("volume_interface: x", "volume_interface is \"x\"; expected public, internal or admin"),
        ("connect_retries: -1", "connect_retries is \"-1\"; expected a whole number from 0"),
        ("rate_limit: {compute: 0}", "compute is \"0\"; expected a number of requests a second"),
        ("concurrency: few", "concurrency is \"few\"; expected a whole number from 1"),
        ("force_ipv4: maybe", "force_ipv4 is \"maybe\"; expected true or false"),
        (
            "region_name: {a: b}",
            "region_name is a mapping; expected a string such as \"RegionOne\""
        ),
        ("regions: R", "regions is a string; expected a list"),
        ("regions: [{values: {}}]", "this region has no name"),
        ("regions: [{name: R, vlaues: {}}]", "a key is \"vlaues\"; expected name or values"),
        ("regions: [{name: R, values: 7}]", "values is a string; expected a mapping"),
        ("verify: maybe", "verify is \"maybe\"; expected true or false"),
        ("insecure: 1", "insecure is \"1\"; expected true or false"),
        ("cacert: ca.pem", "cacert names /here/ca.pem, which does not exist"),
        ("cert: ~/c.pem", "cert names /home/me/c.pem, which does not exist"),
        ("api_timeout: soon", "api_timeout is \"soon\"; expected a number"),
        ("api_timeout: -1", "api_timeout is \"-1\"; expected a number of seconds above 0"),
        (
            "volume_endpoint_override: ftp://x/",
            "volume_endpoint_override is not an http or https URL"
        ),
        ("volume_endpoint_override: {a: b}", "volume_endpoint_override is a mapping"),
        ("image_endpoint_override: 'http://h/{nope}'", "a placeholder that is not a key"),
        ("image_endpoint_override: 'http://h/{password}'", "a placeholder that is not a key"),
        ("image_endpoint_override: 'http://h/{region_name!r}'", "a placeholder that is not a key"),
        ("image_endpoint_override: 'http://h/}'", "a placeholder that is not a key"),
        ("verify: '0'", "verify is \"0\"; expected true or false, or the path of a CA file"),
        ("verify: /gone.pem", "verify names /gone.pem, which does not exist"),
    ])
    func `A wrong value is reported with its place`(line: String, expected: String) {
        let found = ConfigurationWorld(cloud: line).error()
        #expect(found.contains(expected), "\(found)")
        #expect(found.hasPrefix("/here/clouds.yaml:1:"), "\(found)")
    }

    @Test(arguments: [
        "", "keystone", "ftp://k/v3", "http://", "http:///v3", "http://k y/v3", "//k/v3",
        "http://hunter2:hunter2@k/v3", "http://k/v3?hunter2", "http://k/v3#x", "http://k:99999/v3",
        "https://k/v2.0", "https://{nobody}/v3", "https://k/{v3",
    ])
    func `An invalid Keystone URL is refused`(url: String) {
        let auth = "auth_url: '\(url)', user_id: u, password: p, project_id: i"
        let found = ConfigurationWorld(cloud: "", auth: auth).error()
        #expect(found.contains("auth_url"), "\(found)")
        #expect(!found.contains("hunter2"))
    }

    @Test(arguments: [
        ("interface: internal", [CloudConfiguration.Interface.internal]),
        ("interface: adminURL", [.admin]), ("endpoint_type: internalURL", [.internal]),
        ("interface: admin, endpoint_type: publicURL", [.public]), ("verify: true", [.public]),
        ("interface: [internal, public]", [.internal, .public]), ("interface: ~", [.public]),
    ])
    func `The interface is read in all spellings`(
        line: String, expected: [CloudConfiguration.Interface]
    ) throws {
        #expect(try ConfigurationWorld(cloud: line).configuration().interfaces == expected)
    }

    @Test(arguments: [
        ("verify: true, cacert: ~/ca.pem", TLSSettings(caFile: "/home/me/ca.pem")),
        ("verify: no", TLSSettings(verify: false)), ("verify: ~", TLSSettings()),
        ("verify: 'false'", TLSSettings(verify: false)),
        ("verify: /k.pem", TLSSettings(caFile: "/k.pem")),
        ("verify: /k.pem, cacert: ~/ca.pem", TLSSettings(caFile: "/home/me/ca.pem")),
        ("insecure: 'yes'", TLSSettings()), ("insecure: maybe", TLSSettings()),
        ("insecure: true, verify: true", TLSSettings(verify: false)),
        ("insecure: 'True'", TLSSettings(verify: false)),
        ("insecure: false", TLSSettings()),
        ("verify: false, cacert: /gone.pem", TLSSettings(verify: false)),
        (
            "cert: c.pem, key: /k.pem",
            TLSSettings(clientCertificate: "/here/c.pem", clientKey: "/k.pem")
        ),
        ("key: /k.pem", TLSSettings()),
    ])
    func `TLS settings follow openstacksdk`(lines: String, expected: TLSSettings) throws {
        var world = ConfigurationWorld(cloud: lines)
        for path in ["/home/me/ca.pem", "/here/c.pem", "/k.pem"] { world.files[path] = "PEM" }
        #expect(try world.configuration().tls == expected)
    }

    @Test func `An overridden setting is a warning`() throws {
        let verify = ConfigurationWorld(cloud: "verify: false, cacert: /gone.pem")
        #expect(try verify.configuration().warnings.first?.contains("cacert has no effect") == true)
        let key = ConfigurationWorld(cloud: "key: /k.pem")
        #expect(try key.configuration().warnings.first?.contains("key has no effect") == true)
    }

    @Test(arguments: [
        (
            "regoin_name: R",
            "key \"regoin_name\" is unknown and was ignored; did you mean \"region_name\"?"
        ),
        ("xyzzy: 1", "the key \"xyzzy\" is unknown and was ignored"),
        ("networks: []", "the key \"networks\" has no effect here"),
        ("image_format: raw", "the key \"image_format\" has no effect here"),
        ("auth_plugin: x", "the key \"auth_plugin\" has no effect here; write auth_type instead"),
        ("timeout: 3", "the key \"timeout\" has no effect here; write api_timeout instead"),
        ("compute_rate_limit: 3", "has no effect here; write rate_limit instead"),
        ("auth-type: x", "the key \"auth-type\" has no effect; write auth_type with _"),
        ("endpoint-type: x", "the key \"endpoint-type\" has no effect; write endpoint_type with _"),
        ("has_network: false", "the key \"has_network\" has no effect here"),
        ("volume_api_version: 2", "scs-check uses version 3 of block-storage"),
        ("compute_api_version: 2.79", "each check requests the microversion that it needs"),
        ("compute_default_microversion: '2.1'", "requests the microversion that it needs"),
        (
            "imgae_api_version: 2",
            "was ignored: no service has the type \"imgae\"; did you mean \"image\"?"
        ),
        (
            "region_name: 0123",
            "takes it for a number or a boolean and changes it, so put it in quotes"
        ),
        ("region_name: 'A,B'", "write a list below regions (\"A\" is used)"),
    ])
    func `An unknown key is a warning`(line: String, expected: String) throws {
        let warnings = try ConfigurationWorld(cloud: line).configuration().warnings
        #expect(warnings.count == 1)
        #expect(warnings[0].hasPrefix("/here/clouds.yaml:1:") && warnings[0].hasSuffix(expected))
    }

    @Test func `A key that belongs beside auth, not inside it, is a warning`() throws {
        let auth = ConfigurationWorld.auth + ", region_name: R, pasword: hunter2"
        let warnings = try ConfigurationWorld(cloud: "", auth: auth).configuration().warnings
        #expect(warnings.count == 2)
        #expect(
            warnings[0].hasSuffix("\"region_name\" has no effect inside auth; write it beside auth")
        )
        #expect(warnings[1].hasSuffix("was ignored; did you mean \"password\"?"))
        #expect(!warnings.joined().contains("hunter2"))
    }

    @Test(arguments: [
        "volume_api_version: 3", "volume_api_version: v3", "identity_api_version: 3",
        "network_api_version: '2.0'", "image_status_code_retries: 5", "auth_type: v3password",
        "volume_interface: internal", "force_ipv4: true", "dns_service_type: rax-dns",
        "region_name: '0123'", "region_name: 0815", "region_name: 10", "rate_limit: 5",
        "share_endpoint_type: publicURL",
    ])
    func `An effective key causes no warning`(line: String) throws {
        #expect(try ConfigurationWorld(cloud: line).configuration().warnings.isEmpty)
    }

    @Test(
        arguments: [
            ("region_name: R", nil, "R"), ("region_name: 'A, B'", nil, "A"),
            ("region_name: [A, B]", "B", "B"), ("regions: [A, {name: B}]", nil, "A"),
            ("regions: [A, {name: B}]", "B", "B"), ("image_format: raw", "Z", "Z"),
            ("image_format: raw", nil, nil), ("region_name: no", nil, "no"),
            ("region_name: ~", nil, nil), ("regions: []", nil, nil),
        ] as [(String, String?, String?)])
    func `The requested region is chosen, else the first`(
        line: String, wanted: String?, expected: String?
    ) throws {
        let found = try ConfigurationWorld(cloud: line).configuration(region: wanted)
        #expect(found.regionName == expected)
    }

    @Test func `A region's values override the cloud's, except null`() throws {
        let world = ConfigurationWorld(
            cloud: "interface: public, regions: [{name: A, values: {interface: internal, "
                + "api_timeout: ~, auth: {auth_url: 'https://a/v3'}}}, B], api_timeout: 2.5")
        let first = try world.configuration(region: "A")
        #expect(first.interfaces == [.internal])
        #expect(first.authURL.absoluteString == "https://a/v3")
        #expect(first.apiTimeout == .milliseconds(2500))
        let second = try world.configuration(region: "B")
        #expect(second.interfaces == [.public])
        #expect(second.authURL.absoluteString == "https://k.example.com/v3")
    }

    @Test func `Overrides use the catalog's service types, and Cinder's are one`() throws {
        let found = try ConfigurationWorld(
            cloud: "volume_endpoint_override: 'http://a/v3', volumev3_endpoint_override: "
                + "'http://b/{region_name}', image_endpoint_override: 'https://i:9292', "
                + "shared_file_system_endpoint_override: 'http://s', region_name: R, "
                + "compute_endpoint: 'http://c', key_manager_endpoint_override: ~",
        ).configuration()
        #expect(
            try found.overrides == [
                "block-storage": "http://b/R", "image": "https://i:9292", "compute": "http://c",
                "shared-file-system": "http://s",
            ])
    }

    @Test(
        arguments: [
            ("api_timeout: 30", Duration.seconds(30)), ("api_timeout: '1.5'", .milliseconds(1500)),
            ("api_timeout: 30, http_timeout: 5", .seconds(5)), ("timeout: 7", nil),
        ] as [(String, Duration?)])
    func `A call's time limit follows openstacksdk`(line: String, expected: Duration?) throws {
        #expect(try ConfigurationWorld(cloud: line).configuration().apiTimeout == expected)
    }
}
