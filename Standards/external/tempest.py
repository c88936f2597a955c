#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs Tempest with the tests that scs-0128 requires, and prints `testcase-id: PASS|FAIL|ABORT`."""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys

TESTS = pathlib.Path(__file__).parent / "tempest-tests.txt"


def verdict(output):
    """The verdict of Tempest's own summary, and the names of the tests that failed."""
    totals = dict(re.findall(r"^ - (Passed|Skipped|Failed|Unexpected Success): (\d+)", output, re.M))
    ran = re.search(r"^Ran: (\d+) tests", output, re.M)
    # A failure of a whole class is reported with the class.
    failed = re.findall(r"^\{\d+\} ((?:setUpClass|tearDownClass) \(\S+\)|\S+).*\.\.\. FAILED$", output, re.M)
    if not ran or "Failed" not in totals:
        return "ABORT", failed
    if int(totals["Failed"]) or int(totals.get("Unexpected Success", 0)):
        return "FAIL", failed
    # If all tests were skipped, nothing was shown.
    return ("PASS" if int(totals["Passed"]) else "ABORT"), failed


def unknown(tempest, workspace):
    """How many of the required tests this Tempest does not have: it passes over them without a word."""
    known = subprocess.run([tempest, "run", "--list-tests", "--load-list", str(TESTS)], cwd=workspace, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, text=True, errors="replace").stdout
    return [line for line in TESTS.read_text().split() if line.split("[")[0] + "[" not in known]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=pathlib.Path, required=True, help="what `tempest init` has made")
    parser.add_argument("--concurrency", type=int, default=2)
    parser.add_argument("testcases", nargs="*")
    options = parser.parse_args()
    inside = options.workspace / "venv/bin/tempest"
    tempest = str(inside) if inside.exists() else shutil.which("tempest")
    result, why = "ABORT", None
    if not tempest:
        why = f"Tempest is not installed: neither on the path nor as {inside}."
    elif not (options.workspace / "etc/tempest.conf").exists():
        why = f"{options.workspace} is no workspace of Tempest: it has no etc/tempest.conf; make one with tempest init."
    else:
        process = subprocess.run(
            [tempest, "run", "--load-list", str(TESTS), "--concurrency", str(options.concurrency)],
            cwd=options.workspace, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        result, failed = verdict(process.stdout)
        for line in re.findall(r"^Ran: .*|^ - (?:Passed|Skipped|Failed): .*", process.stdout, re.M):
            print(f"INFO: {line.strip(' -')}", file=sys.stderr)
        for name in failed:
            print(f"ERROR: {name} failed", file=sys.stderr)
        lacking = unknown(tempest, options.workspace)
        if lacking and result == "PASS":
            result, why = "ABORT", f"This Tempest lacks {len(lacking)} of the required tests, {lacking[0]} for one; install a newer one."
        elif result == "ABORT":
            why = "Tempest did not come to its summary: " + " / ".join(process.stdout.strip().splitlines()[-5:])
    if why:
        print(f"CRITICAL: {why}", file=sys.stderr)
    for testcase in options.testcases:
        print(f"{testcase}: {result}")
    return 1 if why else 0


if __name__ == "__main__":
    sys.exit(main())
