// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials

/// What plug-ins may have of a run.
package struct PluginAccess: Sendable {
    /// The names of those that get the endpoints and the token of the run.
    package var allowed: Set<String> = []
    /// Where a program reaches an address of the cloud: one that is simulated is on no network.
    package var address: @Sendable (String) -> String = { $0 }
    /// The present, for deadlines: the machine's, whatever the cloud's.
    package var date: @Sendable () -> Date = { Date() }
    /// How long they are kept waiting for an acknowledgement, to see whether they wait.
    package var acknowledgementDelay = Duration.zero

    package init() {}
}
