// SPDX-License-Identifier: Apache-2.0
import SCSCurl
import SCSSupport

/// Converts libcurl's codes to errors that callers and operators can act on.
extension CurlTransfer {
    func curlFailure(
        _ result: CURLcode, _ settings: CurlTransport.Settings
    ) -> TransportError {
        switch result {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            return failure(
                .unresolved,
                "Cannot resolve \(host)\(detail(result)); check the spelling "
                    + "of the endpoint and the name server.")
        case CURLE_OPERATION_TIMEDOUT:
            return timeLimitFailure(settings)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_USE_SSL_FAILED:
            return failure(
                .untrusted,
                "The certificate of \(host) is not trusted\(detail(result)); add its authority "
                    + "with cacert, or correct the certificate.")
        case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE,
            CURLE_SSL_CLIENTCERT, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED:
            return failure(
                .untrusted,
                "A certificate file for \(host) cannot be used\(detail(result)); check cacert, "
                    + "cert, key and its passphrase.")
        case CURLE_SSL_CONNECT_ERROR:
            return handshakeFailure(result)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING,
            CURLE_HTTP2:
            return failure(
                .malformed,
                "The answer from \(host) is not HTTP\(detail(result)); check the port, and whether it "
                    + "expects https.")
        case CURLE_OUT_OF_MEMORY where hasBegun, CURLcode(rawValue: 100), CURLE_FILESIZE_EXCEEDED:
            // libcurl's code for a header line that does not fit its buffer; code 100, "too large",
            // has a name only since 8.6.
            return failure(
                .tooLarge,
                "The header of an answer from \(host) is too large; check what answers there.")
        case CURLE_URL_MALFORMAT:
            return failure(
                .unsendable, "The URL for \(host) cannot be used; correct the endpoint.")
        case _ where hasBegun:
            return failure(
                .connectionLost,
                "The connection to \(host) broke before the answer was complete\(detail(result)); "
                    + "check the log of the service or of its load balancer.")
        default:
            return failure(
                .noConnection,
                "No connection to \(host)\(detail(result)); check that the service runs and that "
                    + "no firewall or proxy is in the way.")
        }
    }

    /// A handshake that the network broke says nothing about trust and may succeed next time.
    ///
    /// If the server just closes without a reset, libcurl cannot tell the two apart.
    private func handshakeFailure(_ result: CURLcode) -> TransportError {
        guard let handle, handle.get(CURLINFO_OS_ERRNO) == 0 else {
            return failure(
                .noConnection,
                "\(host) aborted the TLS handshake\(detail(result)); check that the service "
                    + "runs.")
        }
        return failure(
            .untrusted,
            "No secure connection to \(host)\(detail(result)); check the port, and that the "
                + "service offers TLS 1.2 or newer.")
    }

    private func timeLimitFailure(_ settings: CurlTransport.Settings) -> TransportError {
        let total = settings.limit(of: request)
        guard hasBegun else {
            return failure(
                .timedOut,
                "No connection to \(host) within \(min(settings.connectLimit, total).formatted); check the "
                    + "address, and whether a firewall drops packets.")
        }
        return failure(
            .timedOut,
            "\(host) did not finish its answer within \(total.formatted); check the service, or raise the "
                + "time limit.")
    }

    /// libcurl's explanation in brackets; it names hosts and files, never headers or bodies.
    private func detail(_ result: CURLcode) -> String {
        if let handle, handle.explanation.pointee != 0 {
            return " (\(String(cString: handle.explanation)))"
        }
        return " (\(String(cString: curl_easy_strerror(result))))"
    }
}
