// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// The answers given before a run starts, and the source of passcodes during it.
struct PromptedSecrets: SecretSource {
    private let sources: SecretSources?
    private let memory: AnswerMemory
    /// Warnings as sentences.
    let warnings: [String]

    /// Prompts for all reusable secrets that are not configured, in the clouds' order.
    ///
    /// Throws `ConfigurationError` if nobody can be prompted, and errors of prompting.
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

/// The answers so far, so that one invocation prompts once for each.
actor AnswerMemory {
    private var answers: [SecretQuestion: Secret] = [:]

    subscript(question: SecretQuestion) -> Secret? { answers[question] }

    func keep(_ secret: Secret, for question: SecretQuestion) {
        answers[question] = secret
    }
}
