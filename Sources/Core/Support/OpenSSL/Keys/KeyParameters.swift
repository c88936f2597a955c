// SPDX-License-Identifier: Apache-2.0
import SCSOpenSSL

/// An OpenSSL key, freed with this object; OpenSSL only reads it once it is built.
final class OpenSSLKey: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit { EVP_PKEY_free(pointer) }
}

/// Numbers and texts of which OpenSSL builds a key.
struct KeyParameters: ~Copyable {
    private let builder: OpaquePointer
    // The builder keeps only pointers, also to names, until the key is built.
    private var numbers: [OpaquePointer] = []
    private var texts: [UnsafeMutableBufferPointer<CChar>] = []
    private var isComplete = true

    init?() {
        guard let builder = OSSL_PARAM_BLD_new() else { return nil }
        self.builder = builder
    }

    deinit {
        OSSL_PARAM_BLD_free(builder)
        for number in numbers { BN_clear_free(number) }
        for text in texts { text.deallocate() }
    }

    /// A number, the highest byte first.
    mutating func add(_ name: String, number: [UInt8]) {
        let name = kept(name.utf8CString).baseAddress
        // OpenSSL overwrites what it copies of a secure number.
        guard let value = BN_secure_new() else {
            isComplete = false
            return
        }
        numbers.append(value)
        isComplete =
            isComplete && number.count <= 4096
            && BN_bin2bn(number, Int32(number.count), value) != nil
            && OSSL_PARAM_BLD_push_BN(builder, name, value) == 1
    }

    /// The remainder of a secret number by another less one, which RSA computes with.
    mutating func add(_ name: String, _ number: [UInt8], moduloLess one: [UInt8]) {
        let name = kept(name.utf8CString).baseAddress
        guard let context = BN_CTX_secure_new(), let value = BN_secure_new() else {
            isComplete = false
            return
        }
        defer { BN_CTX_free(context) }
        numbers.append(value)
        guard let divisor = BN_secure_new() else {
            isComplete = false
            return
        }
        defer { BN_clear_free(divisor) }
        isComplete =
            isComplete && number.count <= 4096 && one.count <= 4096
            && BN_bin2bn(number, Int32(number.count), value) != nil
            && BN_bin2bn(one, Int32(one.count), divisor) != nil && BN_sub_word(divisor, 1) == 1
            && BN_div(nil, value, value, divisor, context) == 1
            && OSSL_PARAM_BLD_push_BN(builder, name, value) == 1
    }

    mutating func add(_ name: String, text: String) {
        let name = kept(name.utf8CString).baseAddress
        let copy = kept(text.utf8CString)
        isComplete =
            isComplete && OSSL_PARAM_BLD_push_utf8_string(builder, name, copy.baseAddress, 0) == 1
    }

    mutating func add(_ name: String, bytes: [UInt8]) {
        let name = kept(name.utf8CString).baseAddress
        let copy = kept(bytes.map { CChar(bitPattern: $0) })
        isComplete =
            isComplete
            && OSSL_PARAM_BLD_push_octet_string(builder, name, copy.baseAddress, copy.count) == 1
    }

    private mutating func kept(
        _ text: some Collection<CChar>
    ) -> UnsafeMutableBufferPointer<CChar> {
        let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: text.count)
        _ = copy.initialize(from: text)
        texts.append(copy)
        return copy
    }

    /// The key; nil if the numbers make none.
    consuming func key(_ type: String, isPair: Bool) -> OpenSSLKey? {
        ERR_set_mark()
        defer { ERR_pop_to_mark() }
        guard isComplete, let parameters = OSSL_PARAM_BLD_to_param(builder) else { return nil }
        defer { OSSL_PARAM_free(parameters) }
        guard let context = EVP_PKEY_CTX_new_from_name(MessageDigest.library, type, nil) else {
            return nil
        }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_fromdata_init(context) == 1,
            EVP_PKEY_fromdata(context, &key, scs_selection_of_pair(isPair ? 1 : 0), parameters) == 1
        else { return nil }
        return key.map(OpenSSLKey.init)
    }
}
