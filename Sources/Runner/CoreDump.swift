// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// What a crash leaves on the disk: nothing, as this program's memory holds passwords and tokens.
enum CoreDump {
    /// Forbids cores to this process and to those that it starts, and empties them where the system
    /// pipes them to a collector whatever the limit says (core(5)).
    static func forbid() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        guard let filter = fopen("/proc/self/coredump_filter", "w") else { return }
        fputs("0", filter)
        fclose(filter)
    }
}
