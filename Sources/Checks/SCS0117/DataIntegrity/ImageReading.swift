// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Compares an image's bytes with a content, and says what was read and where it first differs.
struct ImageReading: Sendable {
    /// What came of it; the bytes before the difference were equal.
    struct Outcome: Sendable {
        var difference: ContentDifference?
        /// How many bytes were compared.
        var bytes: Int64 = 0
        /// How many places they were read from; nil: the image came in one stream.
        var places: Int?
    }

    let content: VolumeContent
    let image: Image
    /// Bytes of the image, which may be larger than the content.
    let size: Int64
    let context: CheckContext

    /// Reads these ranges where the service gives ranges, else the whole in one stream.
    func read(_ ranges: [Range<Int64>]) async throws -> Outcome {
        var outcome = Outcome(places: 0)
        for range in ranges {
            let reader = ContentReader(content, range)
            do {
                let isRanged = try await context.cloud.images.read(
                    image.id, range, of: size, into: reader)
                // The whole came instead of a range.
                guard isRanged else { return try await stream() }
            } catch let error as APIError where error.refusesRanges {
                return try await stream()
            }
            outcome.bytes += reader.offset - range.lowerBound
            outcome.places = (outcome.places ?? 0) + 1
            if let difference = reader.difference {
                outcome.difference = difference
                return outcome
            }
            try requireWhole(reader, range)
        }
        return outcome
    }

    private func stream() async throws -> Outcome {
        let range = 0..<content.size
        let reader = ContentReader(content, range)
        _ = try await context.cloud.images.read(image.id, of: size, into: reader)
        if reader.difference == nil { try requireWhole(reader, range) }
        return Outcome(difference: reader.difference, bytes: reader.offset)
    }

    /// Throws where the service gave other than as many bytes as it was to give.
    private func requireWhole(_ reader: ContentReader, _ range: Range<Int64>) throws {
        let call = "GET /images/\(image.id)/file"
        // A stream of a larger image was ended where the content ends.
        if reader.hasExcess, range.upperBound != content.size || content.size == size {
            throw UnreadableAnswer(
                call: call, detail: "it sent more than the \(range.count) bytes requested")
        }
        guard reader.offset == range.upperBound else {
            throw UnreadableAnswer(
                call: call,
                detail: "\(reader.offset - range.lowerBound) of \(range.count) bytes arrived")
        }
    }
}
