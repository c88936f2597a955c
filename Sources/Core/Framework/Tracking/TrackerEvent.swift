// SPDX-License-Identifier: Apache-2.0

/// What the tracker does, for progress and transcripts.
public enum TrackerEvent: Sendable {
    case created(kind: String, name: String, id: String)
    /// The answer to a creation was lost, and the resource was found by its name.
    case recovered(kind: String, name: String, id: String)
    /// A creation is tried again under another name, after this pause.
    case again(kind: String, name: String, reason: String, pause: Duration)
    case gone(kind: String, name: String)
}
