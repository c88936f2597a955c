// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// What a user message of Block Storage is about.
enum MessageCause: Sendable {
    case backupDriverFailed
    case noBackupService
    case restoreFailed
    case imageUnusable

    /// The numbers of action and detail in the event id, and the text.
    var event: (number: String, text: String) {
        switch self {
        case .backupDriverFailed:
            ("013_020", "create backup:Backup driver failed to create backup.")
        case .noBackupService:
            (
                "013_024",
                "create backup:Backup failed to schedule. Service not found for creating backup."
            )
        case .restoreFailed:
            ("015_026", "restore backup:Backup driver failed to restore backup.")
        case .imageUnusable: ("005_001", "copy image to volume:An unknown error occurred.")
        }
    }
}

extension World {
    mutating func tell(
        _ cause: MessageCause, about record: some Record, kind: String, _ request: String
    ) {
        let event = cause.event
        messages.append(
            Message(
                id: random.uuid(), project: record.project, created: now, requestID: request,
                event: "VOLUME_\(kind)_\(event.number)", text: event.text, resourceType: kind,
                resourceID: record.id))
    }

    mutating func messages(_ request: BlockStorageCall) throws(Answer) -> Answer {
        guard request.version.isAtLeast(3) else { throw .notInVersion }
        let mine = messages.filter { $0.project == request.project }
        if request.path.count == 2 {
            guard let message = mine.first(where: { $0.id == request.path[1] }) else {
                throw .notFound("Message \(request.path[1])")
            }
            if request.call.method == .delete {
                messages.removeAll { $0.id == message.id }
                return Answer(status: 204)
            }
            return .json(200, ["message": view(message)])
        }
        guard request.call.method == .get else { throw .unknownPath }
        var rows = Array(mine.reversed())
        // Filters and pages came with 3.5; older versions ignore them.
        if request.version.isAtLeast(5) {
            for (key, value) in request.call.query {
                switch key {
                case "resource_uuid": rows.removeAll { $0.resourceID != value }
                case "resource_type": rows.removeAll { $0.resourceType != value }
                case "request_id": rows.removeAll { $0.requestID != value }
                case "event_id": rows.removeAll { $0.event != value }
                case "limit": rows = Array(rows.prefix(Int(value) ?? rows.count))
                default: break
                }
            }
        }
        return .json(200, ["messages": .array(rows.map { view($0) })])
    }

    private func view(_ message: Message) -> JSON {
        let end = "\(message.project)/messages/\(message.id)"
        return [
            "id": .string(message.id), "event_id": .string(message.event),
            "user_message": .string(message.text), "message_level": "ERROR",
            "created_at": stamp(message.created),
            "guaranteed_until": stamp(message.created + .seconds(30 * 86400)),
            "request_id": .string(message.requestID),
            "links": [
                ["rel": "self", "href": .string("\(Host.volume.text)/v3/\(end)")],
                ["rel": "bookmark", "href": .string("\(Host.volume.text)/\(end)")],
            ],
            "resource_type": .string(message.resourceType),
            "resource_uuid": .string(message.resourceID),
        ]
    }
}
