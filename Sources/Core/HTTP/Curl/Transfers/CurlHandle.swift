// SPDX-License-Identifier: Apache-2.0
import SCSCurl

/// An easy handle with its error buffer.
struct CurlHandle {
    let easy: UnsafeMutableRawPointer
    let explanation: UnsafeMutablePointer<CChar>

    init?() {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        explanation = .allocate(capacity: Int(CURL_ERROR_SIZE))
        explanation.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    func free() {
        curl_easy_cleanup(easy)
        explanation.deallocate()
    }

    /// Throws if libcurl lacks an option: a missing limit or verification matters.
    func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try check(scs_easy_set_long(easy, option, value), "\(option.rawValue)")
    }

    func set(_ option: CURLoption, _ value: String) throws(TransportError) {
        try check(scs_easy_set_text(easy, option, value), "\(option.rawValue)")
    }

    func set(offset option: CURLoption, _ value: Int64) throws(TransportError) {
        try check(scs_easy_set_offset(easy, option, Int(value)), "\(option.rawValue)")
    }

    func set(_ option: CURLoption, _ pointer: UnsafeMutableRawPointer) throws(TransportError) {
        try check(scs_easy_set_pointer(easy, option, pointer), "\(option.rawValue)")
    }

    func set(
        _ option: CURLoption, _ callback: @escaping curl_write_callback
    ) throws(TransportError) {
        try check(scs_easy_set_callback(easy, option, callback), "\(option.rawValue)")
    }

    func check(_ result: CURLcode, _ option: String) throws(TransportError) {
        guard result != CURLE_OK else { return }
        throw TransportError(
            .unsendable, mayHaveArrived: false,
            message: "libcurl refused option \(option) "
                + "(\(String(cString: curl_easy_strerror(result)))); install libcurl 7.81 or newer "
                + "with TLS.")
    }

    func get(_ info: CURLINFO) -> Int {
        var value = 0
        return scs_easy_get_long(easy, info, &value) == CURLE_OK ? value : 0
    }

    func get(offset info: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        return scs_easy_get_offset(easy, info, &value) == CURLE_OK ? Int64(value) : 0
    }

    /// The phases of a transfer that is over; libcurl counts each from its beginning, in microseconds.
    var phases: HTTPPhases {
        func between(_ start: CURLINFO?, _ end: CURLINFO) -> Duration {
            .microseconds(max(0, get(offset: end) - (start.map { get(offset: $0) } ?? 0)))
        }
        let isNew = get(CURLINFO_NUM_CONNECTS) > 0
        let isEncrypted = get(offset: CURLINFO_APPCONNECT_TIME_T) > 0
        return HTTPPhases(
            lookup: isNew ? between(nil, CURLINFO_NAMELOOKUP_TIME_T) : nil,
            connect: isNew
                ? between(CURLINFO_NAMELOOKUP_TIME_T, CURLINFO_CONNECT_TIME_T) : nil,
            handshake: isNew && isEncrypted
                ? between(CURLINFO_CONNECT_TIME_T, CURLINFO_APPCONNECT_TIME_T) : nil,
            wait: between(CURLINFO_PRETRANSFER_TIME_T, CURLINFO_STARTTRANSFER_TIME_T),
            receive: between(CURLINFO_STARTTRANSFER_TIME_T, CURLINFO_TOTAL_TIME_T))
    }
}

extension Duration {
    /// Rounded up, at least 1: for libcurl zero means "no limit"; at most 24 days.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        return max(
            1,
            Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
