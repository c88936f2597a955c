// SPDX-License-Identifier: Apache-2.0

/// A streamed request body that must have the announced length.
struct CurlUpload {
    /// The source has fewer or more bytes than the request announced.
    struct WrongLength: Error {
        let announced: Int64
        let isShort: Bool
        let given: Int64

        func message(host: String) -> String {
            let fault =
                isShort ? "ended after \(given) bytes" : "has more"
            return "The body for \(host) was announced with \(announced) bytes but \(fault); "
                + "check whether the file changes."
        }
    }

    private let length: Int64
    private let open: @Sendable () -> any ByteSource
    private var source: any ByteSource
    private var given: Int64 = 0

    init(length: Int64, open: @escaping @Sendable () -> any ByteSource) {
        self.length = length
        self.open = open
        source = open()
    }

    /// Starts over, as libcurl sends again on a new connection.
    mutating func rewind() {
        source = open()
        given = 0
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let wanted = Int(min(Int64(buffer.count), length - given))
        guard wanted > 0 else { return 0 }
        let bytes = try source.next(wanted)
        guard !bytes.isEmpty else { throw wrongLength(isShort: true) }
        guard bytes.count <= wanted else { throw wrongLength(isShort: false) }
        buffer.copyBytes(from: bytes)
        given += Int64(bytes.count)
        // Checked before the last bytes leave: the service must not accept a truncated body.
        if given == length, try !source.next(1).isEmpty { throw wrongLength(isShort: false) }
        return bytes.count
    }

    private func wrongLength(isShort: Bool) -> WrongLength {
        WrongLength(announced: length, isShort: isShort, given: given)
    }
}
