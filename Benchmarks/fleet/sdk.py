#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The same work as the read-only scope, by openstacksdk: its calls, and a look at each flavor and image.

usage: sdk.py each|pool WORKERS CLOUD...     `each`: a process for each cloud, as SCS's own runner has it; `pool`: WORKERS
processes that stay. Prints how many flavors and images were seen, and the most memory of all processes together in KiB."""
import multiprocessing
import multiprocessing.pool
import pathlib
import subprocess
import sys
import threading


def look(cloud):
    import openstack
    connection = openstack.connect(cloud=cloud)
    flavors = list(connection.compute.flavors(get_extra_specs=True))
    images = list(connection.image.images())
    types = list(connection.block_storage.types())
    rules = list(connection.network.default_security_group_rules())
    services = connection.session.auth.get_access(connection.session).service_catalog.catalog
    assert types and rules and services
    return len(flavors) + len(images)


def memory(process):
    """Of a process and all that it started, each shared page counted once, in KiB."""
    total = 0
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if folder.name == str(process) or (folder / "stat").read_text().rsplit(")", 1)[1].split()[2] == str(process):
                total += sum(int(line.split()[1]) for line in (folder / "smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))
        except (OSError, IndexError):
            continue  # It has ended.
    return total


def main(mode, workers, clouds):
    if mode == "one":
        return print(look(clouds[0]))
    done, peak = threading.Event(), [0]

    def watch():
        while not done.wait(0.5):
            peak[0] = max(peak[0], memory(GROUP))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        if mode == "pool":
            with multiprocessing.Pool(workers) as pool:
                seen = sum(pool.imap_unordered(look, clouds))
        else:
            def each(cloud):
                return int(subprocess.run([sys.executable, __file__, "one", "1", cloud], check=True, capture_output=True, text=True).stdout)
            with multiprocessing.pool.ThreadPool(workers) as pool:
                seen = sum(pool.imap_unordered(each, clouds))
    finally:
        done.set()
        watcher.join()
    print(seen, peak[0])


if __name__ == "__main__":
    import os
    if sys.argv[1] != "one":
        os.setpgid(0, 0)
    GROUP = os.getpgrp()
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
