#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Where the start of the program goes: instructions by library, from valgrind's callgrind.

Usage: start.py PROGRAM. Counts are the same on every run of the same files; the time is given as a ratio to `curl --version`,
which loads the same libraries."""
import collections
import os
import re
import subprocess
import sys
import tempfile
import time


def instructions(command):
    """The instructions that each object executes itself."""
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}", *command],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        names, counts, current, is_call = {}, collections.Counter(), None, False
        for line in open(out.name):
            if match := re.match(r"ob=\((\d+)\)(?: (.*))?", line):
                if match[2]:
                    names[match[1]] = match[2].strip()
                current = match[1]
            elif line.startswith(("cob=", "cfi=", "cfn=", "fn=", "fl=", "fi=", "fe=")):
                if match := re.match(r"cob=\((\d+)\)(?: (.*))?", line):
                    if match[2]:
                        names[match[1]] = match[2].strip()
            elif line.startswith("calls="):
                is_call = True
            elif re.match(r"[+*\d-]", line):
                if not is_call:
                    counts[current] += int(line.split()[1])
                is_call = False
    return collections.Counter({os.path.basename(names.get(key, "?")): n for key, n in counts.items()})


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
