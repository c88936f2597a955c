// SPDX-License-Identifier: Apache-2.0
import SCSSupport
public import SCSHTTP

/// The Image service (Glance) as a check reads it.
///
/// Source: https://docs.openstack.org/api-ref/image/v2/
public struct Images: Sendable {
    let cloud: Cloud

    /// Shows an image.
    public func image(_ id: ResourceID) async throws -> Image {
        try await cloud.decoded(Image.self, from: Call(.get, .image, ["images", id]))
    }

    /// The images that the cloud offers to everybody.
    package func offered(recording: FactRecording?) async throws -> [PublicImage] {
        try await Listing<PublicImage>(
            Call(.get, .image, ["images"]), key: "images", in: cloud, id: \.id,
            orders: (
                ascending: [("sort_key", "created_at"), ("sort_dir", "asc")],
                descending: [("sort_key", "created_at"), ("sort_dir", "desc")]
            )
        ) { page, ids in
            // Where an image's data lie may tell a password of the store.
            try recording?.add(
                page, to: "images", ids: ids, hiding: ["locations", "direct_url", "self", "file"])
        }.all().filter(\.isOffered)
    }

    /// The disk formats that the service takes, from its own schema; empty where it does not say.
    public func diskFormats() async throws -> [String] {
        var call = Call(.get, .image, ["schemas", "image"])
        call.bodyDestination = .collect(limit: 1 << 20)
        let schema = try await cloud.json(call)
        let formats = schema["properties"]?["disk_format"]?["enum"]?.array ?? []
        return formats.compactMap(\.string)
    }

    /// Reads the image's bytes into `sink`, all of its `size` bytes or those of `range`.
    ///
    /// Returns false where the service does not give parts of this image (a store without random
    /// access: 400 or 416; or 200, and the sink was given the whole from its start). Throws
    /// `UnreadableAnswer` where what came is not what was asked for: then the sink's bytes mean nothing.
    public func read(
        _ id: ResourceID, _ range: Range<Int64>? = nil, of size: Int64, into sink: any ByteSink
    ) async throws -> Bool {
        var call = Call(.get, .image, ["images", id, "file"])
        call.bodyDestination = .stream(sink)
        call.headers = [("Accept", "application/octet-stream")]
        if let range {
            call.headers.append(("Range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)"))
        }
        let response = try await cloud.send(call)
        if let oddity = ImageFraming(response).oddity(asked: range, size: size) {
            throw UnreadableAnswer(
                call: "GET /images/\(id)/file", detail: oddity, requestID: response.requestID)
        }
        return range == nil || response.status == 206
    }
}
