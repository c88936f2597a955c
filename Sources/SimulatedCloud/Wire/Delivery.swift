// SPDX-License-Identifier: Apache-2.0
import SCSHTTP

extension SimulatedCloud {
    private static let pieceSize: Int64 = 512 << 10

    /// Delivers an answer as the request demands: collected, or in pieces to its sink.
    func deliver(_ answer: Answer, to request: HTTPRequest) async throws -> HTTPResponse {
        var response = HTTPResponse(status: answer.status, headers: HTTPHeaders(answer.headers))
        let (content, range) =
            switch answer.body {
            case .content(let content, let range): (content, range)
            case .bytes(let bytes): (Content(holding: bytes), Int64(0)..<Int64(bytes.count))
            }
        response.headers["Content-Length"] = "\(range.count)"
        if request.method == .head { return response }
        var position = range.lowerBound
        while position < range.upperBound {
            try Task.checkCancellation()
            let count = min(Self.pieceSize, range.upperBound - position)
            let piece = content.read(at: position, count: Int(count))
            position += count
            switch request.bodyDestination {
            case .stream(let sink) where response.isSuccess:
                if try !sink.receive(piece) {
                    response.endedEarly = true
                    return response
                }
            case .collect(let limit) where range.count > limit:
                throw TransportError(
                    .tooLarge, mayHaveArrived: true,
                    message: "The answer has \(range.count) bytes, more than the \(limit) allowed.")
            default:
                response.body += piece
            }
            await Task.yield()
        }
        return response
    }
}

extension Content {
    fileprivate init(holding bytes: [UInt8]) {
        self.init(size: 0)
        append(bytes)
    }
}
