// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// All lies that apply to a run, derived from an honest run's answers.
package struct LieCatalogue: Sendable {
    private let answers: [(shape: String, answer: HTTPResponse)]

    /// - Parameter answers: the largest answer to each shape of request, from a `LieWitness`.
    package init(_ answers: [String: HTTPResponse]) {
        self.answers = answers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The shapes of all requests with JSON answers.
    package var shapes: [String] { answers.map(\.shape) }

    /// The shapes of creations.
    package var creations: [String] {
        shapes.filter { shape in
            shape.hasPrefix("POST ") && !shape.contains("/auth/tokens")
                && !shape.hasSuffix(" another") && !shape.hasSuffix("over a volume")
        }
    }

    /// The shapes of deletions: everything shown is deleted in the end.
    package var deletions: [String] {
        Set(shapes.compactMap(Self.deletion)).sorted()
    }

    /// The lies about creations, lists and deletions, and odd values in every field of every
    /// answer: all that fit, or one per field in turn.
    package func orders(allValues: Bool) -> [LieWitness.Order] {
        var orders: [LieWitness.Order] = []
        func add(_ lies: [Lie], _ shape: String) {
            orders += lies.map { LieWitness.Order(shape: shape, lie: $0) }
        }
        let creations = Set(creations)
        var turn = 0
        for (shape, answer) in answers {
            if creations.contains(shape) { add(Lie.ofCreations, shape) }
            if shape.contains("?name") { add(Lie.ofSearches, shape) }
            for (path, value) in Self.fields(of: answer) {
                let odd = OddValue.fitting(value)
                add((allValues ? odd : [odd[turn % odd.count]]).map { .odd(path, $0) }, shape)
                turn += 1
            }
        }
        for shape in deletions { add(Lie.ofDeletions, shape) }
        return orders
    }

    private static func fields(of answer: HTTPResponse) -> [(path: FieldPath, value: JSON)] {
        do {
            return FieldPath.all(in: try JSON.parse(answer.body))
        } catch {
            return []
        }
    }

    /// The deletion of the resource that a look shows.
    private static func deletion(ofLookAt shape: String) -> String? {
        guard shape.hasPrefix("GET "), shape.contains("/{id}"), !shape.hasSuffix("/file") else {
            return nil
        }
        return "DELETE" + shape.dropFirst(3)
    }
}
