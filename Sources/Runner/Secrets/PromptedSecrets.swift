// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// What was answered before a run begins, and whoever is asked for passcodes while it runs.
struct PromptedSecrets: SecretSource {
    private let sources: SecretSources?
    private let memory: AnswerMemory
    /// What a person should know, as sentences.
    let warnings: [String]

    /// Asks for everything that is not configured and can be used more than once, in the clouds'
    /// order. Throws `ConfigurationError` where nobody can be asked, and what asking throws.
    init(
        _ clouds: [CloudConfiguration], _ sources: SecretSources?, _ memory: AnswerMemory
    ) async throws {
        var isNeeded = false
        for cloud in clouds {
            for required in cloud.requiredSecrets {
                isNeeded = isNeeded || required.isOneTime || required.configured == nil
                guard required.configured == nil else { continue }
                guard let sources, sources.answers(required) else {
                    if let missing = required.missing { throw missing }
                    continue
                }
                let question = SecretQuestion(cloud: cloud.name, required)
                guard !required.isOneTime, await memory[question] == nil else { continue }
                await memory.keep(try await sources.secret(question), for: question)
            }
        }
        self.sources = sources
        self.memory = memory
        warnings =
            sources == nil || isNeeded
            ? [] : ["every secret is configured; none was requested"]
    }

    func answers(_ required: RequiredSecret) -> Bool {
        sources?.answers(required) ?? false
    }

    func secret(_ question: SecretQuestion) async throws -> Secret {
        if let known = await memory[question] { return known }
        return try await (sources ?? SecretSources(passwords: nil, passcodes: nil))
            .secret(question)
    }
}

/// What was answered, so that nobody is asked twice by one call of the program.
actor AnswerMemory {
    private var answers: [SecretQuestion: Secret] = [:]

    subscript(question: SecretQuestion) -> Secret? { answers[question] }

    func keep(_ secret: Secret, for question: SecretQuestion) {
        answers[question] = secret
    }
}
