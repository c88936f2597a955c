// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import SCSOpenStack
@testable import SCSYAML

/// Random bytes: nothing may crash, hang or disclose a secret.
struct ConfigurationFuzzTests {
    private struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let secret = "Zq7Secret9x"
    private static let seedFile = """
        defaults: &d {identity_api_version: 3, interface: public, verify: yes}
        clouds:
          c:
            <<: *d
            auth:
              auth_url: "https://{region_name}.example.com:5000/v3"
              username: user
              password: \(secret)
              project_name: 'project'
              user_domain_name: Default
              project_domain_id: default
            regions:
            - name: R1
              values: {api_timeout: 30, auth: {project_name: other}}
            - R2
            volume_endpoint_override: http://v/v3
            cacert: ~
        """
    private static let pieces = [
        ":", "- ", "{", "}", "[", "]", "&a ", "*a", "<<: ", "!!str ", "|", ">", "\"", "'", "\t",
        "#", "\n", "  ", "~", "?", "---\n", "...\n", ",", "%", "@", "null", "%YAML 1.1\n", "\\x1b",
    ].map { Array($0.utf8) }

    private func mutated(_ seed: [UInt8], _ random: inout Random) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            case 2:
                bytes.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: place)
            case 3: bytes.removeSubrange(place..<min(bytes.count, place + 12))
            default:
                let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
                bytes.insert(
                    contentsOf: bytes[place..<end],
                    at: Int.random(in: 0...bytes.count, using: &random))
            }
        }
        return bytes
    }

    /// Whether a significant part of the secret is visible; mutations may have cut it.
    private func tellsSecret(_ text: String) -> Bool {
        text.contains("Zq7S") || text.contains("ecret9x")
    }

    private func stillSecret(_ text: String) -> Bool {
        text.contains("  password: \(Self.secret)\n")
            && text.split(separator: "Zq7S", omittingEmptySubsequences: false).count == 2
            && text.split(separator: "ecret9x", omittingEmptySubsequences: false).count == 2
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `Mutated files never crash or reveal the password`(seed: UInt64) {
        var random = Random(state: seed)
        let original = Array(Self.seedFile.utf8)
        var read = 0
        var refused = 0
        for _ in 0..<1000 {
            let bytes = mutated(original, &random)
            let finder = ConfigurationFinder(
                environment: [:], workingDirectory: "/w", homeDirectory: "/h",
                readFile: { $0 == "/w/clouds.yaml" ? bytes : nil })
            // A mutation can turn the password into something that is not secret.
            let isSecret = stillSecret(String(decoding: bytes, as: UTF8.self))
            do {
                let found = try finder.configuration(cloud: "c")
                #expect(!isSecret || !tellsSecret("\(found)"), "seed \(seed)")
                read += 1
            } catch {
                #expect(!isSecret || !tellsSecret("\(error)"), "seed \(seed): \(error)")
                refused += 1
            }
        }
        #expect(read > 50 && refused > 50)
    }

    @Test func `Random bytes and random syntax never crash`() {
        var random = Random(state: 42)
        for round in 0..<4000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                if round.isMultiple(of: 2) {
                    bytes += Self.pieces.randomElement(using: &random) ?? []
                } else {
                    bytes.append(UInt8.random(in: 0...255, using: &random))
                }
            }
            do throws(YAMLError) {
                _ = try YAMLDocument.parse(bytes, file: "f")
            } catch {
                #expect(error.description.hasPrefix("f"))
                #expect(error.position.line >= 0 && error.message.utf8.count < 400)
            }
        }
    }
}
