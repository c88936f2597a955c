#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills runs at every boundary and at random moments, lets one cleanup finish each, and compares the cloud before and
after: no leftovers, and no foreign resource touched.

kill.py PROGRAM SERVER [short|long] [--only WORD] [--seed N]
kill.py PROGRAM --real CLOUDS_YAML --cloud NAME --times N        the same on a real OpenStack"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import queue
import random
import re
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "shared"))
import cloud  # noqa: E402
import realcloud  # noqa: E402

PLUGINS = pathlib.Path(__file__).resolve().parents[3] / "Examples" / "plugins"
SUBJECTS = {
    "api": ["volume-backup", "--depth", "api", "--cloud", "member", "--other-cloud", "other"],
    "data": ["volume-backup", "--depth", "data", "--cloud", "member", "--other-cloud", "other"],
    "full": ["volume-backup", "--depth", "full", "--cloud", "member", "--other-cloud", "other"],
    "guest": ["scs-0101", "--cloud", "member"],
    "managers": ["scs-0302", "--cloud", "member", "--manager-cloud", "manager", "--other-manager-cloud", "other-manager"],
    # Here a program of others makes the requests, and may live a moment longer than the run.
    "plugin": ["scs-9101-volume", "--cloud", "member", "--checks", str(PLUGINS), "--allow-cloud-access",
               "scs-9101-small-volumes.py"],
}
# Without digests and qcow2 no whole GiB is computed; creations and their order are the same. Data are then only
# partly proven, which is an ABORT.
PROFILES = {"data": "no-qcow2+hashless", "full": "no-qcow2+hashless"}
# The cloud's time: a step per request so that a run takes a second, but small enough to catch intermediate states.
PACE = {"step_ms": 2500, "factor": 20}
CALM = {"step_ms": 300, "factor": 20}


class Worker:
    """A server, a folder and the program, for one case after another."""

    def __init__(self, options):
        self.program = options.program
        self.server = cloud.CloudServer(options.server)
        self.place = cloud.Workplace(self.server.port)
        self.tally = cloud.Tally()
        self.lines = set()

    def begin(self, subject, seed=1):
        self.place.clear()
        self.server.reset(seed=seed, profile=PROFILES.get(subject, "compliant"), digests=False, **PACE)
        self.before = self.server.inventory()

    def start(self, subject, prefix=(), **options):
        return self.place.start(
            [*prefix, self.program, "run", *SUBJECTS[subject], "--journals", str(self.place.journals)], **options)

    def finish(self, what, **kinds):
        """One cleanup, and its expected result."""
        result = self.place.cleanup(self.program)
        self.judge(what, result, **kinds)
        return result

    def judge(self, what, result, status=0):
        now = self.server.inventory()
        said = (result.stdout + result.stderr).strip().replace("\n", " / ")[-600:]
        self.tally.count("cleanups")
        self.tally.check(result.returncode == status, f"{what}: cleanup ended with {result.returncode}: {said}")
        ours, theirs = now - self.before, self.before - now
        self.tally.check(not ours, f"{what}: left {len(ours)}: {sorted(ours)[:3]}; it said {said}")
        self.tally.check(not theirs, f"{what}: touched {sorted(theirs)[:3]}")
        if status == 0:
            self.tally.check(not self.place.remaining(), f"{what}: journals remain: {self.place.remaining()}")
        return not ours and not theirs

    def stop(self):
        self.server.stop()
        self.place.remove()


def wait_until_reached(server, process):
    """Whether the request has reached its boundary, or the run has ended before."""
    while process.poll() is None:
        if server.ask("reached", within_ms=50):
            return True
    return server.ask("reached", within_ms=0)


def whole(worker, subject):
    """A run without a fault: its requests and its duration."""
    worker.begin(subject)
    began = time.monotonic()
    process = worker.start(subject, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = process.communicate(timeout=600)[0].decode(errors="replace")
    seconds = time.monotonic() - began
    worker.tally.check(process.returncode in (0, 2), f"{subject}: a run ended with {process.returncode}: {output[-2000:]}")
    worker.judge(f"{subject}: a whole run", worker.place.cleanup(worker.program))
    return worker.server.requests(), seconds


def boundary(worker, case):
    """Killed exactly before, during and after one request."""
    subject, number, phase, fate = case
    worker.begin(subject)
    worker.server.ask("stop", number=number, phase=phase)
    process = worker.start(subject)
    if not wait_until_reached(worker.server, process):
        worker.tally.count("boundaries not reached")
    process.kill()
    process.wait()
    worker.tally.count(f"at {phase}" + (f" ({fate})" if fate else ""))
    worker.server.ask("pace", **CALM)
    what = f"{subject}, request {number} {phase} {fate}"
    if fate == "late":
        # The request is carried out while cleanup is already searching for its resource.
        cleanup = worker.place.start([worker.program, "cleanup", "--journals", str(worker.place.journals), "--late", "3"],
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(0.4)
        worker.server.ask("release")
        out, err = cleanup.communicate(timeout=300)
        return worker.judge(what, subprocess.CompletedProcess([], cleanup.returncode, out, err))
    worker.server.ask("release", drop=fate == "lost")
    worker.finish(what)


def moment(worker, case):
    """Killed at a random moment; in every fourth case the first cleanup is killed too."""
    subject, seconds, seed, kills_cleanup = case
    worker.begin(subject, seed)
    process = worker.start(subject)
    try:
        process.wait(seconds)
        worker.tally.count("ended before")
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        worker.tally.count("at random moments")
    worker.server.ask("pace", **CALM)
    if kills_cleanup:
        first = worker.place.start([worker.program, "cleanup", "--journals", str(worker.place.journals), "--late", "2"])
        try:
            first.wait(random.Random(seed).uniform(0.0, 0.6))
        except subprocess.TimeoutExpired:
            first.kill()
            first.wait()
            worker.tally.count("cleanups killed too")
    worker.finish(f"{subject}, killed after {seconds:.3f} s, seed {seed}")


def write(worker, case):
    """Killed at the start of a thread's n-th write or fsync."""
    subject, call, number = case
    worker.begin(subject)
    tracer = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}"]
    process = worker.start(subject, prefix=tracer)
    process.wait(300)
    journals = list(worker.place.journals.glob("*.journal")) if worker.place.journals.exists() else []
    lines = sum(path.read_bytes().count(b"\n") for path in journals)
    worker.tally.count(f"at a {call}" if process.returncode else f"in runs without so many {call}s")
    worker.lines.add((subject, lines))
    worker.server.ask("pace", **CALM)
    worker.finish(f"{subject}, {call} {number}")


def killed_at(worker, subject, number, phase="answered"):
    """A world in which a run was killed at that request, with its journals."""
    worker.begin(subject)
    worker.server.ask("stop", number=number, phase=phase)
    process = worker.start(subject)
    wait_until_reached(worker.server, process)
    process.kill()
    process.wait()
    worker.server.ask("release")
    worker.server.ask("pace", **CALM)
    return sorted(worker.place.journals.glob("*.journal"))


def torn(worker, case):
    """The last line of a journal, truncated at one of its bytes."""
    number, share = case
    paths = killed_at(worker, "api", number)
    path = next((p for p in paths if p.read_bytes().count(b"\n") > 1), None)
    if not worker.tally.check(path is not None, f"no journal to tear at request {number}"):
        return
    data = path.read_bytes()
    start = data.rstrip(b"\n").rfind(b"\n") + 1
    if b'"do":"intend"' in data[start:]:
        # A complete line precedes its request: truncated ones created nothing, and this one did.
        worker.tally.count("intentions that cannot be torn")
        return
    path.write_bytes(data[:start + int((len(data) - start) * share)])
    worker.tally.count("torn last lines")
    worker.finish(f"last line torn at {share:.2f} after request {number}")


def opened(line):
    return json.loads(re.sub(r',"sum":"[0-9a-f]{8}"}$', "}", line))


def damage(worker, case):
    """A journal with changed bits, lines or ends: an error with file and line, or a correct cleanup."""
    number, seed, times = case
    dice = random.Random(seed)
    path = None
    for index in range(times):
        if path is None:
            # A world with an intact journal: the last one was cleaned up.
            path = max(killed_at(worker, "data", number), key=lambda p: p.stat().st_size)
            whole_text = path.read_bytes()
            for other in worker.place.journals.glob("*"):
                if other != path:
                    other.unlink()
        data = bytearray(whole_text)
        kind = dice.choice(["bit", "byte", "cut", "drop", "double", "zeros"])
        lines = whole_text.splitlines(keepends=True)
        if kind == "bit":
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        elif kind == "byte":
            data[dice.randrange(len(data))] = dice.randrange(256)
        elif kind == "cut":
            place = dice.randrange(len(data))
            del data[place:place + dice.randrange(1, 80)]
        elif kind == "zeros":
            data += bytes(dice.randrange(1, 5000))
        else:
            place = dice.randrange(len(lines))
            lines[place:place + 1] = [] if kind == "drop" else [lines[place]] * 2
            data = bytearray(b"".join(lines))
        path.write_bytes(data)
        result = worker.place.cleanup(worker.program)
        worker.tally.count("damaged journals")
        touched = worker.before - worker.server.inventory()
        what = f"journal with a {kind} changed (request {number}, seed {seed}, {index})"
        worker.tally.check(not touched, f"{what}: touched {sorted(touched)[:3]}")
        if result.returncode == 0:
            ours = worker.server.inventory() - worker.before
            # Lines lost completely at the end are as if never written.
            may_lack = kind in ("cut", "drop")
            worker.tally.count("cleaned up all the same")
            worker.tally.check(may_lack or not ours, f"{what}: cleanup ended with 0 and left {sorted(ours)[:3]}")
            path = None
        else:
            names = re.search(r"\.journal:\d+: ", result.stderr)
            worker.tally.check(result.returncode == 3 and names, f"{what}: {result.returncode} {result.stderr[-300:]}")
            worker.tally.count("told with their line")


def tampered(worker, _):
    """Complete lines with valid checksums about foreign resources."""
    paths = killed_at(worker, "api", 14)
    path = max(paths, key=lambda p: p.stat().st_size)
    lines = path.read_text().splitlines()
    ours = worker.server.inventory() - worker.before
    foreign = {json.loads(item)["id"] for item in worker.before}
    named = [json.loads(item) for item in worker.before if (json.loads(item)["name"] or "").startswith("scs-check-tesT")]
    run = opened(lines[0])["run"]
    created = next(index for index, line in enumerate(lines) if '"created"' in line)
    intended = next(index for index, line in enumerate(lines) if '"intend"' in line)
    volume = next(item["id"] for item in named if item["size"] == 1)
    forgeries = {
        "a foreign id": (created, {"id": volume}),
        "a foreign name": (intended, {"name": named[0]["name"]}),
        "a name without a run": (intended, {"name": "database"}),
        "a foreign run": (0, {"run": "tesT"}),
        "no run": (0, {"run": ""}),
        "another cloud's address": (0, {"authURL": "http://127.0.0.1:1/v3"}),
        "another project": (0, {"projectID": "f" * 32}),
        "a newer version": (0, {"journal": 3}),
        "another kind": (intended, {"kind": {"service": "image", "collection": "../../volumes", "envelope": "x"}}),
    }
    for title, (index, change) in forgeries.items():
        forged = list(lines)
        forged[index] = cloud.sealed({**opened(forged[index]), **change})
        path.write_text("\n".join(forged) + "\n")
        result = worker.place.cleanup(worker.program)
        worker.tally.count("forgeries")
        touched = worker.before - worker.server.inventory()
        worker.tally.check(not touched, f"{title} in run {run}: touched {sorted(touched)[:3]}")
        if result.returncode != 3:
            left = worker.server.inventory() - worker.before
            worker.tally.check(result.returncode == 0 and not left, f"{title}: {result.returncode}, left {sorted(left)[:2]}")
            lines = max(killed_at(worker, "api", 14), key=lambda p: p.stat().st_size).read_text().splitlines()
            path = max(worker.place.journals.glob("*.journal"), key=lambda p: p.stat().st_size)
    assert ours and foreign


def full_disk(worker, limit):
    """A file size limit: the run stops creating, removes everything and reports why."""
    import resource
    worker.begin("api")
    process = worker.start("api", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    output = process.communicate(timeout=300)[0].decode(errors="replace")
    worker.tally.count("full disks")
    expected = (64, 2, 0)
    worker.tally.check(process.returncode in expected, f"disk full at {limit}: ended with {process.returncode}: {output[-500:]}")
    if process.returncode:
        worker.tally.check("journal" in output.lower() and "too large" in output.lower(),
                           f"disk full at {limit}: it does not say why: {output[-500:]}")
    now = worker.server.inventory()
    worker.tally.check(now == worker.before, f"disk full at {limit}: left {sorted(now - worker.before)[:3]}")
    worker.finish(f"disk full at {limit}")


def vanished(worker, case):
    """The journal folder disappears before or during a run."""
    number = case
    worker.begin("api")
    worker.server.ask("stop", number=number, phase="received")
    process = worker.start("api", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    wait_until_reached(worker.server, process)
    shutil.rmtree(worker.place.journals, ignore_errors=True)
    worker.server.ask("release")
    output = process.communicate(timeout=300)[0].decode(errors="replace")
    now = worker.server.inventory()
    worker.tally.count("journals that vanished")
    if process.returncode == 64 and "Nothing was started" in output:
        # It disappeared before the journal of another credential was started.
        worker.tally.check(now == worker.before, f"journal gone at {number}: something was started")
        return
    worker.tally.check(process.returncode in (0, 2), f"journal gone at {number}: {process.returncode}: {output[-500:]}")
    worker.tally.check(now == worker.before, f"journal gone at {number}: left {sorted(now - worker.before)[:3]}")
    worker.tally.check(process.returncode == 0 or "was deleted while its run was using it" in output,
                       f"journal gone at {number}: it does not say why: {output[-500:]}")


def unusable(worker, _):
    """Folders in which no journal can be written: nothing starts."""
    for folder in ("/proc/scs-check", "/dev/null/x", str(worker.place.path / "clouds.yaml")):
        worker.begin("api")
        result = worker.place.run([worker.program, "run", *SUBJECTS["api"], "--journals", folder])
        worker.tally.count("unusable folders")
        worker.tally.check(result.returncode == 64 and folder in result.stderr,
                           f"journals in {folder}: {result.returncode} {result.stderr[-300:]}")
        worker.tally.check(worker.server.inventory() == worker.before, f"journals in {folder}: something was created")


def read_only(worker, _):
    """A file system that is read-only from the start or becomes so, or is full from the start."""
    mount = worker.place.path / "mount"
    for title in ("read-only before", "read-only in the middle", "full before", "full in the middle"):
        worker.begin("api")
        mount.mkdir()
        size = "8k" if title.startswith("full") else "1m"
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", mount], capture_output=True).returncode:
            worker.tally.count("mounts that are not allowed here")
            return
        try:
            def spoil():
                if title.startswith("full"):
                    try:
                        for number in range(9):
                            (mount / f"ballast-{number}").write_bytes(b"x" * 4096)
                    except OSError:
                        return
                else:
                    subprocess.run(["mount", "-o", "remount,ro", mount], check=False, capture_output=True)
            if title.endswith("before"):
                spoil()
            else:
                worker.server.ask("stop", number=16, phase="received")
            process = worker.place.start([worker.program, "run", *SUBJECTS["api"], "--journals", str(mount)],
                                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if not title.endswith("before"):
                wait_until_reached(worker.server, process)
                spoil()
                worker.server.ask("release")
            output = process.communicate(timeout=300)[0].decode(errors="replace")
            worker.tally.count("file systems " + title.split()[0])
            allowed = (64,) if title.endswith("before") else (0, 2)
            worker.tally.check(process.returncode in allowed, f"{title}: {process.returncode}: {output[-600:]}")
            now = worker.server.inventory()
            worker.tally.check(now == worker.before, f"{title}: left {sorted(now - worker.before)[:3]}")
        finally:
            subprocess.run(["umount", "-l", mount], check=False)
            mount.rmdir()


def together(worker, number):
    """Two concurrent cleanups; and one while the run is still active."""
    killed_at(worker, "data", number)
    command = [worker.program, "cleanup", "--journals", str(worker.place.journals), "--late", "2"]
    pair = [worker.place.start(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    results = [subprocess.CompletedProcess([], p.returncode, *output) for p in pair for output in [p.communicate(timeout=300)]]
    worker.tally.count("pairs of cleanups")
    codes = sorted(r.returncode for r in results)
    worker.tally.check(codes in ([0, 0], [0, 3]), f"two cleanups at once: {codes}: {[r.stderr[-200:] for r in results]}")
    worker.judge("two cleanups at once", min(results, key=lambda r: r.returncode))

    worker.begin("data")
    worker.server.ask("stop", number=number, phase="processed")
    process = worker.start("data")
    wait_until_reached(worker.server, process)
    result = worker.place.cleanup(worker.program)
    worker.tally.count("cleanups beside a living run")
    worker.tally.check(result.returncode == 3 and "still active" in result.stderr,
                       f"cleanup of a living run: {result.returncode} {result.stderr[-300:]}")
    # It would fail if anything had been removed. Without qcow2 its data are only partly proven: 2.
    worker.server.ask("release")
    worker.tally.check(process.wait(300) in (0, 2), f"the run that lived on ended with {process.returncode}")
    worker.tally.check(worker.server.inventory() == worker.before, "the run that lived on left something")


def plan(form, worker, options):
    """All cases as (function, case), the short form's in about two minutes."""
    dice = random.Random(options.seed)
    is_long = form == "long"
    cases = []
    # Depth full takes minutes; its requests are of the same kinds as the others'.
    subjects = options.subjects or ",".join(SUBJECTS if is_long else [name for name in SUBJECTS if name != "full"])
    for subject in subjects.split(","):
        lines, seconds = whole(worker, subject)
        changing = [i + 1 for i, line in enumerate(lines) if not line.startswith("GET") and "auth/tokens" not in line]
        creating = [i for i in changing if lines[i - 1].startswith("POST")]
        print(f"{subject}: {len(lines)} requests, {len(creating)} of them create, {seconds:.1f} s", flush=True)
        every = list(range(1, len(lines) + 1))
        share = {"api": 10, "guest": 6, "managers": 6, "data": 6, "plugin": 10}.get(subject, 6)
        if is_long:
            share = {"full": 50}.get(subject, len(every))
        chosen = sorted(dice.sample(every, min(share, len(every))))
        for number in chosen:
            for phase in ("received", "processed", "answered") if is_long else (dice.choice(["processed", "answered"]),):
                cases.append((boundary, (subject, number, phase, "lost" if phase == "received" else "")))
        late = creating if is_long and subject != "full" else dice.sample(creating, min(len(creating), 12 if is_long else 4))
        cases += [(boundary, (subject, number, "received", fate)) for number in late for fate in
                  (("late",) if is_long else (dice.choice(["late", "lost"]),))]
        moments = {"api": 350, "data": 300, "full": 60, "guest": 170, "managers": 120, "plugin": 150}[subject] if is_long else \
            {"api": 35, "data": 25, "full": 10, "guest": 20, "managers": 20, "plugin": 20}[subject]
        cases += [(moment, (subject, dice.uniform(0, seconds * 1.02), index + 1, index % 4 == 3)) for index in range(moments)]
    if shutil.which("strace"):
        for subject in ("api", "guest") if is_long else ("api",):
            for call in ("write", "fsync"):
                cases += [(write, (subject, call, n)) for n in (range(1, 31) if is_long else range(2, 12, 3))]
    else:
        print("strace is missing: no kills at writes (apt install strace)")
    shares = [i / 40 for i in range(41)] if is_long else [0, 0.3, 0.6, 0.99]
    cases += [(torn, (number, share)) for number in ((10, 14) if is_long else (14,)) for share in shares]
    cases += [(damage, (number, number, 50 if is_long else 12)) for number in ((20, 30, 40, 50, 60) if is_long else (40,))]
    cases += [(tampered, None), (unusable, None), (read_only, None)]
    cases += [(full_disk, limit) for limit in (range(0, 4200, 140) if is_long else (0, 200, 700, 1500))]
    cases += [(vanished, number) for number in (range(2, 20) if is_long else (6, 13))]
    cases += [(together, number) for number in ((20, 35, 50, 60) if is_long else (40,))]
    if options.only:
        cases = [case for case in cases if options.only in f"{case[0].__name__} {case[1]}"]
    dice.shuffle(cases)
    return cases


def simulated(options):
    workers = [Worker(options) for _ in range(options.workers)]
    began = time.monotonic()
    cases = plan(options.form, workers[0], options)
    print(f"{len(cases)} cases", flush=True)
    waiting = queue.Queue()
    for case in cases:
        waiting.put(case)

    def work(worker):
        while True:
            try:
                function, case = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                function(worker, case)
            except Exception as error:
                worker.tally.wrong(f"{function.__name__} {case}: {error!r}")
            worker.tally.count("cases")
            if waiting.qsize() and waiting.qsize() % 250 == 0:
                print(f"{waiting.qsize()} cases to go", flush=True)

    with concurrent.futures.ThreadPoolExecutor(len(workers)) as pool:
        list(pool.map(work, workers))
    total = cloud.Tally()
    for worker in workers:
        total.add(worker.tally)
        worker.stop()
    lines = set().union(*(worker.lines for worker in workers))
    if lines:
        print(f"journals of {len(lines)} different lengths were met at writes")
    total.tell(f"kill ({options.form}, {time.monotonic() - began:.0f} s)")
    return 1 if total.problems else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("server", nargs="?", type=os.path.abspath)
    parser.add_argument("form", nargs="?", default="short", choices=("short", "long"))
    parser.add_argument("--only", help="cases whose name contains this")
    parser.add_argument("--subjects", help="of " + ", ".join(SUBJECTS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--real", help="a clouds.yaml")
    parser.add_argument("--cloud", default="devcloud2")
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    cloud.no_cores()
    return realcloud.campaign(options) if options.real else simulated(options)


if __name__ == "__main__":
    sys.exit(main())
