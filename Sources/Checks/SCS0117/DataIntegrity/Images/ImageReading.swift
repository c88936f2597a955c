// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Compares an image's bytes with a content, and reports what was read and the first difference.
struct ImageReading: Sendable {
    /// The result; all bytes before the difference were equal.
    struct Outcome: Sendable {
        var difference: ContentDifference?
        /// How many bytes were compared.
        var bytes: Int64 = 0
        /// The number of ranges read; nil: the image came in one stream.
        var places: Int?
    }

    let content: VolumeContent
    let image: Image
    /// The image's size in bytes, which may exceed the content.
    let size: Int64
    let context: CheckContext

    /// Reads these ranges if the service supports it, else everything in one stream.
    func read(_ ranges: [Range<Int64>]) async throws -> Outcome {
        var outcome = Outcome(places: 0)
        for range in ranges {
            let reader = ContentReader(content, range)
            do {
                let isRanged = try await context.cloud.images.read(
                    image.id, range, of: size, into: reader)
                // The service sent everything instead of a range.
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
        // The stream of a larger image was ended at the end of the content.
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
