// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck

/// Keystone and what stands behind it, by requests that read.
struct CloudExamination: Sendable {
    let cloud: Cloud
    let transport: any HTTPTransport
    /// Why nobody can sign in, where that is known before.
    var lack: Diagnosis.Line?

    private var configuration: CloudConfiguration { cloud.configuration }

    func lines() async throws -> [Diagnosis.Line] {
        let (keystone, clock) = try await keystone()
        guard keystone.state != .fail else {
            return [keystone, clock]
                + Self.skipped([.signIn] + Self.behindToken, "Keystone does not answer")
        }
        if let lack {
            return [keystone, clock, lack] + Self.skipped(Self.behindToken, "there is no token")
        }
        do {
            let sent = cloud.date()
            let token = try await cloud.token()
            let issued = token.issuedAt.map { self.clock($0, sent, cloud.date()) }
            return [keystone, clock.state == .skipped ? issued ?? clock : clock, signedIn(token)]
                + catalog(token) + [
                    roles(token), try await versions(token), try await quota(token),
                ]
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let finding = Finding(of: error)
            return [
                keystone, clock,
                Diagnosis.Line(.signIn, .fail, finding.message, advice: finding.advice),
            ] + Self.skipped(Self.behindToken, "there is no token")
        }
    }

    /// The type of a credential that knows no Keystone; nil for all others.
    private var typeWithoutKeystone: String? {
        guard case .fixed(let fixed) = configuration.authentication else { return nil }
        return fixed.typeName
    }

    private static let behindToken: [Diagnosis.Check] = [
        .catalog, .region, .roles, .versions, .quota,
    ]

    private static func skipped(
        _ checks: [Diagnosis.Check], _ reason: String
    ) -> [Diagnosis.Line] {
        checks.map { Diagnosis.Line($0, .skipped, reason) }
    }

    // MARK: Keystone

    /// Its version document, and the time in the answer.
    private func keystone() async throws -> (Diagnosis.Line, Diagnosis.Line) {
        if let type = typeWithoutKeystone {
            return (
                Diagnosis.Line(.keystone, .skipped, "auth_type \(type) signs in without it"),
                Diagnosis.Line(.clock, .skipped, "it is Keystone's that is compared")
            )
        }
        let url = configuration.authURL
        var request = HTTPRequest(.get, url, headers: ["Accept": "application/json"])
        request.timeLimit = .seconds(30)
        do {
            let sent = cloud.date()
            let response = try await transport.send(request)
            let received = cloud.date()
            let told = response.headers["Date"].flatMap { HTTPDate.parse($0, now: received) }
            let clock =
                told.map { self.clock($0, sent, received) }
                ?? Diagnosis.Line(.clock, .skipped, "Keystone's answer has no Date header")
            let versions = VersionDocument(response.body)
            guard let version = versions.newest("v3") else {
                return (
                    Diagnosis.Line(
                        .keystone, .fail,
                        "\(SafeURL.text(url)) answers \(response.status), and not as Keystone v3",
                        advice: "Correct auth_url: it ends with the path of Keystone, such as "
                            + "/identity/v3 or /v3."), clock
                )
            }
            return (
                Diagnosis.Line(.keystone, .ok, "\(version) at \(SafeURL.text(url))"), clock
            )
        } catch let error as TransportError {
            return (
                Diagnosis.Line(
                    .keystone, .fail, error.message,
                    advice: "Check that auth_url is Keystone's, and whether it is down."),
                Diagnosis.Line(.clock, .skipped, "Keystone does not answer")
            )
        }
    }

    /// A token's validity and signed requests depend on both clocks.
    private func clock(_ told: Date, _ sent: Date, _ received: Date) -> Diagnosis.Line {
        // The header has whole seconds, and the answer took its time.
        let skew =
            told < sent
            ? told.timeIntervalSince(sent) + 1 : max(0, told.timeIntervalSince(received))
        let seconds = Int(skew.rounded())
        guard seconds.magnitude >= 5 else {
            return Diagnosis.Line(.clock, .ok, "the clocks agree within 5 seconds")
        }
        return Diagnosis.Line(
            .clock, seconds.magnitude < 300 ? .warn : .fail,
            "Keystone's clock is \(Int(seconds.magnitude).counted("second")) "
                + (seconds > 0 ? "ahead of" : "behind") + " this machine's",
            advice:
                "Set the clock by NTP, on the side that is wrong: dates and lifetimes of a report rest "
                + "on it.")
    }

    private func signedIn(_ token: Token) -> Diagnosis.Line {
        let place =
            token.projectName.map { "project \($0)" } ?? token.domainName.map { "domain \($0)" }
            ?? "no project"
        return Diagnosis.Line(
            .signIn, .ok,
            "user \(token.userName), \(place), token valid until \(Timestamp.format(token.expiresAt))"
        )
    }

    // MARK: catalog, region, roles

    private func catalog(_ token: Token) -> [Diagnosis.Line] {
        let services = token.catalog.services
        if let type = typeWithoutKeystone {
            return Self.skipped([.catalog, .region], "auth_type \(type) has no catalog")
        }
        guard !services.isEmpty else {
            return [
                Diagnosis.Line(
                    .catalog, .fail, "it is empty",
                    advice: "Set project_name in auth: without a project Keystone gives no catalog."
                ),
                Diagnosis.Line(.region, .skipped, "the catalog is empty"),
            ]
        }
        let types = Set(services.map(\.type)).sorted()
        return [
            Diagnosis.Line(
                .catalog, .ok,
                "\(types.count.counted("service")): \(types.joined(separator: ", "))"),
            region(Set(services.flatMap(\.endpoints).compactMap(\.region)).sorted()),
        ]
    }

    private func region(_ known: [String]) -> Diagnosis.Line {
        let all = known.map(\.quotedForMessage).joined(separator: ", ")
        guard let wanted = configuration.regionName, !wanted.isEmpty else {
            return known.count > 1
                ? Diagnosis.Line(
                    .region, .warn, "none is configured, and the catalog has \(all)",
                    advice: "Choose one with region_name or --region.")
                : Diagnosis.Line(.region, .ok, "the only one: \(all)")
        }
        guard !known.contains(wanted) else {
            return Diagnosis.Line(
                .region, .ok,
                known.count > 1 ? "\(wanted.quotedForMessage) of \(all)" : wanted.quotedForMessage)
        }
        let near = Suggestion.nearest(to: wanted, among: known)
        return Diagnosis.Line(
            .region, .fail, "the catalog has no \(wanted.quotedForMessage); it has \(all)",
            advice:
                "Set region_name or --region to \((near ?? known.first ?? "one of them").quotedForMessage)."
        )
    }

    private func roles(_ token: Token) -> Diagnosis.Line {
        if let type = typeWithoutKeystone {
            return Diagnosis.Line(.roles, .skipped, "auth_type \(type) does not tell them")
        }
        let roles = token.roles.sorted()
        let all = roles.joined(separator: ", ")
        if roles.isEmpty {
            return Diagnosis.Line(
                .roles, .warn, "none is told",
                advice: "Give the user the role member in the project.")
        }
        if let powerful = roles.first(where: { ["admin", "manager"].contains($0) }) {
            return Diagnosis.Line(
                .roles, .warn, all,
                advice:
                    "Use a credential without the role \(powerful): with it, a run does not show what a "
                    + "customer may do, and several test cases abort.")
        }
        return roles.contains("member")
            ? Diagnosis.Line(.roles, .ok, all)
            : Diagnosis.Line(
                .roles, .warn, all, advice: "Give the user the role member in the project.")
    }
}
