// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSHandover

/// Sends one upload and says what became of it.
enum UploadTelling {
    /// Keeps the upload on disk, sends it, and prints the result; whether the monitor has all of it.
    static func send(
        _ upload: QueuedUpload, _ uploader: Uploader, _ queue: UploadQueue
    ) async throws -> Bool {
        let entry = try queue.add(upload)
        return tell(try await uploader.send(entry), entry)
    }

    static func tell(_ result: Uploader.Result, _ entry: UploadEntry) -> Bool {
        let place = entry.path.prefix(upTo: entry.path.lastIndex(of: "/") ?? entry.path.startIndex)
        let folder =
            place == MonitorOptions.defaultFolder
            ? "" : " --uploads \(place.description.harmless(300))"
        for document in result.accepted {
            Console.print(
                "uploaded: \(document.uuid) of \(document.subject.harmless(80)), see "
                    + "\(page(entry, document))")
        }
        for document in result.alreadyThere {
            Console.print(
                "already there: \(document.uuid) of \(document.subject.harmless(80)), see "
                    + "\(page(entry, document))")
        }
        for problem in result.problems { Console.tell(problem) }
        guard !result.isComplete else { return true }
        Console.tell(
            "Not everything was uploaded. It is kept in \(entry.path.harmless(300)): send it again with "
                + "`\(CheckProgram.current.name) upload --pending\(folder)`, or remove the file.")
        return false
    }

    /// Where the monitor shows the report.
    private static func page(_ entry: UploadEntry, _ document: MonitorDocument) -> String {
        let base = entry.upload?.monitor ?? ""
        return (base.hasSuffix("/") ? base : base + "/") + "page/report/\(document.uuid)"
    }
}
