# SPDX-License-Identifier: Apache-2.0
"""Instructions that a command executes, by the file that holds them; the same on every run of the same files."""
import collections
import os
import re
import subprocess
import tempfile


def instructions(command, **options):
    """The instructions of each program or library, without those that it calls in others; valgrind has to be installed."""
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}", *command],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            # Dictionaries in the same order on every run.
            env={**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"}, **options)
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
