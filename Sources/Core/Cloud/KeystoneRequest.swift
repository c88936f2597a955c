// SPDX-License-Identifier: Apache-2.0
extension Keystone {
    static func body(for c: Credentials) -> JSON { .null }
}
