#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A cloud over HTTP that does one thing wrong, and the release build: no foreign resource is harmed, every leftover is reported,
no secret is disclosed and no verdict is wrong. The server lists the lies and the honest verdicts for each; they are the same as in
the in-process campaign (Tests/TestSupport/Lies).

lies.py PROGRAM SERVER [short|long] [--only WORDS] [--subject NAME] [--count N] [--workers N]
CAMPAIGN_PART=2/3 runs every third lie, from the second on."""
import argparse
import base64
import concurrent.futures
import hashlib
import json
import os
import pathlib
import queue
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "shared"))
import cloud  # noqa: E402

OTHER = ["--other-cloud", "other"]
MANAGERS = ["--manager-cloud", "manager", "--other-manager-cloud", "other-manager"]
# Runs that create, delete and read; then wishes, the number of lies in the short form, and words in their names.
SUBJECTS = {
    "api": (["volume-backup", "--depth", "api"], {}, 150),
    "readers": (cloud.FACTS, {}, 70),
    "secret": (["scs-0116-permissions", *OTHER], {}, 50),
    "groups": (["scs-0115-default-rules"], {}, 30),
    "managers": (["scs-0302-x-users", "scs-0302-x-assignments", *MANAGERS], {}, 60),
    "restore-error": (["volume-backup", "--depth", "api"], {"profile": "restore-error"}, 40),
    # No digests of whole GiB are computed here; without qcow2 data are only partly proven, which is an ABORT.
    "data": (["scs-0117-x-data"], {"profile": "no-qcow2+hashless", "digests": False}, 40),
    "content": (["scs-0117-x-data"], {}, 3, "/file"),
    "guest": (["scs-0101-entropy-avail"], {}, 45),
}
PACE = {"step_ms": 2500, "factor": 20}
STRANGERS = [{"name": "database", "snapshot": True}, {"name": "scs-check-tesT-1-source", "snapshot": True}]
STATUS = {"PASS": 0, "FAIL": 1, "ABORT": 2, "MISSING": 2}


class Worker:
    """A server, a folder and the program, for one lie after another."""

    def __init__(self, options):
        self.program = options.program
        self.server = cloud.CloudServer(options.server)
        self.place = cloud.Workplace(self.server.port)
        self.tally = cloud.Tally()
        self.seconds = 0

    def run(self, subject, **wish):
        """The result of a run with that lie, once the cloud has settled too."""
        selection, wishes, *_ = SUBJECTS[subject]
        self.place.clear()
        self.server.reset(plant=STRANGERS, **PACE, **wishes)
        self.before = self.server.inventory()
        self.server.ask("lie", **wish)
        began = time.monotonic()
        reports = self.place.path / "reports"
        result = self.place.run([self.program, "run", *selection, "--cloud", "member", "--output", str(reports), "--format", "json",
                                 "--format", "markdown", "--journals", str(self.place.journals), "--verbose",
                                 "--time-limit", "60"])
        self.seconds += time.monotonic() - began
        try:
            report = json.loads((reports / "report.json").read_text())
        except (OSError, ValueError):
            report = None
        return result, report

    def honest(self, subject, form):
        """The verdicts without a lie, and the lies that apply to such a run."""
        result, report = self.run(subject)
        lies = self.server.ask("lies", long=form == "long")
        problems = self.problems(result, report, {"passes": True, "failures": []}, None)
        if report and "profile" not in SUBJECTS[subject][1] and "PASS" not in verdicts(report).values():
            problems.append("nothing passes")
        if problems:
            sys.exit(f"{subject}, without a lie: {problems}\n{result.stderr[-2000:]}")
        return verdicts(report), lies

    def lied_to(self, case):
        subject, lie, honest = case
        result, report = self.run(subject, **lie["wish"])
        told = self.server.ask("told")
        problems = self.problems(result, report, lie, honest, told["tokens"])
        if not told["hits"]:
            self.tally.count("not told, as the run went another way")
        for verdict in set(verdicts(report).values()) if report else ():
            self.tally.count(verdict)
        for problem in problems:
            self.tally.wrong(f"{subject}: {lie['name']}: {problem}; exit status {result.returncode}; again: "
                             f"--subject {subject} --only \"{lie['name']}\"")

    def problems(self, result, report, lie, honest, tokens=()):
        """All broken invariants, in words."""
        if result.returncode not in (0, 1, 2, 3):
            return [f"ended with {result.returncode}: {result.stderr[-500:]!r}"]
        if report is None:
            return [f"no report: {result.stderr[-500:]!r}"]
        found = []
        status = 3 if report["leftovers"] else STATUS[report["verdict"]]
        if not result.returncode == report["exit_status"] == status:
            found.append(f"verdict {report['verdict']}, exit_status {report['exit_status']}, ended with {result.returncode}")
        wrong = {}
        for testcase in report["testcases"]:
            verdict = spoken(testcase)
            # A failure without a lie may also occur with one.
            if honest is not None and not (verdict.startswith("FAIL") and verdict == honest.get(testcase["id"])):
                if objection := dishonest(verdict, lie):
                    wrong.setdefault((verdict, objection), []).append(testcase)
        for (verdict, objection), those in wrong.items():
            found.append(f"{verdict}: {objection}: {those[0]['id']} and {len(those) - 1} more: {ascii(those[0].get('message'))[:300]}")
        journals = self.place.remaining()
        found += self.secrets(result, tokens)
        self.server.ask("settle")
        now = self.server.inventory()
        found += [f"touched the foreign {item}" for item in sorted(self.before - now)]
        # If the report cannot know, a sentence must name the command, and the journal must exist.
        unresolved = any("run scs-check cleanup" in note.lower() for testcase in report["testcases"] for note in testcase["notes"])
        names = {leftover[key] for leftover in report["leftovers"] for key in ("id", "name") if leftover.get(key)}
        for item in map(json.loads, sorted(now - self.before)):
            is_told = unresolved or not names.isdisjoint((item["id"], item["name"])) or (names and not item["name"])
            if not is_told:
                found.append(f"left {item['name'] or item['id']} and did not say so")
        if (report["leftovers"] or unresolved) and not journals:
            found.append("something is left, and its journal is gone")
        if not report["leftovers"] and not unresolved and journals:
            found.append(f"nothing is left, and {journals} remain")
        if journals:
            cleanup = self.place.cleanup(self.program)
            if cleanup.returncode != 0:
                found.append(f"cleanup ended with {cleanup.returncode}: {cleanup.stderr[-300:]!r}")
        found += [f"cleanup did not remove {item}" for item in sorted(self.server.inventory() - self.before)]
        return found

    def secrets(self, result, tokens):
        """Finds passwords, tokens and control characters in all output."""
        texts = {"standard output": result.stdout, "standard error": result.stderr}
        for path in self.place.path.rglob("*"):
            if path.is_file() and path.name != "clouds.yaml":
                texts[path.name] = path.read_text(errors="replace")
        secrets = [("token", token) for token in tokens] + [("password", words[1]) for words in cloud.CREDENTIALS.values()]
        found = set()
        for place, text in texts.items():
            for name, secret in secrets:
                # Its middle too, as base64 has another alignment within other text.
                if secret in text or base64.b64encode(secret.encode()).decode().rstrip("=")[:-1] in text:
                    found.add(f"a {name} in {place}")
            if harm := cloud.HARMFUL.search(text):
                found.add(f"{place} holds {ascii(harm.group())}")
        return sorted(found)

    def stop(self):
        self.server.stop()
        self.place.remove()


def verdicts(report):
    """The test cases that ran."""
    return {testcase["id"]: spoken(testcase) for testcase in report["testcases"] if testcase["verdict"] != "MISSING"}


def spoken(testcase):
    """`PASS`, `FAIL timed-out`."""
    return f"{testcase['verdict']} {testcase.get('reason') or ''}".strip()


def dishonest(verdict, lie):
    """The objection to the verdict; none if the server's table allows it."""
    if verdict.startswith("PASS"):
        return None if lie["passes"] else "what must be proven was not"
    if verdict.startswith(("ABORT", "MISSING")):
        return "our own fault is no reason" if verdict == "ABORT internal" else None
    return None if verdict.removeprefix("FAIL ") in lie["failures"] else "a lie is no disproof"


def order(name):
    """Reproducible order, with different kinds of lies mixed."""
    return hashlib.sha256(name.encode()).digest()


def part():
    number, _, of = os.environ.get("CAMPAIGN_PART", "1/1").partition("/")
    return int(number) - 1, int(of)


def cases(options, worker):
    """The lies that apply to each subject, from its honest run."""
    chosen = []
    for subject, (_, _, share, *words) in SUBJECTS.items():
        if options.subject and subject != options.subject or not (share or options.form == "long" or options.subject):
            continue
        honest, lies = worker.honest(subject, options.form)
        spoken = sorted(set(honest.values()))
        print(f"{subject}: {len(lies)} lies, {len(honest)} test cases, without a lie {', '.join(spoken)}", flush=True)
        lies = sorted((lie for lie in lies if all(word in lie["name"] for word in [options.only or "", *words])),
                      key=lambda lie: order(lie["name"]))
        if options.form != "long" and not options.only:
            lies = lies[:options.count or share]
        chosen += [(subject, lie, honest) for lie in lies]
    number, of = part()
    return [case for index, case in enumerate(chosen) if index % of == number % of]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("server", type=os.path.abspath)
    parser.add_argument("form", nargs="?", default="short", choices=("short", "long"))
    parser.add_argument("--only", help="lies whose names hold these words")
    parser.add_argument("--subject", choices=SUBJECTS)
    parser.add_argument("--count", type=int, help="how many lies for each subject in the short form")
    # Runs mostly wait.
    parser.add_argument("--workers", type=int, default=8 * (os.cpu_count() or 1))
    options = parser.parse_args()
    cloud.no_cores()
    workers = [Worker(options) for _ in range(options.workers)]
    began = time.monotonic()
    try:
        chosen = cases(options, workers[0])
        free = queue.Queue()
        for worker in workers:
            free.put(worker)

        def try_out(case):
            worker = free.get()
            try:
                worker.lied_to(case)
            except (subprocess.TimeoutExpired, RuntimeError, OSError) as error:
                worker.tally.wrong(f"{case[0]}: {case[1]['name']}: {error!r}"[:1000])
            finally:
                free.put(worker)

        with concurrent.futures.ThreadPoolExecutor(len(workers)) as pool:
            list(pool.map(try_out, chosen))
    finally:
        for worker in workers:
            worker.stop()
    tally = cloud.Tally()
    for worker in workers:
        tally.add(worker.tally)
    print(f"{time.monotonic() - began:.0f} s, {sum(worker.seconds for worker in workers) / max(1, len(chosen)):.1f} s a run")
    tally.tell(f"lies over HTTP: {len(chosen)} told")
    return 1 if tally.problems else 0


if __name__ == "__main__":
    sys.exit(main())
