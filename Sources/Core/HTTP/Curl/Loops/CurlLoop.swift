// SPDX-License-Identifier: Apache-2.0
import SCSCurl
import Synchronization

/// One thread that drives libcurl's multi interface; other threads leave commands and wake it.
///
/// Unchecked: only that thread uses the multi handle, except for `curl_multi_wakeup`, which libcurl
/// allows from any thread and the lock allows only while the handle exists.
final class CurlLoop: @unchecked Sendable {
    private enum Command {
        case add(CurlTransfer)
        case cancel(CurlTransfer)
    }

    private enum Phase {
        case notStarted
        case running(UnsafeMutableRawPointer)
        case ended
    }

    private struct Inbox {
        var commands: [Command] = []
        var phase = Phase.notStarted
    }

    private let settings: CurlTransport.Settings
    private let keptConnections: Int
    private let inbox = Mutex(Inbox())
    /// Global initialisation, required once per process before anything else.
    static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// `keeps`: how many connections stay open for further requests; nil: some for each of a few hosts.
    init(settings: CurlTransport.Settings, keeps keptConnections: Int? = nil) {
        self.settings = settings
        self.keptConnections = keptConnections ?? 4 * settings.maxConnectionsPerHost
    }

    /// Takes over a transfer; its continuation is resumed exactly once in any case.
    func submit(_ transfer: CurlTransfer) {
        let refusal: String? = inbox.withLock { inbox in
            if case .notStarted = inbox.phase, let reason = start(&inbox) { return reason }
            if case .ended = inbox.phase { return "The transport was shut down; make a new one." }
            leave(.add(transfer), &inbox)
            return nil
        }
        if let refusal {
            transfer.refuse(
                TransportError(.unsendable, mayHaveArrived: false, message: refusal))
        }
    }

    /// Removes a transfer; it may have ended already, or not be there yet.
    func cancel(_ transfer: CurlTransfer) {
        inbox.withLock { inbox in
            if case .ended = inbox.phase { return }
            leave(.cancel(transfer), &inbox)
        }
    }

    func shutDown() {
        inbox.withLock { inbox in
            if case .running(let multi) = inbox.phase { curl_multi_wakeup(multi) }
            inbox.phase = .ended
        }
    }

    private func leave(_ command: Command, _ inbox: inout Inbox) {
        let isFirst = inbox.commands.isEmpty
        inbox.commands.append(command)
        // Later commands share the wake-up of the first.
        if isFirst, case .running(let multi) = inbox.phase { curl_multi_wakeup(multi) }
    }

    /// Starts the thread; returns the reason if that fails.
    private func start(_ inbox: inout Inbox) -> String? {
        guard Self.isReady, let multi = curl_multi_init() else {
            return "libcurl could not be initialised; check its installation."
        }
        scs_multi_set_long(
            multi, CURLMOPT_MAX_HOST_CONNECTIONS, settings.maxConnectionsPerHost)
        scs_multi_set_long(multi, CURLMOPT_MAXCONNECTS, keptConnections)
        inbox.phase = .running(multi)
        nonisolated(unsafe) let handle = multi
        guard CurlThread.start({ self.run(handle) }) else {
            inbox.phase = .notStarted
            curl_multi_cleanup(multi)
            return "The system has no thread left for the transport; raise the limit of threads."
        }
        return nil
    }

    private func run(_ multi: UnsafeMutableRawPointer) {
        var transfers = CurlTransfers(multi, settings)
        while let commands = takeCommands() {
            for command in commands {
                switch command {
                case .add(let transfer): transfers.add(transfer)
                case .cancel(let transfer): transfers.cancel(transfer)
                }
            }
            curl_multi_poll(multi, nil, 0, transfers.advance(), nil)
        }
        // The phase is `ended` by now, so nothing wakes a freed handle.
        for case .add(let transfer) in inbox.withLock({ $0.commands }) {
            transfer.refuse(CancellationError())
        }
        transfers.end()
        curl_multi_cleanup(multi)
    }

    /// The commands since the last call; nil once the transport was shut down.
    private func takeCommands() -> [Command]? {
        inbox.withLock { inbox in
            guard case .running = inbox.phase else { return nil }
            defer { inbox.commands.removeAll(keepingCapacity: true) }
            return inbox.commands
        }
    }
}
