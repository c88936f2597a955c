// SPDX-License-Identifier: Apache-2.0

/// Text without what differs from run to run: ids, times and durations.
package enum NormalText {
    package static func masked(_ text: String) -> String {
        // Most texts have nothing of it, and searching by pattern is slow.
        guard text.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return text }
        return
            text
            .replacing(
                /\b(req-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/,
                with: "<id>"
            )
            .replacing(/\b[0-9a-f]{32,}\b/, with: "<id>")
            .replacing(
                /\b[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:?[0-9]{2})?/,
                with: "<time>"
            )
            .replacing(/\b([0-9]+ min )?[0-9]+(\.[0-9]+)? s\b/, with: "<duration>")
    }
}
