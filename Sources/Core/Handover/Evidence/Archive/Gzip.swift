// SPDX-License-Identifier: Apache-2.0
import SCSZlib

/// Compression with zlib, of data that is in memory as a whole.
enum Gzip {
    /// Why data cannot be unpacked, to follow "it" in a sentence.
    struct Malformed: Error, Equatable {
        let problem: String
    }

    private static let pieceSize = 256 << 10

    /// Whether the bytes begin like a gzip file.
    static func isOne(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B, 8]) }

    /// The same input always gives the same bytes: zlib writes no time and no name.
    static func pack(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        guard scs_begin_gzip(&stream) == Z_OK else { fatalError("zlib is out of memory.") }
        defer { deflateEnd(&stream) }
        var packed: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: pieceSize)
        var input = bytes
        input.withUnsafeMutableBufferPointer { input in
            var given = 0
            while true {
                let part = min(input.count - given, 1 << 30)
                stream.next_in = input.baseAddress.map { $0 + given }
                stream.avail_in = UInt32(part)
                given += part
                let isLast = given == input.count
                repeat {
                    let count = piece.withUnsafeMutableBufferPointer { output in
                        stream.next_out = output.baseAddress
                        stream.avail_out = UInt32(output.count)
                        deflate(&stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                        return output.count - Int(stream.avail_out)
                    }
                    packed += piece[..<count]
                } while stream.avail_out == 0
                if isLast { return }
            }
        }
        // The system that packed it is no part of the content; zlib writes its own number.
        if packed.count > 9 { packed[9] = 0xFF }
        return packed
    }

    /// Throws if the data are damaged, or more than `limit` bytes come out.
    static func unpack(_ bytes: [UInt8], limit: Int) throws(Malformed) -> [UInt8] {
        var stream = z_stream()
        guard scs_begin_gunzip(&stream) == Z_OK else {
            throw Malformed(problem: "cannot be unpacked: zlib is out of memory")
        }
        defer { inflateEnd(&stream) }
        guard bytes.count <= 1 << 30 else {
            throw Malformed(problem: "has \(bytes.count) bytes; at most \(1 << 30) are read")
        }
        var unpacked: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: pieceSize)
        var input = bytes
        let result = input.withUnsafeMutableBufferPointer { input -> Result<Int, Malformed> in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            while true {
                let (status, count) = piece.withUnsafeMutableBufferPointer { output in
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    let status = inflate(&stream, Z_NO_FLUSH)
                    return (status, output.count - Int(stream.avail_out))
                }
                unpacked += piece[..<count]
                guard unpacked.count <= limit else {
                    return .failure(
                        Malformed(problem: "unpacks to more than \(limit) bytes, which is too much")
                    )
                }
                switch status {
                case Z_STREAM_END: return .success(Int(stream.avail_in))
                case Z_OK where count > 0 || stream.avail_in > 0: continue
                case Z_OK, Z_BUF_ERROR: return .failure(Malformed(problem: "ends too early"))
                default: return .failure(Malformed(problem: "is damaged: gzip cannot unpack it"))
                }
            }
        }
        let rest = try result.get()
        guard rest == 0 else { throw Malformed(problem: "has \(rest) bytes after its end") }
        return unpacked
    }
}
