// SPDX-License-Identifier: Apache-2.0
import Dispatch
import SCSCheck

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Reads single lines from a file descriptor on its own thread.
final class LineInput: Sendable {
    /// Why there is no line.
    enum Ending: Error {
        /// The input has ended.
        case end
        case tooLong
        case failed(Int32)
    }

    private let descriptor: Int32
    // Serial: the second of two concurrent readers waits.
    private let queue = DispatchQueue(label: "secrets")
    private static let limit = 64 << 10

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Runs before a line is waited for; receives what ends the wait, and returns what runs after
    /// it.
    typealias Preparation = @Sendable (_ end: @escaping @Sendable () -> Void) throws -> () -> Void

    /// The next line with its line break, or the rest of the input. Cancellation ends the wait with
    /// `CancellationError`.
    func line(around prepare: @escaping Preparation = { _ in {} }) async throws -> [UInt8] {
        let wake = try WakePipe()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.async { [descriptor] in
                    continuation.resume(
                        with: Result {
                            let restore = try prepare { wake.wake() }
                            defer { restore() }
                            return try Self.read(descriptor, wake)
                        })
                }
            }
        } onCancel: {
            wake.wake()
        }
    }

    /// Byte by byte, as the bytes after the line belong to the next reader.
    private static func read(_ descriptor: Int32, _ wake: WakePipe) throws -> [UInt8] {
        var line: [UInt8] = []
        while line.last != 0x0A {
            var sources = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wake.reader, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&sources, 2, -1) >= 0 else {
                if errno == EINTR { continue }
                throw Ending.failed(errno)
            }
            guard sources[1].revents == 0 else { throw CancellationError() }
            var byte: UInt8 = 0
            let count = Glibc.read(descriptor, &byte, 1)
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                throw Ending.failed(errno)
            }
            guard count > 0 else {
                if line.isEmpty { throw Ending.end }
                return line
            }
            line.append(byte)
            guard line.count <= limit else { throw Ending.tooLong }
        }
        return line
    }
}

/// A pipe whose other end wakes a reader that waits for input.
final class WakePipe: Sendable {
    let reader: Int32
    private let writer: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw LineInput.Ending.failed(errno) }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (reader, writer) = (ends[0], ends[1])
    }

    func wake() {
        var byte: UInt8 = 0
        // A full pipe wakes the reader as well.
        _ = write(writer, &byte, 1)
    }

    deinit {
        close(reader)
        close(writer)
    }
}
