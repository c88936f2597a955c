// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension InterfaceTerm {
    /// What this command line calls it.
    static let onCommandLine = Names { term in
        switch term {
        case .cloud: "--cloud"
        case .region: "option --region"
        case .otherCloud: "--other-cloud"
        case .managerCloud: "--manager-cloud"
        case .otherManagerCloud: "--other-manager-cloud"
        case .credential: "--credential"
        case .timeLimit: "--time-limit"
        case .totalTime: "--total-time"
        case .depth: "--depth"
        case .exclusion: "--exclude"
        case .scope: "--scope"
        case .date: "--date"
        case .version: "--scope-version"
        case .attestations: "--attestations FILE"
        case .assignment: "--assign"
        case .journals: "--journals"
        case .requiredTLS: "--require-tls"
        case .readBackDigest: "--read-back digest"
        case .parameter: "--set"
        case .certificateStatus: "--exit-status certificate"
        case .secretSources: "--password-prompt, --password-fd, or --password-command"
        case .passcodeCommand: "--passcode-command"
        case .cloudAccess: "--allow-cloud-access"
        case .run: "\(CheckProgram.current.name) run"
        case .runOfScope: "\(CheckProgram.current.name) run --scope iaas"
        case .recordedRun: "\(CheckProgram.current.name) run --record FILE"
        case .recordedRunOfScope: "\(CheckProgram.current.name) run --scope iaas --record FILE"
        case .cleanup: "\(CheckProgram.current.name) cleanup"
        case .listing: "\(CheckProgram.current.name) list"
        case .pluginCheck: "\(CheckProgram.current.name) check-plugin"
        }
    }
}
