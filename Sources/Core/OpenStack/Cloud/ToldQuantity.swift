// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A number of a resource as received; only its reader learns that it is malformed.
///
/// Lists contain foreign resources: a malformed one must not hide the rest.
struct ToldQuantity: Sendable, Hashable, Decodable {
    private var told: Result<Quantity, OddNumber>

    init(from decoder: any Decoder) throws {
        do {
            told = .success(try Quantity(from: decoder))
        } catch let odd as OddNumber {
            told = .failure(odd)
        }
    }

    /// The quantity of a field; throws `UnreadableAnswer` to `call` if it is missing or malformed.
    static func value(
        _ told: ToldQuantity?, of field: String, in call: @autoclosure () -> String
    ) throws -> Quantity {
        do {
            guard let told else { throw OddNumber(path: field, found: "missing") }
            return try told.told.get()
        } catch let odd as OddNumber {
            throw UnreadableAnswer(call: call(), detail: odd.description)
        }
    }
}
