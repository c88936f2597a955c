// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSHandover

/// Sends one upload and says what became of it.
enum UploadTelling {
    /// Keeps the upload on disk, sends it, and tells the result; whether the monitor has all of it.
    ///
    /// What it has goes to standard output, unless that `isReport`.
    static func send(
        _ upload: QueuedUpload, _ uploader: Uploader, _ queue: UploadQueue, isReport: Bool = false
    ) async throws -> Bool {
        let entry = try queue.add(upload)
        return tell(try await uploader.send(entry), entry, isReport: isReport)
    }

    static func tell(
        _ result: Uploader.Result, _ entry: UploadEntry, isReport: Bool = false
    ) -> Bool {
        func say(_ text: String) { isReport ? Console.tell(text) : Console.print(text) }
        let place = entry.path.prefix(upTo: entry.path.lastIndex(of: "/") ?? entry.path.startIndex)
        let folder =
            place == MonitorOptions.defaultFolder
            ? "" : " --uploads \(place.description.harmless(300))"
        for document in result.accepted.prefix(most) {
            say(
                "uploaded: \(document.uuid) of \(document.subject.harmless(80)), see "
                    + "\(page(entry, document))")
        }
        for document in result.alreadyThere.prefix(most) {
            say(
                "already there: \(document.uuid) of \(document.subject.harmless(80)), see "
                    + "\(page(entry, document))")
        }
        let rest =
            max(0, result.accepted.count - most) + max(0, result.alreadyThere.count - most)
        if rest > 0 { say("and \(rest.counted("more report"))") }
        for problem in result.problems.prefix(most) { Console.tell(problem) }
        guard !result.isComplete else { return true }
        if let aside = result.setAside {
            Console.tell(
                "What the monitor rejects is set aside in \(aside.harmless(300)), as sending it again would "
                    + "change nothing; upload a corrected report, and remove the file.")
            return false
        }
        Console.tell(
            "Not everything was uploaded. It is kept in \(entry.path.harmless(300)): send it again with "
                + "`\(CheckProgram.current.name) upload --pending\(folder)`, or remove the file.")
        return false
    }

    /// So many reports are named; a run may have thousands.
    private static let most = 50

    /// Where the monitor shows the report.
    private static func page(_ entry: UploadEntry, _ document: MonitorDocument) -> String {
        let base = entry.upload?.monitor ?? ""
        return (base.hasSuffix("/") ? base : base + "/") + "page/report/\(document.uuid)"
    }
}
