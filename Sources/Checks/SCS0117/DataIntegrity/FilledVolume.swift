// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// A volume of known content, and the proof that a copy holds the same.
struct FilledVolume: Sendable {
    let volume: Owned<Volume>
    let proof: ContentProof
    let gib: Int
    /// The image that the volume was created from; it outlives the volume.
    let image: Owned<Image>
}

extension CheckContextOf where Subject == Cloud {
    /// Creates a volume of pseudo-random data through public APIs alone: uploads an image and
    /// creates the volume from it.
    ///
    /// Throws the `Finding` `not-applicable` if policy, quota or format forbid images.
    func volume(
        holding layout: ContentLayout, gib: Int = 1, generation: UInt64 = 0, _ role: String
    ) async throws -> FilledVolume {
        let size = Int64(gib) * settings.gibibyte
        let content = VolumeContent(
            seed: settings.seed &+ generation, size: size, extents: layout.extents(size: size))
        let formats = try await whereImagesAreAllowed { try await cloud.images.diskFormats() }
        if formats.isEmpty || formats.contains("qcow2") {
            do {
                return try await volume(from: content, gib: gib, diskFormat: "qcow2", role)
            } catch let finding as Finding where finding.reason == .resourceError {
                note("The cloud did not create a volume from a qcow2 image: \(finding.message)")
            } catch let error as APIError where error.isBadRequest {
                note("The image service did not accept a qcow2 image: \(error)")
            }
        }
        // A raw image of the volume's size would have to be uploaded completely; a shorter one
        // leaves the rest of the volume undefined, so only its own bytes can be compared.
        guard formats.isEmpty || formats.contains("raw") else {
            throw Finding(
                .notApplicable,
                "The data cannot be compared here: the image service accepts neither qcow2 nor raw "
                    + "images, but \(formats.joined(separator: ", ")).")
        }
        let short = min(size, settings.gibibyte / 128)
        let start = VolumeContent(
            seed: settings.seed &+ generation, size: short, extents: [0..<short])
        note(
            "No volume can be filled from a qcow2 image here, so only the first \(short) bytes of "
                + "the volume can be compared.")
        return try await volume(from: start, gib: gib, diskFormat: "raw", role)
    }

    private func volume(
        from content: VolumeContent, gib: Int, diskFormat: String, _ role: String
    ) async throws -> FilledVolume {
        let bytes =
            diskFormat == "qcow2"
            ? QCOW2Image(of: content).bytes : content.bytes(in: 0..<content.size)
        let image = try await whereImagesAreAllowed {
            try await upload(
                .image("\(role)-image", diskFormat: diskFormat), length: Int64(bytes.count)
            ) { ByteArraySource(bytes) }
        }
        let volume = try await make(.volume(role, gib: gib, image: image))
        let proof = ContentProof(of: content)
        if settings.readBack != .all { proof.prepare() }
        return FilledVolume(volume: volume, proof: proof, gib: gib, image: image)
    }

    /// Throws the `Finding` `data-mismatch` unless `copy` holds the content of `source`.
    ///
    /// The copy is converted to an image, read back and compared; then the image is deleted.
    func compare(
        _ copy: Owned<Volume>, with source: FilledVolume, history: String
    ) async throws {
        let size = Int64(source.gib) * settings.gibibyte
        let shown = try await show(copy)
        let found = try shown.size
        guard found.int == source.gib else {
            throw Finding(
                .dataMismatch,
                "\(history): the volume had \(source.gib) GiB and came back as \(found) GiB.")
        }
        let (owned, image): (Owned<Image>, Image)
        do {
            (owned, image) = try await readBack(copy)
        } catch let finding as Finding where finding.reason == .resourceError {
            (owned, image) = try await readBackAgain(copy, after: finding, source, history)
        }
        try await asMeans {
            try await source.proof.check(image, size: size, history: history, in: self)
        }
        try await asMeans {
            do {
                try await delete(owned)
            } catch var finding as Finding {
                finding.isInconclusive = true
                throw finding
            }
        }
    }

    /// Repeats a failed reading: it counts only if another volume can be read and the copy still
    /// cannot.
    private func readBackAgain(
        _ copy: Owned<Volume>, after finding: Finding, _ source: FilledVolume, _ history: String
    ) async throws -> (Owned<Image>, Image) {
        let control: Owned<Volume>
        do {
            control = try await make(.volume("control", gib: source.gib, image: source.image))
            _ = try await readBack(control)
        } catch is Finding, is APIError {
            // Without a control there is no conclusion: Cinder answers 400 while Glance is down.
            throw finding
        }
        try await delete(control)
        do {
            return try await readBack(copy)
        } catch let again as Finding where again.reason == .resourceError {
            throw Finding(
                .dataMismatch,
                "\(history): the cloud reports the volume as ready, but none of its data could "
                    + "be read, twice. Another volume of the same image could be read in between. "
                    + again.message,
                advice: ContentProof.advice, evidence: finding.evidence + again.evidence)
        }
    }

    /// Converts a volume to an image; a failure says nothing about backups.
    private func readBack(_ volume: Owned<Volume>) async throws -> (Owned<Image>, Image) {
        do {
            let owned = try await whereImagesAreAllowed {
                try await create(.image(of: volume, "readback"))
            }
            let image = try await asMeans { try await wait(for: owned, concerning: [volume.id]) }
            try await wait(for: volume)
            return (owned, image)
        } catch var finding as Finding where !finding.isInconclusive {
            finding.isInconclusive = true
            finding.message = "\(Self.unreadable). \(finding.message)"
            throw finding
        } catch let error as APIError where error.isNotOffered && !error.isNotFound {
            // A 404 is about the volume itself.
            throw unread(error, .resourceError)
        }
    }

    private static let unreadable = "The volume could not be read back"

    private func unread(_ error: APIError, _ reason: Reason) -> Finding {
        var finding = Finding(
            reason, "\(Self.unreadable): \(error)",
            advice: "Look up the request id in the logs of Block Storage and Image.")
        finding.isInconclusive = true
        return finding
    }

    /// Runs `body`; a refused image says nothing about what is to be compared.
    private func asMeans<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as APIError where error.isNotOffered {
            throw unread(error, error.isBadRequest ? .resourceError : .notApplicable)
        }
    }

    /// Runs `body`; a refusal by policy, quota or format becomes `not-applicable`: no verdict.
    private func whereImagesAreAllowed<T>(_ body: () async throws -> T) async throws -> T {
        func notApplicable(_ why: any Error) -> Finding {
            Finding(
                .notApplicable,
                "The data cannot be compared here, as images are not available: \(why)",
                advice: "Allow members to upload private images, or accept depth api.")
        }
        do {
            return try await body()
        } catch let error as APIError where error.keepsImagesAway {
            throw notApplicable(error)
        } catch let error as ServiceMissing {
            throw notApplicable(error)
        }
    }
}
