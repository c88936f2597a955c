// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// What the system must give this program, asked before anything is begun, and what it is not to take.
enum Surroundings {
    /// Connections, journals, reports and the libraries' own, with room to spare.
    static let leastDescriptors = 64
    /// Bytes of addresses: each thread reserves some, and a run without them hangs half way.
    static let leastMemory = 1 << 30

    /// Why no run can be carried out here, as a sentence; nil where one can.
    ///
    /// Raises the number of descriptors as far as it may.
    static func lack() -> String? {
        let descriptors = limit(RLIMIT_NOFILE, raisedTo: 1024)
        if descriptors < leastDescriptors {
            return
                "The limit of open files is \(descriptors), but a run needs \(leastDescriptors): "
                + "raise the limit with `ulimit -n 1024`. Nothing was started."
        }
        let memory = limit(RLIMIT_AS)
        if memory < leastMemory {
            return "The limit of address space is \(memory >> 20) MiB, but a run needs "
                + "\(leastMemory >> 20) MiB: raise the limit with `ulimit -v unlimited`. Nothing was "
                + "started."
        }
        return nil
    }

    /// libcurl would write the keys of each connection into the file that this variable names, which
    /// is asked for by a name of our own alone.
    static func keepKeys() {
        unsetenv("SSLKEYLOGFILE")
        if let file = getenv("SCS_CHECK_SSLKEYLOGFILE") { setenv("SSLKEYLOGFILE", file, 1) }
    }

    private static func limit(
        _ resource: __rlimit_resource, raisedTo wanted: rlim_t = 0
    ) -> Int {
        var limits = rlimit()
        let number = __rlimit_resource_t(resource.rawValue)
        guard getrlimit(number, &limits) == 0 else { return .max }
        if limits.rlim_cur < wanted, limits.rlim_cur < limits.rlim_max {
            limits.rlim_cur = min(wanted, limits.rlim_max)
            setrlimit(number, &limits)
            getrlimit(number, &limits)
        }
        return Int(clamping: limits.rlim_cur)
    }
}
