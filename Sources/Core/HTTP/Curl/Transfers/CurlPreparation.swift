// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCurl
import SCSSupport

/// Converts a request to options of an easy handle.
extension CurlTransfer {
    /// Sets every option; after an error libcurl holds nothing of the transfer.
    func prepare(
        _ handle: CurlHandle, _ settings: CurlTransport.Settings
    ) throws(TransportError) {
        self.handle = handle
        do {
            try setAddress(handle, settings)
            try setLimits(handle, settings)
            try setTLS(handle, settings.tls)
            try setHeaders(handle, settings)
            try setBody(handle)
            try setCallbacks(handle)
        } catch {
            release()
            throw error
        }
    }

    private func setAddress(
        _ handle: CurlHandle, _ settings: CurlTransport.Settings
    ) throws(TransportError) {
        handle.explanation.pointee = 0
        try handle.set(CURLOPT_ERRORBUFFER, handle.explanation)
        try handle.set(CURLOPT_NOSIGNAL, 1)
        try handle.check(scs_easy_only_http(handle.easy), "PROTOCOLS")
        try handle.check(scs_easy_leave_lookups(handle.easy), "QUICK_EXIT")
        try handle.set(CURLOPT_URL, request.url.absoluteString)
        try handle.set(CURLOPT_PATH_AS_IS, 1)
        try handle.set(CURLOPT_FOLLOWLOCATION, 0)
        try handle.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        try handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if !settings.usesProxies { try handle.set(CURLOPT_PROXY, "") }
        if settings.forcesIPv4 { try handle.set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_V4)) }
    }

    private func setLimits(
        _ handle: CurlHandle, _ settings: CurlTransport.Settings
    ) throws(TransportError) {
        let total = settings.limit(of: request)
        try handle.set(CURLOPT_CONNECTTIMEOUT_MS, settings.connectLimit.wholeMilliseconds)
        try handle.set(CURLOPT_TIMEOUT_MS, total.wholeMilliseconds)
        switch request.bodyDestination {
        case .collect:
            // All encodings that this libcurl can decode.
            try handle.set(CURLOPT_ACCEPT_ENCODING, "")
        case .stream:
            // Exact bytes, so no encoding; a larger buffer saves system calls.
            try handle.set(CURLOPT_BUFFERSIZE, 256 << 10)
        }
    }

    private func setTLS(
        _ handle: CurlHandle, _ tls: TLSSettings
    ) throws(TransportError) {
        try handle.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        try handle.set(CURLOPT_SSL_VERIFYPEER, tls.verify ? 1 : 0)
        try handle.set(CURLOPT_SSL_VERIFYHOST, tls.verify ? 2 : 0)
        if let file = tls.caFile { try handle.set(CURLOPT_CAINFO, file) }
        if tls.caFile != nil || CurlAuthorities.areInOneFile {
            try handle.check(scs_easy_set_text(handle.easy, CURLOPT_CAPATH, nil), "CAPATH")
        }
        if let file = tls.clientCertificate { try handle.set(CURLOPT_SSLCERT, file) }
        if let file = tls.clientKey { try handle.set(CURLOPT_SSLKEY, file) }
        // Without a passphrase OpenSSL would prompt at the terminal.
        try handle.set(CURLOPT_KEYPASSWD, tls.keyPassphrase?.exposed ?? "")
    }

    private func setHeaders(
        _ handle: CurlHandle, _ settings: CurlTransport.Settings
    ) throws(TransportError) {
        var lines = ["Expect:"]  // a name without a value takes libcurl's own field out
        if request.headers["user-agent"] == nil {
            lines.append("User-Agent: \(settings.userAgent)")
        }
        if request.headers["content-type"] == nil { lines.append("Content-Type:") }
        for field in request.headers.fields {
            let value = field.value.exposed
            lines.append(value.isEmpty ? "\(field.name);" : "\(field.name): \(value)")
        }
        for line in lines {
            guard let longer = curl_slist_append(headerList, line) else {
                throw failure(.unsendable, "Out of memory for a header of a request to \(host).")
            }
            headerList = longer
        }
        try handle.check(
            scs_easy_set_list(handle.easy, CURLOPT_HTTPHEADER, headerList), "HTTPHEADER")
    }

    private func setBody(_ handle: CurlHandle) throws(TransportError) {
        switch request.body {
        case .none where request.method == .head:
            try handle.set(CURLOPT_NOBODY, 1)
        case .none where request.method == .get || request.method == .delete:
            try handle.set(CURLOPT_HTTPGET, 1)
        case .none:
            try setBytes([], handle)
        case .bytes(let bytes):
            try setBytes(bytes, handle)
        case .stream(let length, let open):
            upload = CurlUpload(length: length, open: open)
            try handle.set(CURLOPT_UPLOAD, 1)
            try handle.set(offset: CURLOPT_INFILESIZE_LARGE, length)
            try handle.set(CURLOPT_UPLOAD_BUFFERSIZE, 256 << 10)
        }
        try handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }

    /// Copies the bytes into libcurl, so that it can send them again by itself.
    private func setBytes(_ bytes: [UInt8], _ handle: CurlHandle) throws(TransportError) {
        try handle.set(CURLOPT_POST, 1)
        try handle.set(offset: CURLOPT_POSTFIELDSIZE_LARGE, Int64(bytes.count))
        let result = bytes.withUnsafeBytes { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                // An empty array may have no address, which would mean "use the read callback".
                guard let start = characters.baseAddress, !characters.isEmpty else {
                    return scs_easy_set_text(handle.easy, CURLOPT_COPYPOSTFIELDS, "")
                }
                return scs_easy_set_text(handle.easy, CURLOPT_COPYPOSTFIELDS, start)
            }
        }
        try handle.check(result, "COPYPOSTFIELDS")
    }

    private func setCallbacks(_ handle: CurlHandle) throws(TransportError) {
        // Unretained: the loop keeps the transfer until libcurl has released the handle.
        let me = Unmanaged.passUnretained(self).toOpaque()
        for option in [
            CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_READDATA, CURLOPT_SEEKDATA,
            CURLOPT_PREREQDATA, CURLOPT_SOCKOPTDATA,
        ] {
            try handle.set(option, me)
        }
        try handle.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, me in
            let bytes = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return CurlTransfer.at(me).receive(bytes) ? bytes.count : .max
        }
        try handle.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, me in
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return CurlTransfer.at(me).receive(headerLine: line) ? line.count : .max
        }
        try handle.set(CURLOPT_READFUNCTION) { bytes, size, count, me in
            let buffer = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
            return CurlTransfer.at(me).read(into: buffer) ?? Int(CURL_READFUNC_ABORT)
        }
        let seek = scs_easy_set_seek(handle.easy) { me, offset, _ in
            guard offset == 0 else { return CURL_SEEKFUNC_FAIL }
            CurlTransfer.at(me).upload?.rewind()
            return CURL_SEEKFUNC_OK
        }
        try handle.check(seek, "SEEKFUNCTION")
        let begin = scs_easy_set_prerequest(handle.easy) {
            me, remote, local, remotePort, localPort in
            let ends = CurlConnections.Ends(
                local: local.map { String(cString: $0) } ?? "", localPort: localPort,
                remote: remote.map { String(cString: $0) } ?? "", remotePort: remotePort)
            return CurlTransfer.at(me).begin(on: ends) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }
        try handle.check(begin, "PREREQFUNCTION")
        let opened = scs_easy_set_sockopt(handle.easy) { me, socket, _ in
            CurlTransfer.at(me).opened(socket)
            return CURL_SOCKOPT_OK
        }
        try handle.check(opened, "SOCKOPTFUNCTION")
    }

    /// The transfer behind a callback's pointer.
    private static func at(_ pointer: UnsafeMutableRawPointer?) -> CurlTransfer {
        Unmanaged<CurlTransfer>.fromOpaque(pointer.unsafelyUnwrapped).takeUnretainedValue()
    }
}
