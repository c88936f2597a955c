// SPDX-License-Identifier: Apache-2.0

/// Proves that an image holds a content, every byte of it, or finds the first byte that differs.
public struct ContentProof: Sendable {
    let content: VolumeContent
    private let digests: SingleFlight<[String: String]>

    public init(of content: VolumeContent) {
        self.content = content
        digests = SingleFlight()
    }

    /// Begins to compute the digest, so that it is there when the cloud is done.
    public func prepare() {
        Task { try await digest("sha512") }
    }

    private func digest(_ algorithm: String) async throws -> String? {
        let content = content
        guard algorithm.lowercased() == "sha512" else {
            return try ContentDigest.hex(of: content, algorithm: algorithm)
        }
        return try await digests.value {
            try ContentDigest.hex(of: content, algorithm: "sha512").map { ["sha512": $0] } ?? [:]
        }["sha512"]
    }

    /// Throws the `Finding` `data-mismatch` where `image` does not hold the content.
    ///
    /// Where the content is as large as `size` (bytes of the whole volume) the image service's own
    /// digest proves it without a download; else, and to locate a difference, the image is read.
    /// `history` says what the data went through, for the reader of the report.
    public func check(
        _ image: Image, size: Int64, history: String, in context: CheckContext
    ) async throws {
        guard let found = image.size, found == size else {
            throw try await wrongSize(image, size: size, history, context)
        }
        if content.size == size, let algorithm = image.hashAlgorithm, let value = image.hashValue {
            if try await digest(algorithm) == value.lowercased() {
                context.record(
                    Evidence(
                        .content,
                        "\(history): \(size) bytes, \(algorithm) of the image service equals the "
                            + "one computed from seed \(content.seed): \(value.prefix(16))…"))
                return
            }
        }
        let (difference, end) = try await read(image, context)
        if let difference { throw mismatch(difference, history) }
        guard end == content.size else {
            throw Finding(
                .unreachable,
                "The image service ended image \(image.id) after \(end) of \(size) bytes.",
                advice: "Run again; if it stays so, look at the image service's store.")
        }
        context.record(
            Evidence(
                .content,
                "\(history): \(content.size) of \(size) bytes read back and compared, all equal "
                    + "(seed \(content.seed))"))
    }

    /// Reads in ranges where the service gives ranges, else in one stream.
    private func read(
        _ image: Image, _ context: CheckContext
    ) async throws -> (ContentDifference?, Int64) {
        var offset: Int64 = 0
        let piece: Int64 = 128 << 20
        while offset < content.size {
            let reader = ContentReader(content, from: offset)
            let range = offset..<min(offset + piece, content.size)
            let isRanged: Bool
            do {
                isRanged = try await context.cloud.images.read(image.id, range, into: reader)
            } catch let error as APIError where [400, 416, 501].contains(error.status) {
                return try await stream(image, context)
            }
            if !isRanged {
                // The whole came instead of a range: that is the stream, if it was asked from 0.
                return offset == 0
                    ? (reader.difference, reader.offset) : try await stream(image, context)
            }
            if let difference = reader.difference { return (difference, reader.offset) }
            guard reader.offset == range.upperBound else { return (nil, reader.offset) }
            offset = range.upperBound
        }
        return (nil, offset)
    }

    private func stream(
        _ image: Image, _ context: CheckContext
    ) async throws -> (ContentDifference?, Int64) {
        let reader = ContentReader(content, from: 0)
        _ = try await context.cloud.images.read(image.id, into: reader)
        return (reader.difference, reader.offset)
    }

    private func wrongSize(
        _ image: Image, size: Int64, _ history: String, _ context: CheckContext
    ) async throws -> Finding {
        let found = image.size ?? 0
        guard found < size else {
            return Finding(
                .dataMismatch,
                "\(history): the volume had \(size) bytes and came back with \(found).",
                advice: Self.advice)
        }
        return Finding(
            .dataMismatch,
            "\(history): the volume had \(size) bytes and came back with \(found). "
                + "Everything from byte \(found) (\(Self.spoken(found))) on is missing: "
                + "\(size - found) bytes, \((size - found) * 100 / size) % of the volume.",
            advice: Self.advice,
            evidence: [Evidence(.content, "size \(found) instead of \(size) bytes")])
    }

    private func mismatch(_ difference: ContentDifference, _ history: String) -> Finding {
        let expected = difference.expected.allSatisfy { $0 == 0 } ? "zeros" : "the customer's data"
        let found =
            difference.found.allSatisfy { $0 == 0 }
            ? "zeros" : expected == "zeros" ? "data that do not belong there" : "other data"
        return Finding(
            .dataMismatch,
            "\(history): the first difference is at byte \(difference.offset) "
                + "(\(Self.spoken(difference.offset))): there should be \(expected), "
                + "there are \(found).",
            advice: Self.advice,
            evidence: [
                Evidence(
                    .content,
                    "offset \(difference.offset): expected \(Self.hex(difference.expected)), "
                        + "found \(Self.hex(difference.found)) (seed \(content.seed))")
            ])
    }

    static let advice =
        "Backups on this cloud do not bring back what was stored. Do not rely on them; "
        + "check the volume and backup drivers and their versions."

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// `8.0 MiB` and the like.
    private static func spoken(_ bytes: Int64) -> String {
        let tenths = (bytes * 10 + (1 << 19)) >> 20
        return "\(tenths / 10).\(tenths % 10) MiB"
    }
}
