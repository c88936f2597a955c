#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Signals in every phase of a run, closed pipes, full disks, kills while reports are written, and file
permissions. (Descriptors and memory over 1,000 runs are in LimitCampaign.swift.)

limits.py PROGRAM SERVER [short|long]"""
import argparse
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "shared"))
import cloud  # noqa: E402

RUN = ["volume-backup", "--depth", "api", "--cloud", "member"]
PACE = {"step_ms": 2500, "factor": 20}


class Limits:
    def __init__(self, options):
        self.program, self.is_long = options.program, options.form == "long"
        self.server = cloud.CloudServer(options.server)
        self.place = cloud.Workplace(self.server.port)
        self.tally = cloud.Tally()
        self.reports = self.place.path / "reports"

    def begin(self, **wishes):
        self.place.clear()
        self.server.reset(**{**PACE, **wishes})
        self.before = self.server.inventory()

    def command(self, *more, subject=RUN):
        return [self.program, "run", *subject, "--journals", str(self.place.journals), *more]

    def nothing_left(self, what):
        now = self.server.inventory()
        self.tally.check(now == self.before, f"{what}: left {sorted(now - self.before)[:3]}")
        self.tally.check(not self.place.remaining(), f"{what}: journals remain: {self.place.remaining()}")

    def held(self, line, process):
        """Stops the run at its first request of that kind; returns whether it reached one."""
        while process.poll() is None:
            if self.server.ask("reached", within_ms=50):
                return True
        return False

    def number(self, start, after=""):
        """The number of the first request that starts so, after one that starts with `after`."""
        lines = self.requests
        begin = next(i for i, line in enumerate(lines) if line.startswith(after))
        return next(i for i, line in enumerate(lines) if i >= begin and line.startswith(start)) + 1

    def learn(self):
        self.begin()
        result = self.place.run(self.command())
        self.tally.check(result.returncode == 0, f"a whole run: {result.returncode} {result.stderr[-500:]}")
        self.nothing_left("a whole run")
        self.requests = self.server.requests()

    # MARK: Signals

    def signals(self):
        phases = {"signing in": ("POST /identity", ""), "reading": ("GET /volume", ""),
                  "creating": ("POST /volume", ""), "waiting": ("GET /volume", "POST /volume"),
                  "cleaning up": ("DELETE /", "")}
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            for phase, (start, after) in phases.items():
                if self.is_long or number == signal.SIGTERM or phase == "cleaning up":
                    self.first(number, phase, self.number(start, after))
                    self.second(number, phase, self.number(start, after))
            self.while_writing(number)
        self.under_nohup()

    def under_nohup(self):
        """Under nohup, a terminal that goes away ends nothing."""
        self.begin()
        self.server.ask("stop", number=self.number("POST /volume"), phase="received")
        process = self.place.start(self.command(), preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        self.held("creating", process)
        process.send_signal(signal.SIGHUP)
        time.sleep(0.2)
        self.server.ask("release")
        self.tally.count("hangups under nohup")
        self.tally.check(process.wait(60) == 0, f"SIGHUP under nohup: ended with {process.returncode}")
        self.nothing_left("SIGHUP under nohup")

    def first(self, number, phase, request):
        """One signal: cleanup, report, 130."""
        what = f"{number.name} while {phase}"
        self.begin()
        self.server.ask("stop", number=request, phase="received")
        process = self.place.start(self.command("--output", str(self.reports)), stderr=subprocess.PIPE)
        if not self.tally.check(self.held(phase, process), f"{what}: the run never came there"):
            return
        process.send_signal(number)
        time.sleep(0.3)
        if phase not in ("signing in", "reading"):
            self.server.ask("release")
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            self.tally.wrong(f"{what}: the run goes on")
        if phase in ("signing in", "reading"):
            # An interrupted run does not wait for a service that does not answer.
            self.server.ask("release")
        self.tally.count("first signals")
        errors = process.stderr.read().decode(errors="replace")
        self.tally.check(process.returncode == 130, f"{what}: ended with {process.returncode}: {errors[-500:]}")
        self.tally.check(self.report_is_whole(), f"{what}: no whole report")
        if self.report_is_whole():
            run = json.loads((self.reports / "report.json").read_text())["run"]
            self.tally.check(run["interrupted"], f"{what}: the report does not tell")
        self.nothing_left(what)

    def second(self, number, phase, request):
        """Two signals: the run ends at once, and cleanup finishes it."""
        what = f"two {number.name} while {phase}"
        self.begin()
        self.server.ask("stop", number=request, phase="received")
        process = self.place.start(self.command())
        if not self.held(phase, process):
            return
        process.send_signal(number)
        time.sleep(0.2)
        began = time.monotonic()
        process.send_signal(number)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            self.tally.wrong(f"{what}: the run goes on")
        self.tally.count("second signals")
        self.tally.check(process.wait() == 130, f"{what}: ended with {process.returncode}")
        self.tally.check(time.monotonic() - began < 5, f"{what}: ended late")
        self.server.ask("release")
        result = self.place.cleanup(self.program)
        self.tally.check(result.returncode == 0, f"{what}: cleanup ended with {result.returncode}: {result.stderr[-300:]}")
        self.nothing_left(what)

    def while_writing(self, number):
        """A signal while the report is written: it is complete, and the status is 130."""
        if not shutil.which("strace"):
            return
        self.begin()
        tracer = ["strace", "-f", "-qq", "-o", "/dev/null", "-I", "never", "-e", "trace=rename,renameat,renameat2",
                  "-e", "inject=rename,renameat,renameat2:delay_enter=1500000"]
        process = self.place.start([*tracer, *self.command("--output", str(self.reports), subject=["scs-0103", "--cloud", "member"])])
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not list(self.reports.glob(".*.part")):
            time.sleep(0.01)
        child = int(subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True).stdout.split()[0])
        os.kill(child, number)
        self.tally.count("signals while writing")
        self.tally.check(process.wait(30) == 130, f"{number.name} while writing: ended with {process.returncode}")
        self.tally.check(self.report_is_whole(), f"{number.name} while writing: no whole report")

    # MARK: Reports

    def report_is_whole(self):
        try:
            json.loads((self.reports / "report.json").read_text())
            text = (self.reports / "report.md").read_text()
            return text.startswith("# ") and "\n## Run\n" in text and text.endswith("\n")
        except (OSError, ValueError):
            return False

    def verdicts(self, report):
        return [(testcase["id"], testcase["verdict"]) for testcase in json.loads(report)["testcases"]]

    def facts(self):
        facts = self.place.path / "facts.json"
        result = self.place.run(self.command("--record", str(facts), subject=["scs-0103", "scs-0104", "--cloud", "member"]))
        self.tally.check(facts.exists(), f"--record wrote nothing: {result.stderr[-300:]}")
        return facts

    def killed_writes(self):
        """Killed at each system call that writes a report: the old or the new one remains, never a partial one."""
        if not shutil.which("strace"):
            print("strace is missing: no kills at writes of reports (apt install strace)")
            return
        self.begin()
        facts = self.facts()
        judge = [self.program, "judge", str(facts), "--output", str(self.reports)]
        self.place.run(judge)
        for call in ("openat", "write", "fsync", "rename", "close"):
            done = False
            for number in range(1, 400):
                if call in ("openat", "close") and not self.is_long and number % 4:
                    continue
                old = (self.reports / "report.json").read_bytes()
                process = self.place.start(["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                                            f"inject={call}:signal=KILL:when={number}", *judge])
                code = process.wait(60)
                self.tally.count("kills while reporting")
                self.tally.check(self.report_is_whole(), f"killed at {call} {number}: half a report")
                new = (self.reports / "report.json").read_bytes()
                self.tally.check(new == old or self.verdicts(new) == self.verdicts(old),
                                 f"killed at {call} {number}: another report")
                done = code in (0, 1, 2)
                if done:
                    break
            self.tally.check(done, f"no end of {call}")

    def full(self):
        """No space for a report, or for standard output: an error, and the old report is untouched."""
        self.begin()
        facts = self.facts()
        judge = [self.program, "judge", str(facts)]
        self.place.run([*judge, "--output", str(self.reports)])
        old = (self.reports / "report.json").read_bytes()
        size = len(old)
        # Times in it vary in length: a limit slightly below the old report's size prevents a new one.
        for limit in (0, 1, size // 2, size - 4096):
            result = self.place.run([*judge, "--output", str(self.reports)],
                                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
            self.tally.count("full disks")
            if "cannot be" not in result.stderr:
                self.tally.wrong(f"report on a disk full at {limit}: not told: {result.stderr[-300:]}")
            self.tally.check(result.returncode in (2, 64), f"report on a disk full at {limit}: {result.returncode}")
            self.tally.check((self.reports / "report.json").read_bytes() == old, f"disk full at {limit}: the old report is gone")
            self.tally.check(not list(self.reports.glob(".*")), f"disk full at {limit}: {list(self.reports.glob('.*'))} remains")
            if result.returncode == 2:
                json.loads(result.stdout)
        for options in (["--format", "json"], ["--format", "markdown"], ["--format", "lines"]):
            with open("/dev/full", "wb") as nowhere:
                process = self.place.start([*judge, *options], stdout=nowhere, stderr=subprocess.PIPE)
                errors = process.communicate(timeout=60)[1].decode()
            self.tally.count("full standard outputs")
            self.tally.check(process.returncode == 2 and "No space left" in errors,
                             f"{options[1]} to /dev/full: {process.returncode} {errors[-300:]}")

    def folder_vanished(self):
        self.begin()
        self.server.ask("stop", number=len(self.requests) - 3, phase="received")
        process = self.place.start(self.command("--output", str(self.reports)), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.held("", process)
        shutil.rmtree(self.reports)
        self.server.ask("release")
        out, errors = (text.decode() for text in process.communicate(timeout=60))
        self.tally.count("folders that vanished")
        self.tally.check(process.returncode == 2 and "cannot be written" in errors, f"no folder: {process.returncode} {errors[-300:]}")
        self.tally.check(json.loads(out)["verdict"] == "PASS", "no folder: the report is not on standard output")
        self.nothing_left("no folder for reports")

    # MARK: Readers

    def readers(self):
        """A reader of our output disconnects, or never existed: the run ends as usual."""
        for title, options in {
                "standard error without a reader": {"stderr": "pipe"}, "standard output without a reader": {"stdout": "pipe"},
                "both without a reader": {"stdout": "pipe", "stderr": "pipe"}, "closed streams": {"closed": (0, 1, 2)},
                "closed standard error": {"closed": (2,)}, "closed standard output": {"closed": (1,)}}.items():
            self.begin()
            streams, ends = {}, []
            for name in ("stdout", "stderr"):
                if options.get(name) == "pipe":
                    reader, writer = os.pipe()
                    os.close(reader)
                    streams[name] = writer
                    ends.append(writer)

            def close():
                for number in options.get("closed", ()):
                    os.close(number)
            process = self.place.start(self.command(), preexec_fn=close, **streams)
            for end in ends:
                os.close(end)
            self.tally.count("readers that are gone")
            # The report has no other destination then, and is lost.
            expected = 2 if 1 in options.get("closed", ()) else 0
            self.tally.check(process.wait(60) == expected, f"{title}: ended with {process.returncode}")
            self.nothing_left(title)

    # MARK: Modes

    def modes(self):
        """Files are private to their owner, whatever existed before and whatever the umask."""
        self.begin()
        facts = self.place.path / "facts.json"
        self.reports.mkdir()
        paths = [facts, *(self.reports / name for name in ("report.json", "report.md", "report.txt"))]
        for there in (False, True):
            for path in paths:
                if there:
                    path.write_text("old")
                    path.chmod(0o666)
            self.server.reset(**PACE)
            self.server.ask("stop", number=12, phase="received")
            process = self.place.start(self.command("--record", str(facts), "--output", str(self.reports), "--overwrite", "--format", "json",
                                                    "--format", "markdown", "--format", "lines"),
                                       preexec_fn=lambda: os.umask(0))
            self.held("", process)
            journals = list(self.place.journals.glob("*.journal"))
            self.tally.check(journals and all(cloud.mode(p) == 0o600 for p in journals), "a journal is not its owner's alone")
            self.tally.check(cloud.mode(self.place.journals) == 0o700 if not there else True,
                             f"the folder of journals has mode {cloud.mode(self.place.journals):o}")
            self.server.ask("release")
            process.wait(60)
            for path in paths:
                self.tally.count("files whose mode was looked at")
                self.tally.check(path.exists() and cloud.mode(path) == 0o600 and path.read_text() != "old",
                                 f"{path.name} has mode {cloud.mode(path):o}" if path.exists() else f"{path.name} is missing")

    def clocks(self):
        """No timer of the program depends on the time of day, which may jump."""
        if not shutil.which("strace"):
            return
        self.begin(step_ms=300)
        trace = self.place.path / "trace"
        process = self.place.start(["strace", "-f", "-qq", "-o", str(trace), "-e",
                                    "trace=timerfd_create,clock_nanosleep,timer_create",
                                    *self.command()])
        process.wait(120)
        lines = trace.read_text(errors="replace").splitlines()
        timers = [line for line in lines if "timerfd_create" in line or "timer_create" in line or "clock_nanosleep" in line]
        # A relative time-out does not, whatever its clock: Dispatch's workers pause for half a millisecond this way.
        absolute = [line for line in timers if "CLOCK_REALTIME" in line and "clock_nanosleep(CLOCK_REALTIME, 0," not in line]
        self.tally.count("timers", len(timers))
        # Dispatch's idle workers do wait by the time of day for 5 s, to decide whether to end.
        self.tally.check(timers and not absolute, f"a timer hangs on the time of day: {absolute[:2]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("server", type=os.path.abspath)
    parser.add_argument("form", nargs="?", default="short", choices=("short", "long"))
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    cloud.no_cores()
    began = time.monotonic()
    limits = Limits(options)
    limits.learn()
    for part in (limits.signals, limits.killed_writes, limits.full, limits.folder_vanished, limits.readers, limits.modes,
                 limits.clocks):
        if options.only in part.__name__:
            try:
                part()
            except Exception as error:
                limits.tally.wrong(f"{part.__name__}: {error!r}")
    limits.server.stop()
    limits.place.remove()
    limits.tally.tell(f"limits ({options.form}, {time.monotonic() - began:.0f} s)")
    return 1 if limits.tally.problems else 0


if __name__ == "__main__":
    sys.exit(main())
