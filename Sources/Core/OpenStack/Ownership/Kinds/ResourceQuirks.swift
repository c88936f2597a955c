// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP

/// How the service of a kind of resource differs from others.
public struct ResourceQuirks: Codable, Hashable, Sendable {
    /// How a service is asked for the page behind another.
    public enum Paging: String, Codable, Sendable {
        /// Not at all: it gives its lists in one piece.
        case none
        /// After the id of the last item of the page before.
        case markers
        /// After so many items.
        case offsets
    }

    /// The API's version of a service that scs-check does not know: `v2`.
    public var majorVersion: String?
    /// What precedes the collection in a path: `lbaas`.
    public var folder: [PathSegment]
    /// What follows the collection in the path of its list, if the plain one lacks the status: `detail`.
    public var listPath: [PathSegment]
    /// What one of it is called in a sentence, where the envelope is no noun.
    public var noun: String?
    /// The keys of its status; the first that is there counts.
    public var statusKeys: [String]
    /// The status, in lower case, of a usable resource.
    public var ready: String
    /// States, in lower case, that it does not leave, beside those that begin with `error`.
    public var errorStates: [String]
    /// States, in lower case, in which it stays, beside those that all services have.
    public var restingStates: [String]
    /// The key of a URL that ends in its id, where the service shows no id.
    public var referenceKey: String?
    /// How its list is divided.
    public var paging: Paging
    /// Whether the service answers 403 for missing resources, so that only a list shows the truth.
    public var hidesWhatIsGone: Bool
    /// Whether the service deletes before it answers.
    public var deletesSynchronously: Bool
    /// How one of it that another resource uses is removed; nil: like any other.
    public var release: ResourceRelease?
    /// The logs to search for one of it.
    public var logs: String?

    /// What most services have in common, except for what is given.
    public init(
        majorVersion: String? = nil, folder: [PathSegment] = [], listPath: [PathSegment] = [],
        noun: String? = nil, statusKeys: [String] = ["status"], ready: String = "available",
        errorStates: [String] = [], restingStates: [String] = [], referenceKey: String? = nil,
        paging: Paging = .markers, hidesWhatIsGone: Bool = false,
        deletesSynchronously: Bool = true, release: ResourceRelease? = nil, logs: String? = nil
    ) {
        self.majorVersion = majorVersion
        self.folder = folder
        self.listPath = listPath
        self.noun = noun
        self.statusKeys = statusKeys
        self.ready = ready
        self.errorStates = errorStates
        self.restingStates = restingStates
        self.referenceKey = referenceKey
        self.paging = paging
        self.hidesWhatIsGone = hidesWhatIsGone
        self.deletesSynchronously = deletesSynchronously
        self.release = release
        self.logs = logs
    }
}
