// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import Synchronization
import Testing

@testable import SCSCheckCommand

/// The prompts before a run, and their order.
struct PromptedSecretsTests {
    /// A cloud of that name with these keys in `auth` beside user and project.
    private func cloud(_ name: String, _ more: String, type: String = "password") throws
        -> CloudConfiguration
    {
        let file =
            "clouds: {\(name): {auth_type: \(type), auth_methods: 'v3totp,v3password', auth: "
            + "{auth_url: 'https://k/v3', user_id: u, project_id: p\(more)}}}"
        return try ConfigurationFinder(
            environment: ["OS_CLIENT_CONFIG_FILE": "/c.yaml"], workingDirectory: "/",
            homeDirectory: "/", readFile: { $0 == "/c.yaml" ? Array(file.utf8) : nil }
        ).configuration(cloud: name)
    }

    @Test func `Each cloud's missing secrets are prompted for once, in order`() async throws {
        let asked = Person()
        let sources = SecretSources(passwords: asked, passcodes: nil)
        let memory = AnswerMemory()
        let clouds = try [
            cloud("a", ""), cloud("b", ", password: x"), cloud("c", ""),
            cloud("d", "", type: "v3multifactor"),
        ]
        let answers = try await PromptedSecrets(clouds, sources, memory)
        _ = try await PromptedSecrets(clouds, sources, memory)
        #expect(asked.questions == ["a password", "c password", "d password"])
        #expect(answers.warnings.isEmpty)
        let question = SecretQuestion(
            cloud: "c", try #require(clouds[2].authentication.requiredSecrets.first))
        #expect(try await answers.secret(question) == Secret("answer 2"))
    }

    @Test func `Without a terminal the missing secret is named`() async throws {
        let sources = SecretSources(passwords: nil, passcodes: Person())
        let error = await #expect(throws: ConfigurationError.self) {
            _ = try await PromptedSecrets(
                [try cloud("a", "", type: "v3multifactor")], sources, AnswerMemory())
        }
        #expect(error?.message.contains("has no password in auth") == true)
        #expect(error?.position?.line == 1)
        await #expect(throws: ConfigurationError.self) {
            _ = try await PromptedSecrets([try cloud("a", "")], nil, AnswerMemory())
        }
    }

    @Test func `Options for secrets that nothing needs are reported`() async throws {
        let asked = Person()
        let answers = try await PromptedSecrets(
            [try cloud("a", ", password: x")], SecretSources(passwords: asked, passcodes: nil),
            AnswerMemory())
        #expect(answers.warnings == ["every secret is configured; none was requested"])
        #expect(asked.questions.isEmpty)
    }
}

/// Answers with the number of the question.
private final class Person: SecretSource {
    private let all = Mutex<[String]>([])

    var questions: [String] { all.withLock { $0 } }

    func secret(_ question: SecretQuestion) async throws -> Secret {
        let number = all.withLock { all in
            all.append("\(question.name) \(question.key)")
            return all.count
        }
        return Secret("answer \(number)")
    }
}
