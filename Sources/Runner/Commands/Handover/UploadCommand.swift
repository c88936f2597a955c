// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover

/// Sends reports to SCS's compliance monitor.
struct UploadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upload", abstract: "Send signed reports to SCS's compliance monitor.",
        discussion: """
            A REPORT is a report.json of a run, which is rendered and signed with --key; or a document that the \
            format scs rendered (.yaml, .json), signed with --key or before (REPORT.sig). All reports go in one \
            request. Each is kept on disk until the monitor has it: `upload --pending` sends again what an earlier \
            upload could not deliver, and no report is stored twice. Exit status: 0 the monitor has all of them, \
            2 it lacks one, 64 wrong usage.

            Example:
              \(CheckProgram.current.name) upload report.json --monitor https://monitor.example --key key
            """)

    @Argument(
        help: ArgumentHelp("Reports to send.", valueName: "report"), completion: .file())
    var reports: [String] = []

    @Flag(
        help: "Send what earlier uploads could not deliver; --monitor restricts it to one monitor.")
    var pending = false

    @OptionGroup var monitor: MonitorOptions
    @OptionGroup var key: KeyOptions

    func validate() throws {
        guard pending else {
            guard !reports.isEmpty else {
                throw ValidationError("Name a report to send, or send what is left: --pending.")
            }
            guard monitor.monitor != nil else {
                throw ValidationError("Name the monitor: --monitor URL.")
            }
            return
        }
        guard reports.isEmpty else {
            throw ValidationError("--pending sends what is kept on disk; omit the reports.")
        }
        for (option, isGiven) in [
            ("--key", key.key != nil), ("--monitor-user", monitor.monitorUser != nil),
            ("--monitor-subject", monitor.monitorSubject != nil),
        ] where isGiven {
            throw ValidationError(
                "\(option) has no effect on what is kept on disk, which is complete; omit it.")
        }
    }

    func run() async throws {
        let isComplete = try await HandoverFailure.telling {
            pending ? try await sendPending() : try await sendReports()
        }
        if !isComplete { throw ExitCode(2) }
    }

    private func sendReports() async throws -> Bool {
        let address = try MonitorOptions.address(monitor.monitor ?? "")
        let queue = try monitor.queue()
        let files = try UploadFiles(reports, subject: monitor.monitorSubject)
        let signer = try await key.signer()
        let deliveries = try await files.deliveries(signer)
        let user =
            try monitor.monitorUser ?? monitor.configured(address)?.user
            ?? files.subject(of: deliveries)
        let uploader = Uploader(try await monitor.client(address, user: user))
        var isComplete = true
        for delivery in deliveries {
            let upload = QueuedUpload(
                monitor: address.url.absoluteString, user: user, delivery: delivery)
            isComplete = try await UploadTelling.send(upload, uploader, queue) && isComplete
        }
        return isComplete
    }

    private func sendPending() async throws -> Bool {
        let wanted = try monitor.monitor.map { try MonitorOptions.address($0).url.absoluteString }
        let queue = try monitor.queue()
        let files = try queue.files()
        if files.isEmpty { Console.print("Nothing is pending.") }
        for (file, reasons) in try queue.rejected() {
            Console.tell(
                "Set aside earlier, and not sent: \(file.harmless(300)). "
                    + reasons.map { $0.harmless(600) }.joined(separator: " "))
        }
        var clients: [String: MonitorClient] = [:]
        var isComplete = true
        for file in files {
            do {
                guard let entry = try UploadEntry.resume(file), let upload = entry.upload else {
                    continue
                }
                guard wanted == nil || wanted == upload.monitor else {
                    entry.release()
                    continue
                }
                let account = "\(upload.user)\n\(upload.monitor)"
                let address = try MonitorOptions.address(upload.monitor)
                let client: MonitorClient
                if let known = clients[account] {
                    client = known
                } else {
                    client = try await monitor.client(address, user: upload.user)
                    clients[account] = client
                }
                let result = try await Uploader(client).send(entry)
                isComplete = UploadTelling.tell(result, entry) && isComplete
            } catch is UploadEntry.Busy {
                Console.tell("\(file.harmless(300)) is being sent by another process.")
                isComplete = false
            } catch let error as MonitorError {
                Console.tell(error.description)
                isComplete = false
            }
        }
        return isComplete
    }
}
