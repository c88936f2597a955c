// SPDX-License-Identifier: Apache-2.0
import SCSCurl

/// The active transfers, owned by the loop's thread alone.
struct CurlTransfers {
    private let multi: UnsafeMutableRawPointer
    private let settings: CurlTransport.Settings
    private var active: [UnsafeMutableRawPointer: CurlTransfer] = [:]
    /// Used handles: a new one costs more than the request.
    private var spare: [CurlHandle] = []
    private var nextIdleCheck = ContinuousClock.now
    private let connections = CurlConnections()

    init(_ multi: UnsafeMutableRawPointer, _ settings: CurlTransport.Settings) {
        self.multi = multi
        self.settings = settings
    }

    mutating func add(_ transfer: CurlTransfer) {
        // The cancellation may arrive before the request.
        guard !transfer.isCancelled else { return transfer.refuse(CancellationError()) }
        guard let handle = spare.popLast() ?? CurlHandle() else {
            return transfer.refuse(
                TransportError(
                    .unsendable, mayHaveArrived: false,
                    message: "libcurl has no memory left for a transfer; run fewer at a time."))
        }
        transfer.connections = connections
        do {
            try transfer.prepare(handle, settings)
        } catch {
            handle.free()
            return transfer.refuse(error)
        }
        active[handle.easy] = transfer
        if active.count == 1 { nextIdleCheck = .now + idleCheckInterval }
        curl_multi_add_handle(multi, handle.easy)
    }

    mutating func cancel(_ transfer: CurlTransfer) {
        transfer.isCancelled = true
        guard let handle = transfer.handle else { return }
        curl_multi_remove_handle(multi, handle.easy)
        active[handle.easy] = nil
        finish(transfer, handle, .failure(CancellationError()))
    }

    /// Moves bytes, completes what has ended, and returns how many milliseconds to wait.
    mutating func advance() -> Int32 {
        var running: Int32 = 0
        curl_multi_perform(multi, &running)
        completeEnded()
        guard !active.isEmpty else { return 60_000 }
        if ContinuousClock.now >= nextIdleCheck { endIdle() }
        return Int32(idleCheckInterval.wholeMilliseconds)
    }

    /// Ends everything, as the transport was shut down.
    mutating func end() {
        for (easy, transfer) in active {
            curl_multi_remove_handle(multi, easy)
            if let handle = transfer.handle {
                finish(transfer, handle, .failure(CancellationError()))
            }
        }
        active = [:]
        for handle in spare { handle.free() }
        spare = []
    }

    private mutating func completeEnded() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle
            else { continue }
            let result = scs_message_result(message)  // the message dies with the next call
            curl_multi_remove_handle(multi, easy)
            guard let transfer = active[easy], let handle = transfer.handle else { continue }
            if transfer.needsFreshConnection, beginAnew(transfer, handle) { continue }
            active[easy] = nil
            finish(transfer, handle, transfer.outcome(result, settings))
        }
    }

    /// Restarts an unsent request on another connection; false if that is impossible.
    private func beginAnew(_ transfer: CurlTransfer, _ handle: CurlHandle) -> Bool {
        do {
            try transfer.requireFreshConnection(handle)
        } catch {
            return false
        }
        return curl_multi_add_handle(multi, handle.easy) == CURLM_OK
    }

    private var idleCheckInterval: Duration {
        min(max(settings.idleLimit / 4, .milliseconds(5)), .seconds(1))
    }

    private mutating func endIdle() {
        let now = ContinuousClock.now
        nextIdleCheck = now + idleCheckInterval
        for (easy, transfer) in active {
            guard let handle = transfer.handle,
                transfer.isIdle(at: now, limit: settings.idleLimit)
            else { continue }
            curl_multi_remove_handle(multi, easy)
            active[easy] = nil
            finish(transfer, handle, .failure(transfer.idleFailure(settings.idleLimit)))
        }
    }

    private mutating func finish(
        _ transfer: CurlTransfer, _ handle: CurlHandle, _ result: Result<HTTPResponse, any Error>
    ) {
        transfer.release()
        // The reset also makes libcurl forget pointers into the transfer and its header list.
        curl_easy_reset(handle.easy)
        if spare.count < 64 { spare.append(handle) } else { handle.free() }
        transfer.complete(result)
    }
}
