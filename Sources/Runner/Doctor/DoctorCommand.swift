// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

/// Finds what is between this machine and a cloud.
struct DoctorCommand: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Find what keeps a cloud from being tested, from the configuration to the quota.",
        discussion: """
            Looks at the configuration, proxy, name, connection, TLS, Keystone, clock, sign-in, catalog, region, \
            roles, API versions and quota, one line each, and says what to do about the first that fails. It \
            only reads. Exit status: 0 nothing fails, 1 something fails, 64 wrong usage.

            Example:
              \(CheckProgram.current.name) doctor --cloud mycloud
            """)

    @Option(
        help: ArgumentHelp(
            "The cloud's name in clouds.yaml. Default: OS_CLOUD, else the OS_* variables.",
            valueName: "name"), completion: Completion.anyCloud)
    var cloud: String?

    @Option(help: ArgumentHelp("The region, if the cloud has several.", valueName: "name"))
    var region: String?

    @Option(help: "The output format: text (one line each) or json.")
    var format = Format.text

    @OptionGroup(title: "Secrets") var secrets: SecretOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        for password in ProxyPassword.all(environment) { Console.vault.add(password) }
        let doctor = Doctor(
            choice: CloudChoice(cloud: cloud, region: region, secrets: secrets),
            finder: ConfigurationFile.finder, environment: environment)
        let diagnosis: Diagnosis
        do {
            diagnosis = try await doctor.diagnosis()
        } catch is CancellationError {
            throw ExitCode(130)
        }
        switch format {
        case .text: Console.print(diagnosis.text)
        case .json: Console.print(try diagnosis.json())
        }
        if diagnosis.failure != nil { throw ExitCode(1) }
    }
}
