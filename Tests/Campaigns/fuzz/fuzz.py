#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Feeds every parser with libFuzzer's mutations of its seeds, and prints the results.

fuzz.py PROGRAM [--executions N] [--keep DIR]      exit status 1: a crash, a hang or too much memory"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
STANDARDS = HERE.parents[2] / "Standards"
SUBJECTS = ["agent", "archive", "attestations", "certificate", "clouds", "documents", "facts", "flavor", "flavors", "gzip", "image",
            "journal", "json", "key", "limits", "quota", "report", "retry-after", "scope", "signature", "signers", "standard", "token",
            "toml", "upload", "volumes", "words", "yaml"]
# Fast parsers get a larger share of the executions.
SHARE = {"flavor": 3, "retry-after": 3, "words": 2, "certificate": 3, "facts": 0.5, "report": 0.5, "scope": 0.5,
         "standard": 0.5, "key": 0.2, "signature": 0.5}
LIMITS = ["-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1", "-verbosity=1"]


def seeds(subject):
    files = list((HERE / "Seeds").glob(f"{subject}[.-]*"))
    if subject in ("yaml", "standard"):
        files += STANDARDS.glob("iaas/scs-*.yaml")
    if subject in ("yaml", "scope"):
        files += [STANDARDS / "iaas/scope.yaml", STANDARDS / "external/scs-0128.yaml"]
    return files


def run(program, subject, executions, folder, seed):
    corpus = folder / subject / "corpus"
    corpus.mkdir(parents=True)
    for file in seeds(subject):
        shutil.copy(file, corpus / file.name)
    process = subprocess.run(
        [program, f"-runs={executions}", f"-max_len={262144 if subject in ('scope', 'report') else 8192}",
         f"-artifact_prefix={folder / subject}/", f"-seed={seed}", *LIMITS, str(corpus)],
        env=dict(os.environ, SCS_CHECK_FUZZ=subject, SWIFT_BACKTRACE="enable=no"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors="replace")
    (folder / subject / "log").write_text(process.stdout)
    found = dict(re.findall(r"^stat::(\w+):\s+(\d+)", process.stdout, re.M))
    covered = re.findall(r"cov: (\d+)", process.stdout)
    return {"subject": subject, "status": process.returncode, "covered": int(covered[-1]) if covered else 0,
            "executed": int(found.get("number_of_executed_units", 0)), "memory": int(found.get("peak_rss_mb", 0)),
            "rate": int(found.get("average_exec_per_sec", 0)),
            "artifacts": [p.name for p in (folder / subject).glob("*-*")]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--executions", type=int, default=400_000, help="of all subjects together")
    parser.add_argument("--seed", type=int, default=1, help="the same one tries the same; 0: another one each time")
    parser.add_argument("--keep", type=pathlib.Path, help="where corpora, logs and findings go")
    options = parser.parse_args()
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="scs-check-fuzz-"))
    part = options.executions / sum(SHARE.get(s, 1) for s in SUBJECTS)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(
            lambda s: run(options.program, s, int(part * SHARE.get(s, 1)) + 1, folder, options.seed), SUBJECTS))
    print(f"{'parser':14} {'executions':>11} {'a second':>9} {'edges':>7} {'MiB':>5}  findings")
    for r in results:
        print(f"{r['subject']:14} {r['executed']:11,} {r['rate']:9,} {r['covered']:7,} {r['memory']:5}  "
              f"{', '.join(r['artifacts']) or ('none' if r['status'] == 0 else 'ended with %d' % r['status'])}")
    bad = [r for r in results if r["status"] != 0 or r["artifacts"]]
    print(f"{sum(r['executed'] for r in results):,} executions, {len(bad)} parsers with findings; see {folder}")
    if not bad and not options.keep:
        shutil.rmtree(folder)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
