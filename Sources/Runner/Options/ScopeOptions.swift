// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

/// The scope to assess, the day, and attestations and programs for it.
struct ScopeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A whole scope: iaas (built in), or a scope file of SCS.", valueName: "scope"),
        completion: .file(extensions: ["yaml", "yml"]))
    var scope: String?

    @Option(
        help: ArgumentHelp(
            "Assess the versions that are valid on this day. Default: today.",
            valueName: "YYYY-MM-DD"))
    var date: String?

    @Option(
        help: ArgumentHelp(
            "Assess this version of the scope, valid or not.", valueName: "version"))
    var scopeVersion: String?

    @Flag(help: "Ignore unknown keys of the scope file.")
    var lenient = false

    @Option(
        help: ArgumentHelp(
            "A file of attestations for manual test cases.",
            valueName: "file"), completion: .file())
    var attestations: String?

    @Option(
        help: ArgumentHelp(
            "A value for a variable of external programs; may be repeated.",
            valueName: "NAME=VALUE"))
    var assign: [String] = []

    @Option(
        name: .customLong("pass-environment"),
        help: ArgumentHelp(
            "An environment variable to pass to external programs; may be repeated.",
            valueName: "NAME"))
    var passedEnvironment: [String] = []

    func validate() throws {
        if let date, CalendarDate(date) == nil {
            throw ValidationError("--date takes a day such as 2026-06-11, not '\(date)'.")
        }
        if let wrong = assign.first(where: { !$0.contains("=") }) {
            throw ValidationError("--assign takes NAME=VALUE, not \(wrong.quotedForMessage).")
        }
    }

    /// Whether any scope option is used.
    var isUsed: Bool {
        scope != nil || date != nil || scopeVersion != nil || lenient || attestations != nil
            || !assign.isEmpty || !passedEnvironment.isEmpty
    }

    /// Throws if scope options are used without a scope.
    func requireScope() throws {
        if scope == nil && isUsed {
            throw ValidationError(
                "--date, --scope-version, --lenient, --attestations, --assign and --pass-environment "
                    + "need a scope: add --scope iaas or --scope FILE.")
        }
    }

    /// Plans the assessment of the scope; nil without one.
    ///
    /// `programs` false: only built-in checks run. Warnings go to standard error.
    func plan(
        _ registry: CheckRegistry, selectors: [String], excluding excluded: [String] = [],
        subject: String, now: Date,
        programs: Bool, timeLimit: Int = 1800
    ) throws -> Plan? {
        guard let scope else { return nil }
        do {
            let builtIn = try registry.scope(scope)
            let isBuiltIn = builtIn != nil
            let read = try builtIn ?? file(scope, builtIn: registry.scopes.flatMap(\.names))
            let day = date.flatMap { CalendarDate($0) } ?? CalendarDate(now)
            let assessed = try AssessedScope(read, day: day, version: scopeVersion)
            if isBuiltIn && lenient {
                throw ValidationError("--lenient has no effect on the built-in scope.")
            }
            let plan = try Plan(
                assessing: assessed, modules: registry.modules, standards: registry.standards,
                selectors: selectors, excluding: excluded,
                attestations: try attestations(assessed.scope, subject, CalendarDate(now)),
                programs: programs && !isBuiltIn
                    ? try programSettings(read, scope, subject, timeLimit) : nil)
            try refuseWhatProgramsIgnore(plan)
            return plan
        } catch {
            throw error.asCommandError
        }
    }

    /// Throws if an option is for the scope's programs, and none that runs uses it.
    private func refuseWhatProgramsIgnore(_ plan: Plan) throws {
        let taken = plan.programVariables
        for assignment in assign {
            let name = assignment.prefix { $0 != "=" }
            guard !taken.contains(String(name)) else { continue }
            throw ValidationError(
                "--assign \(String(name).harmless(80)) has no effect: no external program that runs uses it"
                    + (taken.isEmpty
                        ? "." : "; they use \(taken.sorted().joined(separator: ", "))."))
        }
        for name in passedEnvironment {
            guard !plan.programs.isEmpty else {
                throw ValidationError(
                    "--pass-environment \(name.harmless(80)) has no effect: no external program "
                        + "runs.")
            }
            guard ProcessInfo.processInfo.environment[name] != nil else {
                throw ValidationError(
                    "--pass-environment \(name.harmless(80)) has no effect: the variable is not "
                        + "set.")
            }
        }
    }

    private func file(_ path: String, builtIn names: [String]) throws -> Scope {
        guard let bytes = try ConfigurationFile.contents(path) else {
            throw ValidationError(
                "The scope file \(path.harmless(300)) does not exist"
                    + (names.first.map { "; the built-in scope is called \($0)." } ?? ".")
            )
        }
        let (scope, warnings) = try ScopeFile.read(
            bytes, file: path, strictness: lenient ? .lenient : .strict)
        for warning in warnings { Console.tell("warning: \(warning)") }
        return scope
    }

    private func attestations(
        _ scope: Scope, _ subject: String, _ day: CalendarDate
    ) throws -> [String: AttestationFile.Finding] {
        guard let attestations else { return [:] }
        guard let bytes = try ConfigurationFile.contents(attestations) else {
            throw ValidationError(
                "The attestation file \(attestations.harmless(300)) does not exist.")
        }
        let manual = scope.entries.values.filter { scope.scripts[$0.script].executable == nil }
        let contents = try AttestationFile.read(
            bytes, file: attestations.harmless(300), subject: subject, on: day,
            known: Set(manual.map(\.id)))
        if !contents.otherSubjects.isEmpty {
            Console.tell(
                "warning: \(attestations.harmless(300)) also has attestations for "
                    + contents.otherSubjects.map(\.quotedForMessage).joined(separator: ", ")
                    + ", which have no effect on \(subject.quotedForMessage)")
        }
        return contents.findings
    }

    private func programSettings(
        _ scope: Scope, _ path: String, _ subject: String, _ timeLimit: Int
    ) throws -> ProgramSettings {
        var variables: [String: String] = [:]
        for (name, value) in scope.variables { variables[name] = value }
        // The variable for the cloud's name in SCS's scopes; an --assign below overrides it.
        if scope.variables.contains(where: { $0.name == "os_cloud" }) {
            variables["os_cloud"] = subject
        }
        for assignment in assign {
            let parts = assignment.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard scope.variables.contains(where: { $0.name == parts[0] }) else {
                throw ValidationError(
                    "The scope has no variable '\(parts[0])'"
                        + Suggestion.question(
                            about: String(parts[0]), among: scope.variables.map(\.name)))
            }
            variables[String(parts[0])] = String(parts[1])
        }
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[..<$0]) } ?? "."
        let here = FileManager.default.currentDirectoryPath
        return ProgramSettings(
            variables: variables, folder: folder.hasPrefix("/") ? folder : here + "/" + folder,
            environment: Self.environment(passing: Set(passedEnvironment)),
            timeLimit: .seconds(timeLimit))
    }

    /// The basic environment of a program; it contains credentials only if they are named.
    private static func environment(passing named: Set<String>) -> [String: String] {
        let harmless: Set<String> = [
            "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TZ", "LANG", "LANGUAGE", "TERM",
            "OS_CLOUD", "OS_REGION_NAME", "OS_CLIENT_CONFIG_FILE", "SSL_CERT_FILE", "SSL_CERT_DIR",
            "REQUESTS_CA_BUNDLE", "VIRTUAL_ENV", "PYTHONPATH",
        ]
        return ProcessInfo.processInfo.environment.filter { name, value in
            let isHarmless = harmless.contains(name) || name.hasPrefix("LC_")
            guard isHarmless || named.contains(name) else { return false }
            // A variable named by the user may be a password, and a program prints what it likes.
            if !isHarmless && !Self.isPublic(name) { Console.vault.add(Secret(value)) }
            return true
        }
    }

    /// Values that every report contains anyway.
    private static func isPublic(_ name: String) -> Bool {
        ["OS_AUTH_URL", "OS_AUTH_TYPE", "OS_USERNAME", "OS_INTERFACE", "OS_CLOUD_NAME"].contains(
            name)
            || ["OS_PROJECT_", "OS_USER_", "OS_DOMAIN_", "OS_TENANT_"].contains {
                name.hasPrefix($0)
            }
    }
}
