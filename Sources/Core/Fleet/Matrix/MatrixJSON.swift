// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import SCSSupport

/// The matrix as JSON; `docs/schemas/matrix.schema.json` has the shape.
package enum MatrixJSON {
    package static func render(_ matrix: Matrix) throws -> [UInt8] {
        try JSONReport.text(matrix)
    }

    /// Throws a sentence if `bytes` are not a matrix of a supported version.
    package static func read(_ bytes: [UInt8], file: String) throws -> Matrix {
        do {
            let matrix = try JSONReader.decode(Matrix.self, from: bytes)
            guard matrix.schemaVersion == Matrix.schemaVersion else {
                throw Unreadable(
                    description:
                        "\(file) has schema version \(matrix.schemaVersion); this program reads "
                        + "version \(Matrix.schemaVersion). Use a newer scs-check.")
            }
            return matrix
        } catch let error as Unreadable {
            throw error
        } catch {
            throw Unreadable(
                description: "\(file) is not a matrix of scs-check: \(error.formatted)")
        }
    }

    package struct Unreadable: Error, CustomStringConvertible {
        package var description: String
    }
}
