// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover

/// One upload to a monitor, prepared before the run.
struct MonitorUpload: Sendable {
    /// The name of the subject there; nil: that of the report.
    let subject: String?
    let signer: any ReportSigner
    private let address: WebAddress
    private let user: String
    private let uploader: Uploader
    private let queue: UploadQueue

    /// Unlocks the key and gets the password; throws sentences for the user.
    ///
    /// `account` is the last resort for the account's name; nil if reports of several subjects have none in common.
    init(_ options: HandoverOptions, account: String?, requiresTLS: Bool) async throws {
        let monitor = options.monitor
        let address = try MonitorOptions.address(monitor.monitor ?? "")
        guard !requiresTLS || address.isEncrypted else {
            throw ValidationError(
                "--require-tls refuses \(SafeURL.text(address.url)): the password would be sent without "
                    + "encryption; use https.")
        }
        guard let user = try monitor.monitorUser ?? monitor.configured(address)?.user ?? account
        else {
            throw ValidationError(
                "The account at \(SafeURL.text(address.url)) is not known, as the reports are of several "
                    + "subjects; name it with --monitor-user, as user of upload in scs-check.yaml, or in "
                    + "secure.yaml.")
        }
        self.address = address
        self.user = user
        subject = monitor.monitorSubject
        queue = try monitor.queue()
        guard let signer = try await options.key.signer() else {
            throw ValidationError(HandoverOptions.lackOfKey)
        }
        self.signer = signer
        uploader = Uploader(try await monitor.client(address, user: user))
    }

    /// Signs the documents and sends them in one request; returns false, with sentences, if not all are there.
    func send(_ documents: () throws -> [(bytes: [UInt8], file: String)]) async -> Bool {
        do {
            let queued = QueuedUpload(
                monitor: address.url.absoluteString, user: user,
                delivery: try await Delivery(signing: try documents(), by: signer))
            return try await UploadTelling.send(queued, uploader, queue, isReport: true)
        } catch {
            Console.tell(HandoverFailure.sentence(error) ?? "\(error.formatted).")
            return false
        }
    }
}
