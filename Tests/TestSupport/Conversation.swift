// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
package import SCSCheck
package import SCSSimulatedCloud

/// The same requests to any cloud, simulated or real, to compare the answers.
///
/// Everything created is deleted at the end, even if a request fails.
package struct Conversation {
    private let transport: any HTTPTransport
    private let authURL: URL
    private let credentials: SimulatedCloud.Credentials
    private let client: RawClient
    private let name: String
    private var exchanges: [Exchange] = []
    /// What to delete, the newest last: paths of Block Storage and the Image service.
    private var made: [String] = []

    private static let nobody = "3ac5b9c2-0000-4000-8000-000000000000"

    /// Signs in; resources have the name `name`, so that no foreign ones are touched.
    package init(
        transport: any HTTPTransport, authURL: URL, credentials: SimulatedCloud.Credentials,
        clock: any Clock<Duration>, name: String
    ) async throws {
        self.transport = transport
        self.authURL = authURL
        self.credentials = credentials
        self.name = name
        client = try await RawClient(
            transport: transport, authURL: authURL, credentials: credentials, clock: clock)
    }

    /// Sends all requests.
    package mutating func hold() async throws -> [Exchange] {
        do {
            try await identity()
            try await versions()
            try await refusals()
            try await backups()
            try await images()
        } catch {
            try await tidy()
            throw error
        }
        try await tidy()
        return exchanges
    }

    private mutating func note(_ name: String, _ reply: RawClient.Reply) {
        let message = reply.message.map { text in
            text.split(separator: " ").map { word in
                if word.count >= 32, word.filter(\.isHexDigit).count > 30 { return "ID" }
                return word.hasSuffix("G") && Int(word.dropLast()) != nil ? "NG" : String(word)
            }.joined(separator: " ")
        }
        let shape = reply.document.shape.filter { !Self.isOfAnotherType($0.key) }
        exchanges.append(
            Exchange(name: name, status: reply.status, shape: shape, message: message))
    }

    /// Whether a path leads to the quota of a volume type that an operator added.
    private static func isOfAnotherType(_ path: String) -> Bool {
        ["volumes", "gigabytes", "snapshots"].contains {
            path.hasPrefix("quota_set.\($0)_") && !path.hasPrefix("quota_set.\($0)___DEFAULT__")
        }
    }

    private mutating func ask(
        _ name: String, _ method: HTTPRequest.Method, _ path: String, _ json: String? = nil,
        version: String? = "3.70"
    ) async throws -> RawClient.Reply {
        var client = client
        client.version = version
        let reply = try await client.volume(method, path, json)
        note(name, reply)
        return reply
    }

    private mutating func identity() async throws {
        note("Keystone's version", try await client.send(.get, authURL))
        let tokens = authURL.appending(path: "auth/tokens")
        note("a login", try await client.send(.post, tokens, RawClient.login(credentials)))
        var wrong = credentials
        wrong.password += "!"
        note("a wrong password", try await client.send(.post, tokens, RawClient.login(wrong)))
        wrong = credentials
        wrong.project = (wrong.project ?? "") + "!"
        note("an unknown project", try await client.send(.post, tokens, RawClient.login(wrong)))
        note("a login without auth", try await client.send(.post, tokens, "{}"))
        let unknown =
            #"{"auth": {"identity": {"methods": ["application_credential"], "#
            + #""application_credential": {"id": "x", "secret": "y"}}}}"#
        note("an unknown application credential", try await client.send(.post, tokens, unknown))
    }

    private mutating func versions() async throws {
        guard let base = client.endpoints["block-storage"], let url = URL(string: base),
            let images = client.endpoints["image"].flatMap(URL.init(string:))
        else { throw RawClient.Missing(description: "The catalogue lacks a service.") }
        let root = url.deletingLastPathComponent()
        note("Cinder's versions", try await client.send(.get, root))
        note(
            "Cinder's versions with a token", try await client.send(.get, url.appending(path: "/")))
        note("Glance's versions", try await client.send(.get, images.appending(path: "/")))
        let volumes = url.appending(path: "volumes")
        note(
            "a wrong token",
            try await client.send(.get, volumes, headers: [("X-Auth-Token", "wrong")]))
        note(
            "a wrong token for Glance",
            try await client.send(
                .get, images.appending(path: "v2/images"), headers: [("X-Auth-Token", "wrong")]))
        note("no project in the path", try await client.send(.get, volumes))
        let other = url.appending(path: String(repeating: "f", count: 32) + "/volumes")
        note("another project in the path", try await client.send(.get, other))
        _ = try await ask("too new a version", .get, "/volumes", version: "3.999")
        _ = try await ask("a version that is none", .get, "/volumes", version: "bad")
        _ = try await ask("the newest version", .get, "/volumes", version: "latest")
        _ = try await ask("an unknown path", .get, "/nope")
        _ = try await ask("messages before 3.3", .get, "/messages", version: nil)
        _ = try await ask("limits", .get, "/limits")
        _ = try await ask("quota", .get, "/os-quota-sets/\(client.project)")
        _ = try await ask("quota in use", .get, "/os-quota-sets/\(client.project)?usage=True")
        _ = try await ask(
            "the quota of others", .get,
            "/os-quota-sets/\(String(repeating: "f", count: 32))?usage=True")
        _ = try await ask("volume types", .get, "/types")
        _ = try await ask("the default volume type", .get, "/types/default")
        _ = try await ask("availability zones", .get, "/os-availability-zone")
        _ = try await ask("services", .get, "/os-services")
        note("image schema", try await client.image(.get, "/v2/schemas/image").trimmed)
        note("import methods", try await client.image(.get, "/v2/info/import"))
        note("image stores", try await client.image(.get, "/v2/info/stores"))
    }

    private mutating func refusals() async throws {
        let nobody = Self.nobody
        let bodies: [(String, String, String)] = [
            ("a volume without an envelope", "/volumes", "{}"),
            ("a volume without a size", "/volumes", #"{"volume": {}}"#),
            ("a size that is no number", "/volumes", #"{"volume": {"size": "x"}}"#),
            ("a size of zero", "/volumes", #"{"volume": {"size": 0}}"#),
            ("an unknown field", "/volumes", #"{"volume": {"bogus": 1}}"#),
            (
                "a volume of an unknown image", "/volumes",
                #"{"volume": {"size": 1, "imageRef": "nope"}}"#
            ),
            (
                "an unknown snapshot", "/volumes",
                #"{"volume": {"size": 1, "snapshot_id": "\#(nobody)"}}"#
            ),
            (
                "an unknown source", "/volumes",
                #"{"volume": {"size": 1, "source_volid": "\#(nobody)"}}"#
            ),
            (
                "a source that is no id", "/volumes",
                #"{"volume": {"size": 1, "source_volid": "nope"}}"#
            ),
            (
                "an unknown type", "/volumes",
                #"{"volume": {"size": 1, "volume_type": "nope"}}"#
            ),
            ("more than the quota", "/volumes", #"{"volume": {"size": 100000}}"#),
            ("a backup without an envelope", "/backups", "{}"),
            ("a backup of nothing", "/backups", #"{"backup": {}}"#),
            ("a backup of no id", "/backups", #"{"backup": {"volume_id": "nope"}}"#),
            (
                "a backup of an unknown volume", "/backups",
                #"{"backup": {"volume_id": "\#(nobody)"}}"#
            ),
            ("a snapshot of nothing", "/snapshots", #"{"snapshot": {}}"#),
            (
                "a snapshot of an unknown volume", "/snapshots",
                #"{"snapshot": {"volume_id": "\#(nobody)"}}"#
            ),
            ("a restore of nothing", "/backups/\(nobody)/restore", #"{"restore": {}}"#),
        ]
        for (name, path, body) in bodies { _ = try await ask(name, .post, path, body) }
        for collection in ["volumes", "backups", "snapshots", "messages"] {
            _ = try await ask("one of the \(collection) unknown", .get, "/\(collection)/\(nobody)")
        }
        _ = try await ask("deleting an unknown volume", .delete, "/volumes/\(nobody)")
        _ = try await ask("deleting an unknown backup", .delete, "/backups/\(nobody)")
        _ = try await ask("an unknown marker", .get, "/volumes?marker=\(nobody)")
        _ = try await ask("a limit that is no number", .get, "/volumes?limit=x")
        _ = try await ask("a negative limit", .get, "/volumes?limit=-1")
    }

    /// Creates a resource, and records the answer and the resource before and after the wait.
    private mutating func make(
        _ name: String, _ path: String, _ json: String
    ) async throws -> String {
        let reply = try await ask("creating \(name)", .post, path, json)
        let envelope = reply.document.keys.first ?? ""
        guard reply.status == 202, let id = reply.document[envelope]["id"].string else {
            throw RawClient.Missing(
                description: "Creating \(name): \(reply.status) \(reply.message ?? "").")
        }
        made.append("\(path)/\(id)")
        _ = try await client.trail("\(path)/\(id)")
        _ = try await ask(name, .get, "\(path)/\(id)")
        return id
    }

    private mutating func backups() async throws {
        let volume = try await make(
            "a volume", "/volumes",
            #"{"volume": {"size": 1, "name": "\#(name)", "metadata": {"k": "v"}}}"#)
        _ = try await ask("a volume at 3.0", .get, "/volumes/\(volume)", version: nil)
        _ = try await ask("a page of volumes", .get, "/volumes?limit=1&name=\(name)")
        _ = try await ask("volumes in detail", .get, "/volumes/detail?name=\(name)")
        _ = try await ask(
            "an increment without a full backup", .post, "/backups",
            #"{"backup": {"volume_id": "\#(volume)", "incremental": true}}"#)
        let create = #"{"backup": {"volume_id": "\#(volume)", "name": "\#(name)"}}"#
        let first = try await ask("creating a backup", .post, "/backups", create)
        guard let backup = first.document["backup"]["id"].string else {
            throw RawClient.Missing(description: "No backup: \(first.message ?? "").")
        }
        made.append("/backups/\(backup)")
        _ = try await ask("a backup in the making", .get, "/backups/\(backup)")
        _ = try await ask("a second backup meanwhile", .post, "/backups", create)
        _ = try await ask("deleting a backup in the making", .delete, "/backups/\(backup)")
        _ = try await ask("deleting a volume being backed up", .delete, "/volumes/\(volume)")
        _ = try await ask(
            "restoring what is not there yet", .post, "/backups/\(backup)/restore",
            #"{"restore": {}}"#)
        _ = try await client.trail("/backups/\(backup)")
        _ = try await ask("a backup", .get, "/backups/\(backup)")
        _ = try await ask("a backup at 3.0", .get, "/backups/\(backup)", version: nil)
        _ = try await ask("a page of backups", .get, "/backups?limit=1&name=\(name)")
        let increment = try await make(
            "an increment", "/backups",
            #"{"backup": {"volume_id": "\#(volume)", "name": "\#(name)", "incremental": true}}"#)
        _ = try await ask("a backup with increments", .get, "/backups/\(backup)")
        _ = try await ask("deleting a backup with increments", .delete, "/backups/\(backup)")
        _ = try await make(
            "a snapshot", "/snapshots",
            #"{"snapshot": {"volume_id": "\#(volume)", "name": "\#(name)"}}"#)
        _ = try await ask("deleting a volume with a snapshot", .delete, "/volumes/\(volume)")
        try await restore(increment)
    }

    private mutating func restore(_ backup: String) async throws {
        let reply = try await ask(
            "a restore", .post, "/backups/\(backup)/restore",
            #"{"restore": {"name": "\#(name)"}}"#)
        guard let target = reply.document["restore"]["volume_id"].string else {
            throw RawClient.Missing(description: "No restore: \(reply.message ?? "").")
        }
        made.append("/volumes/\(target)")
        _ = try await ask("a volume being restored", .get, "/volumes/\(target)")
        _ = try await ask("a backup being restored", .get, "/backups/\(backup)")
        _ = try await ask("deleting a volume being restored", .delete, "/volumes/\(target)")
        _ = try await client.trail("/volumes/\(target)")
        _ = try await client.trail("/backups/\(backup)")
        _ = try await ask("a restored volume", .get, "/volumes/\(target)")
        let action = "/volumes/\(target)/action"
        _ = try await ask("an unknown action", .post, action, #"{"bogus": {}}"#)
        _ = try await ask(
            "an upload without a name", .post, action, #"{"os-volume_upload_image": {}}"#)
        _ = try await ask(
            "reimaging before 3.68", .post, action,
            #"{"os-reimage": {"image_id": "\#(Self.nobody)"}}"#, version: "3.60")
        _ = try await ask(
            "reimaging from an unknown image", .post, action,
            #"{"os-reimage": {"image_id": "\#(Self.nobody)"}}"#)
        let upload = try await ask(
            "a volume to an image", .post, action,
            #"{"os-volume_upload_image": {"image_name": "\#(name)", "disk_format": "raw"}}"#)
        guard let image = upload.document["os-volume_upload_image"]["image_id"].string else {
            throw RawClient.Missing(description: "No image: \(upload.message ?? "").")
        }
        made.append("/v2/images/\(image)")
        _ = try await client.trail("/v2/images/\(image)", until: ["active", "killed"])
        _ = try await client.trail("/volumes/\(target)")
        note("an image of a volume", try await client.image(.get, "/v2/images/\(image)"))
    }

    private mutating func images() async throws {
        note("an unknown image", try await client.image(.get, "/v2/images/\(Self.nobody)"))
        note(
            "an unknown format",
            try await client.image(.post, "/v2/images", #"{"disk_format": "bogus"}"#))
        note(
            "a public image",
            try await client.image(.post, "/v2/images", #"{"visibility": "public"}"#))
        let reply = try await client.image(
            .post, "/v2/images",
            #"{"name": "\#(name)", "disk_format": "raw", "container_format": "bare", "#
                + #""visibility": "private"}"#)
        note("creating an image", reply)
        guard let id = reply.document["id"].string else { return }
        let path = "/v2/images/\(id)"
        made.append(path)
        let octets = [("Content-Type", "application/octet-stream")]
        let bytes: HTTPRequest.Body = .bytes([UInt8](repeating: 7, count: 4096))
        note("the file of an empty image", try await client.image(.get, path + "/file"))
        note("an upload of another type", try await client.image(.put, path + "/file", body: bytes))
        note(
            "an upload",
            try await client.image(.put, path + "/file", headers: octets, body: bytes))
        note(
            "a second upload",
            try await client.image(.put, path + "/file", headers: octets, body: bytes))
        note("an image", try await client.image(.get, path))
        note("images", try await client.image(.get, "/v2/images?name=\(name)&limit=1"))
        note("a file", try await client.image(.get, path + "/file"))
        for (what, range) in [
            ("its first bytes", "bytes=0-15"), ("its last bytes", "bytes=-4"),
            ("bytes behind its end", "bytes=4096-"), ("a range of no bytes", "items=0-1"),
        ] {
            note(what, try await client.image(.get, path + "/file", headers: [("Range", range)]))
        }
    }

    /// Deletes everything, the newest first, and waits until it is gone.
    private mutating func tidy() async throws {
        let order = made.sorted { rank($0) < rank($1) }
        made = []
        for path in order.filter({ $0.hasPrefix("/v2") }) {
            note("deleting an image", try await client.image(.delete, path))
        }
        for path in order.filter({ !$0.hasPrefix("/v2") }) {
            _ = try await client.trail(path, until: ["available", "error", "error_restoring"])
            let kind = path.split(separator: "/").first.map(String.init) ?? ""
            _ = try await ask("deleting one of the \(kind)", .delete, path)
            _ = try await client.trail(path, until: ["gone", "error_deleting"])
        }
    }

    /// Images first, then increments before full backups, then snapshots before volumes.
    private func rank(_ path: String) -> Int {
        let kinds = ["/v2": 0, "/backups": 100, "/snapshots": 200, "/volumes": 300]
        let base = kinds.first { path.hasPrefix($0.key) }?.value ?? 0
        return base - (made.firstIndex(of: path) ?? 0)
    }
}

extension RawClient.Reply {
    /// Only the top level of a document, as deeper levels differ between clouds.
    fileprivate var trimmed: RawClient.Reply {
        var reply = self
        reply.document = .object(
            Dictionary(
                uniqueKeysWithValues: ["name", "properties"].map { key in
                    if case .object = document[key] { return (key, Document.object([:])) }
                    return (key, document[key])
                }))
        return reply
    }
}
