#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Where the program's size comes from: its sections as they are stored, and its symbols by module.

usage: size.py PROGRAM      (make bench-size); PROGRAM has its symbols."""
import collections
import re
import subprocess
import sys

OURS = "SCSSupport SCSYAML SCSHTTP SCSOpenStack SCSCheckCommand SCSCheckModules SCSCheck SCSFleet SCSHandover SCSSimulatedCloud".split()
OTHERS = {"ArgumentParser": "ArgumentParser", "FoundationEssentials": "Foundation", "_StringProcessing": "regular expressions",
          "_RegexParser": "regular expressions", "Dispatch": "Dispatch"}
NAMES = re.compile("|".join([*OURS, *OTHERS]))


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def table(title, sizes, least):
    total = sum(sizes.values())
    print(f"| {title} | MB |\n| --- | --- |")
    for name, size in sizes.most_common():
        if size >= least:
            print(f"| {name} | {size / 1e6:.2f} |")
    print(f"| all | {total / 1e6:.1f} |\n")


sections = collections.Counter()
for line in output("size", "-A", sys.argv[1]).splitlines():
    words = line.split()
    # What is not loaded is stripped, and .bss is not stored.
    if len(words) == 3 and words[0].startswith(".") and words[2] != "0" and words[0] != ".bss":
        sections[words[0]] += int(words[1])
table("section", sections, 200_000)

modules = collections.Counter()
for line in output("nm", "-S", "--defined-only", sys.argv[1]).splitlines():
    words = line.split(None, 3)
    if len(words) == 4 and words[2] not in "bB":
        module = NAMES.search(words[3])
        swift = "Swift's standard library, and its generics made for our types" if words[3].startswith("$s") else "Swift's runtime and C"
        modules[OTHERS.get(module[0], module[0]) if module else swift] += int(words[1], 16)
table("module", modules, 0)
ours = sum(modules[name] for name in OURS)
print(f"Our own modules: {ours / 1e6:.1f} MB.")
