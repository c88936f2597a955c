// SPDX-License-Identifier: Apache-2.0

extension EngineOf {
    /// The outcomes with the results of a last look: late copies, and what could not be determined.
    ///
    /// Follows the cleanup, once for each credential: a resource that a list still shows under the
    /// run's name is a leftover, whoever created it.
    func closing(_ outcomes: [TestcaseOutcome]) async -> [TestcaseOutcome] {
        var outcomes = outcomes
        for persona in personas {
            guard let account = account(of: persona) else { continue }
            let look = await account.lastLook(
                limit: settings.timeLimit,
                hasLeftovers: outcomes.contains { !$0.leftovers.isEmpty })
            if let left = look.left {
                for index in outcomes.indices {
                    outcomes[index].keepLeftovers {
                        !look.names.contains($0.name) || left.contains($0.name)
                    }
                }
            }
            func owner(of testcase: String?) -> Int? {
                outcomes.firstIndex { $0.id == testcase }
                    ?? outcomes.firstIndex { $0.startedAt != nil }
            }
            for (testcase, leftover) in look.leftovers {
                if let index = owner(of: testcase) { outcomes[index].add([leftover]) }
            }
            for (testcase, sentence) in look.unresolved {
                guard let index = owner(of: testcase),
                    !outcomes[index].unresolved.contains(sentence)
                else { continue }
                outcomes[index].add(unresolved: sentence)
            }
        }
        return outcomes
    }
}
