// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck

/// The sources of secrets that are not in files or variables.
struct SecretOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Prompt for each secret that is not configured, without echo."))
    var passwordPrompt = false

    @Option(
        help: ArgumentHelp(
            "Read each such secret as one line from this file descriptor, in the order of the cloud "
                + "options.",
            valueName: "number"))
    var passwordFd: Int32?

    @Option(
        help: ArgumentHelp(
            "Run this command, without a shell, for each such secret, which is its first line.",
            valueName: "command"), completion: .file())
    var passwordCommand: String?

    @Option(
        help: ArgumentHelp(
            "Run this command for a one-time passcode at each sign-in.", valueName: "command"),
        completion: .file())
    var passcodeCommand: String?

    func validate() throws {
        let given = [passwordPrompt, passwordFd != nil, passwordCommand != nil].filter { $0 }
        guard given.count <= 1 else {
            throw ValidationError(
                "Give only one of --password-prompt, --password-fd and --password-command.")
        }
    }

    /// The source; nil if no option names one. Throws `ValidationError`.
    func source(clock: any Clock<Duration>) throws -> SecretSources? {
        let passwords: (any SecretSource)?
        let passcodes: (any SecretSource)?
        do {
            passwords =
                if passwordPrompt {
                    try TerminalPrompt()
                } else if let passwordFd {
                    try SecretDescriptor(passwordFd)
                } else if let passwordCommand {
                    try SecretCommand(passwordCommand, option: "--password-command", clock: clock)
                } else { nil }
            passcodes = try passcodeCommand.map {
                try SecretCommand($0, option: "--passcode-command", clock: clock)
            }
        } catch let error as SecretCommand.Unusable {
            throw ValidationError(error.description)
        }
        guard passwords != nil || passcodes != nil else { return nil }
        return SecretSources(passwords: passwords, passcodes: passcodes)
    }
}

/// One source for passwords and the like, optionally another for one-time passcodes.
struct SecretSources: SecretSource {
    let passwords: (any SecretSource)?
    let passcodes: (any SecretSource)?

    /// Whether there is a source for this one.
    func answers(_ required: RequiredSecret) -> Bool {
        passwords != nil || (required.key == "passcode" && passcodes != nil)
    }

    func secret(_ question: SecretQuestion) async throws -> Secret {
        let source = question.key == "passcode" ? passcodes ?? passwords : passwords
        guard let source else {
            throw Finding(
                .auth,
                "There is no source for the \(question.inMessage).",
                advice: "Give --password-prompt, --password-fd or --password-command.")
        }
        return try await source.secret(question)
    }
}
