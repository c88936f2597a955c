// SPDX-License-Identifier: Apache-2.0
import SCSOpenStack
import SCSSupport

/// Keystone's answer about a token, as far as it is a fact; the catalog may be absent.
private struct RecordedToken: Decodable, Sendable {
    var roles: RecordedRoles?
    var catalog: Catalog?
}

/// Roles in any of their forms: names, objects with a `name`, or either in a token.
private struct RecordedRoles: Decodable, Sendable {
    var names: [String]

    private struct Role: Decodable { var name: String }
    private enum Key: String, CodingKey { case roles, token }

    init(from decoder: any Decoder) throws {
        do {
            var list = try decoder.unkeyedContainer()
            names = []
            while !list.isAtEnd {
                do {
                    names.append(try list.decode(String.self))
                } catch DecodingError.typeMismatch {
                    names.append(try list.decode(Role.self).name)
                }
            }
        } catch DecodingError.typeMismatch {
            let answer = try decoder.container(keyedBy: Key.self)
            let inner: Key = answer.contains(.token) ? .token : .roles
            names = try answer.decode(RecordedRoles.self, forKey: inner).names
        }
    }
}

extension RecordedFacts {
    /// The roles, by themselves or in a token.
    var roles: Result<[String], any Error>? {
        if let roles = value("roles", as: RecordedRoles.self) { return roles.map(\.names) }
        return inToken { $0.roles?.names }
    }

    /// The catalog, by itself or in a token.
    var catalog: Result<Catalog, any Error>? {
        list("catalog", of: Catalog.Service.self).map { $0.map(Catalog.init(services:)) }
            ?? inToken(\.catalog)
    }

    private func inToken<Value>(
        _ part: (RecordedToken) -> Value?
    ) -> Result<Value, any Error>? {
        switch value("token", as: RecordedToken.self) {
        case .success(let token): part(token).map { .success($0) }
        case .failure(let error): .failure(error)
        case nil: nil
        }
    }
}
