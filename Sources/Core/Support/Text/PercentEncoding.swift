// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text with every byte as `%XX` that is not unreserved in RFC 3986.
    package var percentEncoded: String {
        utf8.reduce(into: "") { result, byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                result.append(Character(UnicodeScalar(byte)))
            default:
                result += "%" + [byte].hex.uppercased()
            }
        }
    }
}
