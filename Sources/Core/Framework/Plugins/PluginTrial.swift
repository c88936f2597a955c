// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSOpenStack
import SCSSupport

extension PluginFolder.Plugin {
    /// What a program does wrong whose input ends before it was told to go on, a sentence each.
    ///
    /// That is what it sees when scs-check is killed: it must end, and create nothing.
    package func problemsWithoutAnswers(_ cloud: Cloud, _ access: PluginAccess, limit: Duration)
        async throws
        -> [String]
    {
        var problems: [String] = []
        for testcase in plugin.description.testcases where !testcase.kinds.isEmpty {
            let process = PluginProcess(program: plugin.program, limit: limit)
            let request = try PluginRequest.line(
                testcase, facts: [:], prefix: "scs-check-trial-\(testcase.entry.id)",
                deadline: access.date().addingTimeInterval(limit.inSeconds),
                cloud: try await PluginRequest.cloud(cloud, access))
            let problem: String? = try await process.run(request) { events, input in
                var events = events
                while let event = await events.next() {
                    switch event {
                    case .line(let bytes):
                        switch try PluginLine(bytes, hiding: cloud.vault) {
                        case .intend: input.close()
                        case .created(let made, _):
                            return "created \(made) although its intention was not acknowledged"
                        default: continue
                        }
                    case .ended, .failed: return nil
                    case .deadline:
                        return "did not end within \(limit.formatted) after its input had ended"
                    }
                }
                return nil
            }
            if let problem { problems.append("\(testcase.entry.id): \(name) \(problem).") }
        }
        return problems
    }
}
