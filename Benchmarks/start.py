#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Where the start of the program goes: instructions by library, from valgrind's callgrind.

Usage: start.py PROGRAM. Counts are the same on every run of the same files; the time is given as a ratio to `curl --version`,
which loads the same libraries."""
import os
import subprocess
import sys
import time

from callgrind import instructions


def fastest(command, times=40):
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - began)
    return best


program = sys.argv[1]
libraries = [
    line.split()[0] for line in subprocess.run(["ldd", program], capture_output=True, text=True).stdout.splitlines()]
print(f"{len(libraries)} libraries are loaded")
for command in ([program, "--version"], [program, "list"], ["curl", "--version"]):
    counts = instructions(command)
    total = sum(counts.values())
    loader = sum(n for name, n in counts.items() if name.startswith("ld-linux"))
    own = counts[os.path.basename(command[0])]
    print(f"{os.path.basename(command[0])} {command[1]}: {total / 1e6:.1f} million instructions: loader {loader / 1e6:.1f}, "
          f"program {own / 1e6:.1f}, other libraries {(total - loader - own) / 1e6:.1f}")
curl = fastest(["curl", "--version"])
for word in ("--version", "list"):
    print(f"{word}: {fastest([program, word]) / curl:.2f} times `curl --version`")
