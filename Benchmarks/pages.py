# SPDX-License-Identifier: Apache-2.0
"""Time, memory and size of pages for many clouds: pages.py PROGRAM [SUBJECTS COLUMNS]

The matrix (by `merge`), several reports (by `render`) in each format, a site, and how long Chromium takes
to show each page, if there is one. It may lay out at most a tenth of a page's boxes: the rest is out of sight.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Tests", "Browser"))
from chromium import Chromium, program as chromium

program = os.path.abspath(sys.argv[1])
subjects, columns = (int(word) for word in sys.argv[2:4] or [1000, 90])
verdicts = ["PASS"] * 17 + ["FAIL", "ABORT", "MISSING"]


def matrix():
    def subject(number):
        cells = {}
        for column in range(columns):
            verdict = verdicts[(number * 7 + column * 13) % len(verdicts)] if number % 3 else "PASS"
            others = {} if verdict == "PASS" else {f"scs-{column:04}-test-{n}": verdict for n in range(3)}
            cells[f"scs-{column:04}-v1"] = {"verdict": verdict, "passed": 3, "others": others,
                                            "since": "2026-11-28T02:00:00Z"}
        bad = number % 3
        return {"name": f"cloud-{number:04}", "cloud": f"cloud-{number:04}", "groups": ["production"], "labels": {},
                "verdict": "FAIL" if bad else "PASS", "exit_status": 1 if bad else 0,
                "summary": "FAIL: 3 main test cases failed, 87 passed" if bad else "Certificate PASS; 90 test cases passed",
                "calls": 170, "leftovers": 0, "standards": cells,
                "changes": [{"testcase": "scs-0001-test-1", "from": "PASS", "to": "FAIL"}] if bad else [],
                "slowest": [{"testcase": "scs-0001-test-1", "duration_seconds": number / 10}]}

    return {"schema_version": 1, "tool": {"name": "scs-check", "version": "0.2.0"},
            "run": {"started_at": "2026-11-28T02:00:00Z", "ended_at": "2026-11-28T03:00:00Z",
                    "duration_seconds": 3600, "interrupted": False},
            "exit_status": 1, "missing": [], "subjects": [subject(number) for number in range(subjects)],
            "standards": [{"id": f"scs-{column:04}-v1", "version": f"scs-{column:04}-v1", "name": "A standard",
                           "url": "https://docs.scs.community"} for column in range(columns)]}


def measure(name, *arguments, to=None, file=None):
    """Runs the program and prints its time, the most memory that it took, and the size of what it made."""
    began = time.monotonic()
    with open(to or os.devnull, "wb") as output:
        process = subprocess.Popen([program, *arguments], stdout=output, stderr=subprocess.PIPE)
        text = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{arguments[:3]} failed: {text[-500:]}")
    size = os.path.getsize(file or to)
    print(f"{name:20} {time.monotonic() - began:6.2f} s {usage.ru_maxrss / 1024:7.0f} MiB {size / 1e6:8.2f} MB")


with tempfile.TemporaryDirectory(prefix="scs-check-pages-") as folder:
    os.makedirs(f"{folder}/one")
    with open(f"{folder}/one/matrix.json", "w") as file:
        json.dump(matrix(), file)
    print(f"{subjects} subjects x {columns} columns: time, memory, size")
    for name, kind, file in [("matrix json, md", "json", "json"), ("matrix json, md, html", "html", "html")]:
        measure(name, "merge", f"{folder}/one", "--output", f"{folder}/{kind}", "--format", kind,
                file=f"{folder}/{kind}/matrix.{file}")
    subprocess.run([program, "run", "--scope", "iaas", "--cloud", "simulated", "--quiet", "--output", f"{folder}/report"],
                   check=True, stdout=subprocess.DEVNULL)
    with open(f"{folder}/report/report.json") as file:
        report = json.load(file)
    reports = []
    for number in range(subjects):
        report["subject"]["cloud"], report["run"]["id"] = f"cloud-{number:04}", f"benchmark{number:07}"
        reports.append(f"{folder}/{number}.json")
        with open(reports[-1], "w") as file:
            json.dump(report, file)
    print(f"{subjects} reports x {len(report['testcases'])} test cases")
    for kind in ["markdown", "html", "junit", "csv", "sarif", "ctrf", "oscal", "scs"]:
        measure(f"render {kind}", "render", *reports, "--format", kind, to=f"{folder}/all.{kind}")
    measure("site", "site", f"{folder}/site", *reports, file=f"{folder}/site/index.html")
    if chromium():
        heavy = []
        for page in ["html/matrix.html", "all.html", "site/index.html"]:
            with Chromium() as browser:
                began = time.monotonic()
                browser.size(1600)
                browser.open(f"{folder}/{page}")
                browser.run("document.body.offsetHeight")
                shown = time.monotonic() - began
                nodes, boxes = browser.boxes()
                text = f"Chromium, {page}: shown after {shown:.2f} s, {boxes} boxes of {nodes} nodes ({boxes / nodes:.1%})"
                if browser.run("document.forms.length"):
                    began = time.monotonic()
                    browser.run("(() => { document.forms[0].elements.text.value = '7'; document.forms[0].dispatchEvent("
                                "new Event('input')); return document.body.offsetHeight; })()")
                    text += f", filtered in {time.monotonic() - began:.2f} s"
                print(text)
                if nodes > 100_000 and boxes > nodes / 10:
                    heavy.append(page)
        if heavy:
            raise SystemExit(f"Chromium lays out more than a tenth of {', '.join(heavy)}.")
