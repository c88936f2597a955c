// SPDX-License-Identifier: Apache-2.0

/// Where the time of one exchange went, as the transport measured it.
package struct HTTPPhases: Sendable, Equatable {
    /// Looking up the name; nil, like the next two, if a connection was used again.
    package var lookup: Duration?
    /// Opening the connection, without TLS.
    package var connect: Duration?
    /// The TLS handshake; nil without TLS, too.
    package var handshake: Duration?
    /// From the request to the first byte of the answer.
    package var wait: Duration
    /// From its first byte to its last.
    package var receive: Duration

    package init(
        lookup: Duration?, connect: Duration?, handshake: Duration?, wait: Duration,
        receive: Duration
    ) {
        self.lookup = lookup
        self.connect = connect
        self.handshake = handshake
        self.wait = wait
        self.receive = receive
    }

    /// The phases together.
    package var total: Duration {
        [lookup, connect, handshake].compactMap(\.self).reduce(wait + receive, +)
    }
}
