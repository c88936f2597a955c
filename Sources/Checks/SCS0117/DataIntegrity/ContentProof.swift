// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Proves that an image holds a content, or finds the first byte that differs.
struct ContentProof: Sendable {
    let content: VolumeContent
    /// By algorithm; nil: none that we know.
    private let digests: SingleFlight<String, String?>

    init(of content: VolumeContent) {
        self.content = content
        digests = SingleFlight()
    }

    /// Starts to compute the digest, so that it is ready when the cloud is.
    func prepare() {
        Task { try await digest("sha512") }
    }

    private func digest(_ algorithm: String) async throws -> String? {
        try await digests.value(algorithm.lowercased()) { [content] in
            try ContentDigest.hex(of: content, algorithm: algorithm)
        }
    }

    /// Throws the `Finding` `data-mismatch` if `image` does not hold the content; a partial comparison
    /// allows no more than ABORT `partly-proven`.
    ///
    /// The image service's digest is a claim: `readBack` decides what is read and compared beside
    /// it; without a matching digest everything is. `size` is that of the volume in bytes;
    /// `history` says what happened to the data, for the report.
    func check(
        _ image: Image, size: Int64, history: String, in context: CheckContext
    ) async throws {
        guard let told = image.size else {
            throw UnreadableAnswer(
                call: "GET /images/\(image.id)",
                detail:
                    "the image is \(image.status.harmless(40)) and has no size")
        }
        guard told.int64 == size else { throw wrongSize(told.int64, size: size, history) }
        let digest = try await confirmedDigest(image, size: size)
        let readBack = digest == nil ? .all : context.settings.readBack
        var proofs = digest.map { [$0] } ?? []
        if readBack == .digest {
            proofs.append("no byte was read back\(InterfaceTerm.readBackDigest.inParentheses)")
        } else {
            let reading = ImageReading(content: content, image: image, size: size, context: context)
            let found = try await reading.read(readBack == .all ? content.pieces : content.samples)
            if let difference = found.difference { throw mismatch(difference, history) }
            proofs.append(formatted(found, size: size))
        }
        context.record(Evidence(.content, "\(history): \(proofs.joined(separator: "; "))"))
        if content.size < size { context.withholdPass(because: partlyProven(size: size, history)) }
    }

    /// What the image service's digest proves, if it has one that matches.
    private func confirmedDigest(_ image: Image, size: Int64) async throws -> String? {
        guard content.size == size, let algorithm = image.hashAlgorithm,
            let value = image.hashValue, try await digest(algorithm) == value.lowercased()
        else { return nil }
        return
            "the \(algorithm.harmless(20)) that the image service reports for all \(size) bytes is "
            + "correct (\(value.harmless(16)))"
    }

    /// What was read back and compared, as a part of the volume.
    private func formatted(_ found: ImageReading.Outcome, size: Int64) -> String {
        let equal = "read back and compared: all equal (seed \(content.seed))"
        if found.bytes == size { return "all \(size) bytes were \(equal)" }
        let part = "\(found.bytes) of \(size) bytes"
        guard content.size == size, let places = found.places else {
            return "the first \(part) were \(equal)"
        }
        return "\(part), in \(places) places (where the content lies, the end, and 64 blocks at "
            + "random), were \(equal)"
    }

    private func partlyProven(size: Int64, _ history: String) -> Finding {
        Finding(
            .partlyProven,
            "\(history): the first \(content.size) of \(size) bytes came back unchanged; the "
                + "other \(size - content.size) could not be compared, as no volume can be "
                + "filled from a qcow2 image here.",
            advice: "Allow volumes to be created from qcow2 images, so that a whole volume can be "
                + "filled and compared.")
    }

    private func wrongSize(_ found: Int64, size: Int64, _ history: String) -> Finding {
        guard found < size else {
            return Finding(
                .dataMismatch,
                "\(history): the volume had \(size) bytes and came back with \(found).",
                advice: Self.advice)
        }
        return Finding(
            .dataMismatch,
            "\(history): the volume had \(size) bytes and came back with \(found). "
                + "Everything from byte \(found) (\(Self.formatted(found))) on is missing: "
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
                + "(\(Self.formatted(difference.offset))): expected \(expected), "
                + "found \(found).",
            advice: Self.advice,
            evidence: [
                Evidence(
                    .content,
                    "offset \(difference.offset): expected \(difference.expected.hex), "
                        + "found \(difference.found.hex) (seed \(content.seed))")
            ])
    }

    static let advice =
        "Backups on this cloud do not restore the stored data. Do not rely on them; "
        + "check the volume and backup drivers and their versions."

    /// Such as `8.0 MiB`.
    private static func formatted(_ bytes: Int64) -> String {
        let tenths = (bytes * 10 + (1 << 19)) >> 20
        return "\(tenths / 10).\(tenths % 10) MiB"
    }
}
