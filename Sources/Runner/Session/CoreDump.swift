// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Prevents core dumps, as this program's memory contains passwords and tokens.
enum CoreDump {
    /// Forbids core dumps of this process and its children, and empties them if the system pipes
    /// them to a collector regardless of the limit (core(5)).
    static func forbid() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        guard let filter = fopen("/proc/self/coredump_filter", "w") else { return }
        fputs("0", filter)
        fclose(filter)
    }
}
