#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A gate on speed: instructions of small, fixed runs against the recorded figures.

usage: instructions.py PROGRAM [--record]

More than 5 % above a recorded figure is exit status 1; --record writes the figures anew. Only the program's own instructions
count (the Swift runtime is a part of it), as the libraries are the machine's."""
import json
import os
import sys
import tempfile

from callgrind import instructions

RECORD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "instructions.json")
LIMIT = 1.05


def measure(program):
    with tempfile.TemporaryDirectory() as folder:
        facts = folder + "/facts.json"
        runs = {
            "--version": ["--version"],
            "list": ["list"],
            # Depth api needs no data, whose digests would outweigh everything else.
            "run volume-backup --depth api": [
                "run", "volume-backup", "--depth", "api", "--cloud", "simulated", "--output", folder + "/api"],
            "run --scope iaas": [
                "run", "--scope", "iaas", "--cloud", "simulated", "--output", folder + "/scope", "--record", facts],
            "judge --scope iaas": ["judge", facts, "--scope", "iaas"],
        }
        return {
            name: instructions([program, *arguments], cwd=folder)[os.path.basename(os.path.realpath(program))]
            for name, arguments in runs.items()}


program = os.path.abspath(sys.argv[1])
found = measure(program)
if "--record" in sys.argv:
    with open(RECORD, "w") as file:
        json.dump(found, file, indent=2)
        file.write("\n")
recorded = json.load(open(RECORD))
failed = False
for name, count in found.items():
    ratio = count / recorded[name]
    wrong = ratio > LIMIT
    failed |= wrong
    print(f"{name}: {count / 1e6:.1f} million instructions, {ratio:.3f} of the record" + (", the limit is 1.05" if wrong else ""))
if failed:
    print("If this cost is wanted, record it: python3 Benchmarks/instructions.py PROGRAM --record")
sys.exit(failed)
