// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP
public import SCSOpenStack
import SCSSupport

/// What a check may do with its own resources.
extension CheckContextOf where Subject == Cloud {
    /// Deletes the run's own resource and returns once it is gone.
    ///
    /// `witness` deletes it if its creator may not.
    public func delete<R>(_ owned: Owned<R>, seenBy witness: CheckContext? = nil) async throws {
        do {
            tracker.note(owned.n, .deleting)
            try await Deletion(
                cloud: witness?.cloud ?? cloud, kind: R.kind, id: owned.id, name: owned.name,
                prefix: tracker.prefix
            ).run(limit: settings.timeLimit)
            tracker.note(owned.n, .gone)
            onEvent(.tracked(testcase: testcase.id, .gone(kind: R.kind.noun, name: owned.name)))
        } catch let stuck as Deletion.Stuck {
            throw Finding(
                .resourceError, "The \(R.kind.noun) \(owned.id) cannot be deleted: \(stuck.reason)")
        } catch let stranger as Deletion.NotOurs {
            throw UnreadableAnswer(call: "GET /\(R.kind.collection)", detail: "\(stranger)")
        } catch let timeout as WaitTimedOut {
            throw Finding(
                .timedOut,
                "The \(R.kind.noun) \(owned.id) was still there \(timeout.limit.formatted) after its "
                    + "deletion was requested.",
                evidence: [Evidence(.states, "\(R.kind.noun): \(timeout.trail)")])
        }
    }

    /// The run's own resource as the cloud shows it now; throws the last 404 after some seconds of
    /// them.
    public func show<R>(_ owned: Owned<R>) async throws -> R {
        try await R.present(owned, in: cloud)
    }

    /// Whether the list of its kind shows the resource under its name within some seconds.
    public func isListed<R>(_ owned: Owned<R>) async throws -> Bool {
        do {
            return try await poll(clock: cloud.clock, limit: .seconds(10)) { _, _ in
                let named = try await cloud.resourceSnapshots(of: R.kind, named: owned.name)
                if named.contains(where: { $0.id == owned.id }) { return .done(true) }
                // A list that spells its name differently shows it all the same.
                let all = try await cloud.resourceSnapshots(of: R.kind)
                return all.contains { $0.id == owned.id } ? .done(true) : .still("not listed")
            }
        } catch is WaitTimedOut {
            return false
        }
    }

    /// Connects one of the run's routers to one of its ports, as the gateway of the port's subnet.
    public func connect(
        _ port: Owned<NetworkResource<PortKind>>, to router: Owned<NetworkResource<RouterKind>>
    ) async throws {
        try await router.recheck()
        try await port.recheck()
        _ = try await cloud.json(
            Call(
                .put, .network, ["routers", .owned(router), "add_router_interface"],
                json: ["port_id": .id(port.id)]))
    }

    /// Requests a deletion that the cloud must refuse; nil if it accepted.
    public func refusal<R>(toDelete owned: Owned<R>) async throws -> APIError? {
        try await owned.recheck()
        do {
            _ = try await cloud.send(
                Call(
                    .delete, try R.kind.knownService(),
                    ChangeSegment.path(of: R.kind) + [.owned(owned)]))
            return nil
        } catch let error as APIError where error.refusesChange {
            record(Evidence(.refusal, error.description))
            return error
        }
    }

    /// Changes the run's own resource by `call`, and retries while the service is too busy.
    ///
    /// A service that answers "too many" may have made the change: the resource is in motion then.
    private func change<R>(_ owned: Owned<R>, by call: () async throws -> Void) async throws {
        var efforts = Efforts(cloud.configuration.retryPolicy(for: R.kind.service))
        while true {
            try await owned.recheck()
            do {
                return try await call()
            } catch let error as APIError where error.isBusy {
                guard let pause = efforts.pause(after: error, at: cloud.date()) else { throw error }
                try await cloud.clock.sleep(for: pause)
                let shown = try await show(owned)
                guard !R.kind.isInMotion(shown.status) else { return }
            }
        }
    }

    /// Reverts the run's own volume to its newest snapshot, and waits until both are ready.
    ///
    /// Source: https://docs.openstack.org/api-ref/block-storage/v3/#revert-volume-to-snapshot
    public func revert(_ volume: Owned<Volume>, to snapshot: Owned<Snapshot>) async throws {
        let call = Call(
            .post, .blockStorage, ["volumes", .owned(volume), "action"],
            json: ["revert": ["snapshot_id": .id(snapshot.id)]], microversion: Microversion(3, 40))
        try await change(volume) { _ = try await cloud.send(call) }
        try await wait(for: volume)
        try await wait(for: snapshot)
    }

    /// Restores a backup over one of the run's volumes, and waits until both are ready again.
    public func restore(_ backup: Owned<Backup>, over volume: Owned<Volume>) async throws {
        let call = Call(
            .post, .blockStorage, ["backups", .owned(backup), "restore"],
            json: ["restore": ["volume_id": .id(volume.id)]])
        // An unreadable answer does not stop a restore that has begun.
        try await change(volume) { _ = try await cloud.json(call) }
        try await wait(for: volume, concerning: [backup.id])
        try await wait(for: backup, concerning: [volume.id])
    }

    /// Restores a backup onto a new volume, and waits until both are ready.
    ///
    /// Cinder creates the volume and then starts the restore. If its answer is lost, the volume may
    /// stay empty because no restore ever starts; it is then abandoned for another one.
    /// Source: `restore` in cinder/backup/api.py.
    public func restore(_ backup: Owned<Backup>, as role: String) async throws -> Owned<Volume> {
        for _ in 1...3 {
            let volume = try await create(.restoring(backup, role))
            if let loss = volume.loss { record(Evidence(.note, loss)) }
            try await wait(for: volume, concerning: [backup.id])
            // The volume is ready a moment before the backup is.
            try await wait(for: backup, concerning: [volume.id])
            guard volume.loss != nil else { return volume }
            if try await isRestored(volume, from: backup) { return volume }
            note(
                "A restore stopped before its volume \(volume.id) held the backup, so the backup "
                    + "is restored again.")
            try await delete(volume)
            try await wait(for: backup)
        }
        throw Finding(
            .unreachable, "Three restores of the backup \(backup.id) stopped early.",
            advice: "Search the log of the Block Storage API for this backup.")
    }

    /// Whether the cloud recorded, at the end of a restore, what is on the volume.
    ///
    /// Source: `restore_backup` in cinder/backup/manager.py.
    private func isRestored(
        _ volume: Owned<Volume>, from backup: Owned<Backup>
    ) async throws -> Bool {
        _ = try await show(volume)
        let shown = try await cloud.json(Call(.get, .blockStorage, ["volumes", volume.id]))
        return shown["volume"]?["metadata"]?["src_backup_id"]?.string == backup.id.text
    }

    /// Creates an image and uploads its bytes; `length` in bytes.
    public func upload(
        _ draft: Draft<Image>, length: Int64, open: @escaping @Sendable () -> any ByteSource
    ) async throws -> Owned<Image> {
        let image = try await create(draft)
        try await image.recheck()
        var call = Call(.put, .image, ["images", .owned(image), "file"])
        call.payload = .stream(
            length: length, contentType: "application/octet-stream", open: open)
        do {
            _ = try await cloud.send(call)
        } catch let error as APIError where error.isConflict {
            // A repeated upload whose first answer was lost finds the image filled.
            guard try await cloud.images.image(image.id).status == "active" else { throw error }
        }
        try await wait(for: image)
        return image
    }
}
