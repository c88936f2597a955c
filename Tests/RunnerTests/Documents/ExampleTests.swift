// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import SCSYAML
import Testing
import TestSupport

/// The commands of Examples, read from their files and run against the simulated cloud.
struct ExampleTests {
    private let temporary: TemporaryFolder
    private static let examples = URL(filePath: RegistryTests.root).appending(path: "Examples")
    private static let subjects = """
        defaults: {standards: [scs-0123]}
        subjects: {a: {cloud: simulated}, b: {cloud: simulated}, c: {cloud: simulated}}
        presets: {nightly: {subjects: ['*']}}
        """

    init() throws { temporary = try TemporaryFolder() }

    private func run(
        _ script: String, _ environment: [String: String] = [:], arguments: [String] = []
    ) throws -> ShellRun {
        try ShellRun.bash(
            script, in: temporary.url, ["CLOUD": "simulated"].merging(environment) { $1 },
            arguments: arguments)
    }

    private static func yaml(_ path: String) throws -> [YAMLNode] {
        try YAMLDocument.parseAll(
            Array(try Data(contentsOf: examples.appending(path: path))), file: path)
    }

    private static func list(_ node: YAMLNode?) throws -> [YAMLNode] {
        guard case .sequence(let entries) = try #require(node).value else {
            Issue.record("no list")
            return []
        }
        return entries
    }

    private static func path(_ name: String) -> String {
        examples.appending(path: name).path(percentEncoded: false)
    }

    private func exists(_ names: String...) -> Bool {
        names.allSatisfy {
            FileManager.default.fileExists(atPath: temporary.file($0).path(percentEncoded: false))
        }
    }

    @Test func `GitLab's job certifies, and leaves the artifacts that it names`() throws {
        let job = try #require(try Self.yaml("gitlab-ci/.gitlab-ci.yml").first?["scs-check"])
        for step in ["script", "after_script"] {
            for line in try Self.list(job[step]) {
                let result = try run(try #require(line.text))
                #expect(result.status == 0, "\(result.output)")
            }
        }
        #expect(
            exists(
                try #require(job["artifacts"]?["reports"]?["junit"]?.text), "reports/report.html"))
        for line in try Self.list(job["before_script"]) {
            #expect(try run("bash -n <<<\"$1\"", arguments: [try #require(line.text)]).status == 0)
        }
    }

    @Test func `GitHub's steps certify and write the summary, and upload what is there`() throws {
        let job = try Self.yaml("github-actions/scs-check.yml").first?["jobs"]?["certify"]
        let steps = try Self.list(job?["steps"])
        for name in ["Certify", "Summary"] {
            let step = try #require(steps.first { $0["name"]?.text == name })
            let result = try run(
                try #require(step["run"]?.text),
                [
                    "CLOUDS_YAML": "clouds: {}", "RUNNER_TEMP": temporary.path,
                    "GITHUB_STEP_SUMMARY": temporary.path + "/summary.md",
                ])
            #expect(result.status == 0, "\(result.output)")
        }
        #expect(exists("summary.md"))
        for step in steps {
            guard let path = (step["with"]?["sarif_file"] ?? step["with"]?["path"])?.text else {
                continue
            }
            #expect(exists(path), "\(path)")
        }
    }

    @Test func `Zuul's playbook certifies, and returns artifacts that exist`() throws {
        let play = try Self.list(try Self.yaml("zuul/run.yaml").first).first
        let tasks = try Self.list(play?["tasks"])
        let shells = tasks.compactMap { $0["ansible.builtin.shell"]?.text }
        let command = try #require(shells.first)
        let result = try run(command, ["WORK": temporary.path])
        #expect(result.status == 0, "\(result.output)")
        let returned = tasks.compactMap { $0["zuul_return"]?["data"]?["zuul"]?["artifacts"] }.first
        for artifact in try Self.list(returned) {
            let url = try #require(artifact["url"]?.text)
            #expect(exists(url.replacing("scs-check/", with: "reports/")), "\(url)")
        }
        // Its encrypted secret has a tag of Zuul's own.
        let job = try String(
            contentsOf: Self.examples.appending(path: "zuul/zuul.yaml"), encoding: .utf8)
        #expect(job.contains("run: playbooks/scs-check/run.yaml"))
    }

    @Test func `The units are valid for systemd, and their command certifies`() throws {
        let service = try String(
            contentsOf: Self.examples.appending(path: "systemd/scs-check@.service"), encoding: .utf8
        )
        let line = try #require(service.split(separator: "\n").first { $0.hasPrefix("ExecStart=") })
        let command = line.dropFirst("ExecStart=/usr/bin/".count)
            .replacing("%i", with: "simulated").replacing("%d", with: temporary.path)
            .replacing("%S", with: temporary.path).replacing(
                #/ --password-command "[^"]+"/#, with: "")
        #expect(service.contains("LoadCredential=password:"))
        let result = try run("SCS_CHECK_OPTIONS=; " + command)
        #expect(result.status == 0, "\(result.output)")
        #expect(exists("scs-check/simulated/reports/report.json", "scs-check/simulated/history.db"))
        let units = ["service", "timer"].map { Self.path("systemd/scs-check@.\($0)") }
        let verified = try run(
            """
            command -v systemd-analyze >/dev/null || exit 0
            cp "$@" . && sed -i "s:/usr/bin/scs-check:$PWD/bin/scs-check:" scs-check@.service
            systemd-analyze verify "$PWD/scs-check@.service" "$PWD/scs-check@.timer" 2>&1 | (! grep scs-check@)
            """, arguments: units)
        #expect(verified.status == 0, "\(verified.output)")
    }

    @Test
    func `The nightly script for cron is silent while nothing changes, and tells a regression`()
        throws
    {
        let script = "\"$@\""
        let nightly = [Self.path("cron/scs-check-nightly"), "simulated", "night"]
        for _ in 1...2 {
            let result = try run(script, arguments: nightly)
            #expect(result.status == 0 && result.output.isEmpty, "\(result.output)")
        }
        // Tonight it is as if the backups of this cloud failed.
        let worse = try run(
            "mkdir night/$2 && cp night/simulated/before.json night/$2 && \(script)",
            arguments: [nightly[0], "simulated:backup-error", "night"])
        #expect(worse.status == 1 && worse.output.contains("regression"), "\(worse.output)")
        let line = try String(
            contentsOf: Self.examples.appending(path: "cron/scs-check"), encoding: .utf8
        )
        .split(separator: "\n").last
        #expect(
            line?.wholeMatch(
                of: /(\S+ ){5} *scs-check +\/usr\/local\/bin\/scs-check-nightly mycloud \S+/) != nil
        )
    }

    @Test func `Slurm's array tests each subject once, and the merge has all of them`() throws {
        try Data(Self.subjects.utf8).write(to: temporary.file("scs-check.yaml"))
        // An sbatch that runs its script at once, for each task.
        let stub = """
            mkdir -p bin && cat >bin/sbatch <<'END'
            #!/bin/bash
            tasks=1
            while [[ $1 == --* ]]; do [[ $1 == --array=* ]] && tasks=${1##*-}; shift; done
            for task in $(seq "$tasks"); do
              SLURM_ARRAY_JOB_ID=7 SLURM_ARRAY_TASK_ID=$task SLURM_ARRAY_TASK_COUNT=$tasks bash "$@" >&2 || exit
            done
            echo '7;cluster'
            END
            chmod +x bin/sbatch
            "$@"
            """
        let result = try run(stub, arguments: [Self.path("slurm/submit"), "shared", "2"])
        #expect(result.status == 0, "\(result.output)")
        try checkMerged("shared/7/all")
    }

    @Test func `Kubernetes' pods test each subject once, and the merge has all of them`() throws {
        try Data(Self.subjects.utf8).write(to: temporary.file("scs-check.yaml"))
        let documents = try Self.yaml("kubernetes/fleet.yaml")
        #expect(documents.count == 2)
        let scripts = try documents.map { document in
            let pod = document["spec"]?["template"]?["spec"]
            let container = try #require(try Self.list(pod?["containers"]).first)
            return try #require(try Self.list(container["args"]).first?.text)
        }
        let completions = try #require(
            documents.first?["spec"]?["completions"]?.text.flatMap { Int($0) })
        for index in 0..<completions {
            let result = try run(
                "sh -c \"$1\"",
                [
                    "JOB_COMPLETION_INDEX": "\(index)", "SHARDS": "\(completions)",
                    "REPORTS": temporary.path,
                ],
                arguments: [scripts[0]])
            #expect(result.status == 0, "\(result.output)")
        }
        let merged = try run("sh -c \"$1\"", ["REPORTS": temporary.path], arguments: [scripts[1]])
        #expect(merged.status == 0, "\(merged.output)")
        try checkMerged("all")
    }

    @Test func `Kubernetes' nightly pod certifies`() throws {
        let job = try Self.yaml("kubernetes/cronjob.yaml").first?["spec"]?["jobTemplate"]
        let pod = job?["spec"]?["template"]?["spec"]
        let container = try #require(try Self.list(pod?["containers"]).first)
        let words = try Self.list(container["args"]).map { try #require($0.text) }
        let command = words.map { $0.replacing(/\$\((\w+)\)/) { "$\($0.1)" } }.joined(
            separator: " ")
        let result = try run("scs-check " + command, ["REPORTS": temporary.path])
        #expect(result.status == 0, "\(result.output)")
        #expect(exists("reports/report.json", "history.db"))
    }

    private func checkMerged(_ folder: String) throws {
        let matrix = try JSON.parse(
            Array(try Data(contentsOf: temporary.file(folder + "/matrix.json"))))
        #expect(
            matrix["subjects"]?.array?.compactMap { $0["name"]?.string }.sorted() == [
                "a", "b", "c",
            ])
    }
}
