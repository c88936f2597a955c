// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP
import SCSSupport

/// The Image service (Glance), read-only.
///
/// Source: https://docs.openstack.org/api-ref/image/v2/
public struct Images: Sendable {
    let cloud: Cloud

    /// Shows an image.
    public func image(_ id: ResourceID) async throws -> Image {
        try await cloud.decoded(Image.self, from: Call(.get, .image, ["images", id]))
    }

    /// The images that are offered to everybody.
    package func offered(recording: FactRecording?) async throws -> [PublicImage] {
        try await Listing<PublicImage>(
            Call(.get, .image, ["images"]), key: "images", in: cloud, id: \.id,
            orders: (
                ascending: [("sort_key", "created_at"), ("sort_dir", "asc")],
                descending: [("sort_key", "created_at"), ("sort_dir", "desc")]
            )
        ) { page, ids in
            // An image's locations may contain a password of the store.
            try recording?.add(
                page, to: "images", ids: ids, hiding: ["locations", "direct_url", "self", "file"])
        }.all().filter(\.isOffered)
    }

    /// The disk formats in the service's own schema; empty if it lists none.
    public func diskFormats() async throws -> [String] {
        var call = Call(.get, .image, ["schemas", "image"])
        call.bodyDestination = .collect(limit: 1 << 20)
        let schema = try await cloud.json(call)
        let formats = schema["properties"]?["disk_format"]?["enum"]?.array ?? []
        return formats.compactMap(\.string)
    }

    /// Reads all `size` bytes of the image into `sink`, or those of `range`.
    ///
    /// Returns false if the service does not serve ranges of this image: 400 or 416 from a store
    /// without random access, or 200 and the whole image. Throws `UnreadableAnswer` if the answer
    /// is not what was requested: then the sink's bytes mean nothing.
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
