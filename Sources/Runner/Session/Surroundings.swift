// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// What this program requires of the system, checked before anything starts, and what it disables.
enum Surroundings {
    /// For connections, journals, reports and libraries, with a reserve.
    static let leastDescriptors = 64
    /// Address space in bytes: each thread reserves some, and a run without it hangs half-way.
    static let leastMemory = 1 << 30

    /// Why no run is possible here, as a sentence; nil if it is.
    ///
    /// Raises the limit of file descriptors as far as possible.
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

    /// libcurl would write each connection's keys to the file in this variable; only our own
    /// variable enables that.
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
