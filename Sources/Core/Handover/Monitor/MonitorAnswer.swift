// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// What the monitor made of a request.
package enum MonitorAnswer: Sendable, Equatable {
    case accepted
    /// It has a report of that uuid; of several documents it took none.
    case alreadyThere
    /// It does not take this now, for a cause that somebody can remove: a sentence with what to do.
    case refused(String)
    /// It does not take these documents, however often they are sent: a sentence.
    case rejected(String)
    /// It could not be reached, or failed in passing: a sentence.
    case away(String)

    init(_ response: HTTPResponse, to submission: Submission, words: MonitorWords) {
        let detail = words.detail(response)
        self =
            switch response.status {
            case 200:
                // Whatever else answers 200, such as a login page, has stored nothing.
                words.isAcceptance(response) ? .accepted : .refused(words.strange(detail))
            case 409: .alreadyThere
            case 401, 403:
                .refused(
                    detail.contains("verification failed")
                        ? words.unknownKey(submission.publicKey, detail)
                        : words.unauthorized(submission, detail))
            case 415: .refused(words.unsupported(submission, detail))
            case 404, 405: .refused(words.notThere(response.status))
            case 413: .rejected(words.tooLarge(submission))
            case 300..<400: .refused(words.redirected(response))
            case 500: .away(words.failed(detail))
            case 408, 429, 501...: .away(words.unavailable(response.status, detail))
            // Of a request that it understands, it can only object to the content.
            case 400, 406, 410..<413, 414, 416, 422:
                .rejected(words.rejected(response.status, submission, detail))
            default: .refused(words.other(response.status, detail))
            }
    }
}

/// Sentences about a monitor's answers.
struct MonitorWords {
    let monitor: String
    let user: String
    let vault: SecretVault

    /// The explanation in the body, for one line; empty if there is none.
    func detail(_ response: HTTPResponse) -> String {
        let text: String
        do {
            guard let detail = try JSON.parse(response.body)["detail"] else { return "" }
            text = try detail.string ?? String(decoding: detail.bytes(), as: UTF8.self)
        } catch {
            // A proxy answers with HTML, whose words help as well.
            text = String(decoding: response.body.prefix(600), as: UTF8.self)
                .replacing(/<[^>]*>/, with: " ")
        }
        return vault.clean(text).harmless(200)
    }

    /// The monitor answers a stored report with null.
    func isAcceptance(_ response: HTTPResponse) -> Bool {
        do {
            return try JSON.parse(response.body) == .null
        } catch {
            return false
        }
    }

    private func said(_ detail: String) -> String { detail.isEmpty ? "" : " (\(detail))" }

    func strange(_ detail: String) -> String {
        "\(monitor) answered 200, but not as the compliance monitor does\(said(detail)), so nothing was stored "
            + "for certain; check the URL."
    }

    func unknownKey(_ key: SSHPublicKey?, _ detail: String) -> String {
        "The monitor does not accept the signature\(said(detail)): account \(user.quotedForMessage) has no "
            + "such key. Have the monitor's operators register it"
            + (key.map { " (\($0.fingerprint)): \($0.line)" } ?? ".")
    }

    func unauthorized(_ submission: Submission, _ detail: String) -> String {
        let subjects = Set(submission.documents.map(\.subject)).sorted()
        let names = subjects.map { $0.harmless(80) }.joined(separator: ", ")
        return
            "The monitor refuses account \(user.quotedForMessage)\(said(detail)): check user and password, "
            + "and that this account may report for \(names); delegation is set up by the operators."
    }

    func unsupported(_ submission: Submission, _ detail: String) -> String {
        "\(monitor) does not take \(submission.format.contentType)\(said(detail)); check that the URL is that "
            + "of a compliance monitor, and that no proxy changes the content type."
    }

    func notThere(_ status: Int) -> String {
        "\(monitor) has no place for reports (status \(status)); give the URL of the compliance monitor "
            + "itself, without /page or /reports."
    }

    func tooLarge(_ submission: Submission) -> String {
        "\(monitor) does not take requests of \(submission.body.count) bytes; send fewer reports at once."
    }

    func rejected(_ status: Int, _ submission: Submission, _ detail: String) -> String {
        let names = submission.documents.map { "\($0.uuid) of \($0.subject.harmless(80))" }
        return
            "The monitor rejects \(names.joined(separator: ", ")) (status \(status))\(said(detail))."
    }

    func redirected(_ response: HTTPResponse) -> String {
        let place =
            response.headers["location"].map { " to \(vault.clean($0).harmless(200))" } ?? ""
        return
            "\(monitor) redirects\(place), and the password goes only where you say; correct the URL."
    }

    func failed(_ detail: String) -> String {
        "The monitor failed with status 500\(said(detail)); its log says why. Nothing was stored."
    }

    func unavailable(_ status: Int, _ detail: String) -> String {
        "The monitor is not available (status \(status))\(said(detail))."
    }

    func other(_ status: Int, _ detail: String) -> String {
        "The monitor answered with the unexpected status \(status)\(said(detail))."
    }
}
