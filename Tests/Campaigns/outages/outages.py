#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stops and starts the services of a real OpenStack in the middle of each step of a run, and checks the verdict, its
reason, the report and the leftovers after the cloud has recovered. Never use it on a cloud that others use.

outages.py PROGRAM STATE [short|long] [WORDS]     STATE is what Tests/DevCloud/up.sh made; WORDS select cases by name"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

TEST = "scs-0117-x-data"
STEPS = ["create a volume with known data", "back it up", "delete the source volume", "restore the backup to a new volume",
         "compare the restored data", "cleanup"]
SERVICES = ["cinder-backup", "cinder-volume", "cinder-api", "keystone-api", "glance-api", "rabbitmq", "mariadb"]
SHORT = {("cinder-backup", 1, "passing"), ("cinder-backup", 3, "lasting"), ("cinder-volume", 2, "passing"),
         ("cinder-api", 1, "passing"), ("cinder-api", 3, "lasting"), ("keystone-api", 0, "lasting"), ("rabbitmq", 1, "passing"),
         ("mariadb", 3, "passing")}
# The verdicts that an outage may cause. It can never disprove data, nor cause an internal error: `data-mismatch`
# and `internal` are wrong in every case.
ALLOWED = {
    "cinder-backup": {"PASS", "ABORT unreachable", "FAIL resource-error", "FAIL timed-out", "ABORT resource-error", "ABORT timed-out",
                      "ABORT service-missing"},
    "cinder-volume": {"PASS", "ABORT unreachable", "FAIL resource-error", "FAIL timed-out", "ABORT resource-error", "ABORT timed-out"},
    "cinder-api": {"PASS", "ABORT unreachable"},
    "keystone-api": {"PASS", "ABORT unreachable"},
    "glance-api": {"PASS", "ABORT unreachable", "ABORT resource-error"},
    "rabbitmq": {"PASS", "ABORT unreachable", "FAIL timed-out", "ABORT timed-out", "FAIL resource-error", "ABORT resource-error"},
    "mariadb": {"PASS", "ABORT unreachable", "FAIL resource-error", "ABORT resource-error", "FAIL timed-out", "ABORT timed-out"},
}


class Service:
    """A process of the cloud, which can be killed, stopped and restarted."""

    def __init__(self, state, name):
        self.file, self.log = state / "run" / f"{name}.pid", state / "log" / f"{name}.log"
        pid = self.file.read_text().split()[0]
        proc = pathlib.Path("/proc") / pid
        self.command = (proc / "cmdline").read_bytes().split(b"\0")[:-1]
        self.environment = dict(e.split(b"=", 1) for e in (proc / "environ").read_bytes().split(b"\0") if b"=" in e)
        self.folder = os.readlink(proc / "cwd")
        self.executable = os.readlink(proc / "exe")
        self.pid = int(pid)

    def stop(self, number):
        for target in (-self.pid, self.pid):
            try:
                os.kill(target, number)
                break
            except ProcessLookupError:
                pass
        for _ in range(150):
            try:
                os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                pass
            if not pathlib.Path(f"/proc/{self.pid}").exists():
                return
            time.sleep(0.1)
        os.killpg(self.pid, signal.SIGKILL)
        time.sleep(0.5)

    def start(self):
        with open(self.log, "ab") as log:
            child = subprocess.Popen(self.command, env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log,
                                     stderr=log, start_new_session=True)
        self.pid = child.pid
        threading.Thread(target=child.wait, daemon=True).start()
        ticks = pathlib.Path(f"/proc/{child.pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
        self.file.write_text(f"{child.pid} {ticks}\n")


class Client:
    """The project and the cloud's health, with an administrator's credential."""

    def __init__(self, clouds):
        text = clouds.read_text()
        self.url = re.search(r"auth_url:\s*(\S+)", text).group(1)
        self.password = re.search(r"password:\s*(\S+)", text).group(1)

    def call(self, method, url, body=None, token=None):
        request = urllib.request.Request(url, method=method, data=json.dumps(body).encode() if body is not None else None)
        request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("X-Auth-Token", token)
        with urllib.request.urlopen(request, timeout=20) as answer:
            data = answer.read()
            return (json.loads(data) if data else {}), answer.headers

    def sign_in(self, user, project):
        domain = {"name": "Default"}
        body, headers = self.call("POST", self.url + "/auth/tokens", {"auth": {
            "identity": {"methods": ["password"], "password": {"user": {"name": user, "domain": domain, "password": self.password}}},
            "scope": {"project": {"name": project, "domain": domain}}}})
        urls = {s["type"]: next(e["url"] for e in s["endpoints"] if e["interface"] == "public") for s in body["token"]["catalog"]}
        return headers["X-Subject-Token"], urls, body["token"]["project"]["id"]

    def left(self):
        """The project's resources, with their status."""
        token, urls, project = self.sign_in("demo", "demo")
        found = []
        for kind in ("volumes", "backups", "snapshots"):
            body, _ = self.call("GET", f"{urls['block-storage']}/{project}/{kind}/detail", token=token)
            found += [(kind, r["id"], r["name"], r["status"]) for r in body[kind]]
        body, _ = self.call("GET", urls["image"] + "/v2/images", token=token)
        return found + [("images", i["id"], i["name"], i["status"]) for i in body["images"] if i["visibility"] != "public"]

    def is_well(self):
        token, urls, project = self.sign_in("admin", "admin")
        body, _ = self.call("GET", f"{urls['block-storage']}/{project}/os-services", token=token)
        self.left()
        states = {s["binary"]: s["state"] for s in body["services"]}
        return all(states.get(b) == "up" for b in ("cinder-backup", "cinder-volume", "cinder-scheduler"))

    def wait_until_well(self):
        for _ in range(240):
            try:
                if self.is_well():
                    return True
            except (OSError, ValueError, KeyError):
                pass
            time.sleep(0.5)
        return False

    def set_free(self, kind, id):
        """What only an administrator can do for a resource that the cloud has lost track of."""
        token, urls, _ = self.sign_in("admin", "admin")
        _, _, project = self.sign_in("demo", "demo")
        admin = self.sign_in("admin", "admin")[2]
        self.call("POST", f"{urls['block-storage']}/{admin}/{kind}/{id}/action", {"os-reset_status": {"status": "error"}}, token)


class Case:
    def __init__(self, campaign, service, step, persistence):
        self.campaign, self.service, self.step, self.persistence = campaign, service, step, persistence
        self.name = f"{service} {persistence} in '{STEPS[step]}'"

    def run(self):
        c = self.campaign
        service = Service(c.state, self.service)
        output, journals = c.folder / "out", c.folder / "journals"
        shutil.rmtree(output, ignore_errors=True)
        limit = 45 if self.persistence == "lasting" else 90
        begun = time.monotonic()
        process = subprocess.Popen(
            [c.program, "run", TEST, "--cloud", "devcloud", "--output", str(output), "--journals", str(journals), "--time-limit",
             str(limit)], env=c.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        before = STEPS[self.step - 1] if self.step else None
        if before:
            for line in process.stderr:
                if f"{TEST}: {before} passed" in line:
                    break
        time.sleep(0.1 if before is None else 0.5)
        drain = threading.Thread(target=process.stderr.read, daemon=True)
        drain.start()
        hit = process.poll() is None
        service.stop(signal.SIGKILL if self.step % 2 else signal.SIGTERM)
        if self.persistence == "passing":
            time.sleep(4)
            service.start()
        try:
            status = process.wait(900)
            hangs = False
        except subprocess.TimeoutExpired:
            process.kill()
            status, hangs = process.wait(), True
        took = time.monotonic() - begun
        if self.persistence == "lasting":
            service.start()
        problems = []
        if hangs:
            problems.append("it never ended")
        if not c.client.wait_until_well():
            sys.exit(f"{self.service} did not come back; see {service.log}")
        report = json.loads((output / "report.json").read_text()) if (output / "report.json").exists() else None
        if report is None:
            problems.append("there is no report")
            told, message = "nothing", ""
        else:
            test = next(t for t in report["testcases"] if t["id"] == TEST)
            told = " ".join(filter(None, [test["verdict"], test.get("reason")]))
            message = test.get("message", "")
            if told.replace(" leftovers", "") not in ALLOWED[self.service]:
                problems.append(f"{told} is no verdict for it")
            # The message can only say that the endpoint does not answer.
            if test["verdict"] != "PASS" and not (
                    message and (test.get("advice") or test.get("reason") == "unreachable") or test.get("evidence")):
                problems.append("neither evidence nor advice")
            if status == 3 and not report.get("leftovers"):
                problems.append("status 3 without leftovers")
        # One cleanup after the cloud has recovered; an operator must reset what the cloud has lost track of.
        kept = []
        cleanup = self.cleanup(journals)
        if cleanup.returncode:
            kept = c.client.left()
            for kind, id, _, state in kept:
                if kind != "images" and id not in c.known:
                    c.client.set_free(kind, id)
            cleanup = self.cleanup(journals)
            if cleanup.returncode:
                problems.append(f"clean-up ends with {cleanup.returncode}: {cleanup.stdout[-300:]}")
        # Leftovers of one case are not counted again for the next.
        left = [r for r in c.client.left() if r[1] not in c.known]
        c.known |= {r[1] for r in left}
        if left:
            problems.append(f"left: {left}")
        if not c.works():
            sys.exit(f"after {self.name} the cloud does not work any more; see the logs in {c.state / 'log'}")
        stuck = ", ".join(f"{kind[:-1]} in {state}" for kind, _, _, state in kept)
        if not hit and not problems:
            c.missed += 1
        print(f"{'WRONG' if problems else 'ok   ' if hit else 'after'} {self.name}: {told}, status {status}, {took:.0f} s"
              + (f"; the cloud kept {stuck} until an operator set it free" if kept else "")
              + (f"\n      {message[:400]}" if message else "") + "".join(f"\n      ! {p}" for p in problems), flush=True)
        c.stuck += bool(kept)
        return told, not problems

    def cleanup(self, journals):
        c = self.campaign
        return subprocess.run([c.program, "cleanup", "--journals", str(journals), "--time-limit", "60"], env=c.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600)


class Campaign:
    def __init__(self, program, state, folder):
        self.program, self.state, self.folder = program, state, folder
        self.client = Client(state / "clouds.yaml")
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "OS_CLIENT_CONFIG_FILE": str(state / "clouds.yaml")}
        self.stuck, self.known = 0, set()
        # Outages that started after the run was over: the last step is short.
        self.missed = 0

    def works(self):
        """Whether a backup can be created: cinder-backup must report first, which no API shows."""
        for _ in range(8):
            done = subprocess.run([self.program, "run", "scs-0117-test-backup", "--cloud", "devcloud", "--journals",
                                   str(self.folder / "journals"), "--time-limit", "60"], env=self.environment,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if done.returncode == 0:
                return True
            time.sleep(3)
        return False

    def cases(self, form, words):
        for persistence in ("passing", "lasting"):
            for service in SERVICES:
                for step in range(len(STEPS)):
                    case = Case(self, service, step, persistence)
                    if (form == "long" or (service, step, persistence) in SHORT) and words in case.name:
                        yield case


def main():
    program, state = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    form = sys.argv[3] if len(sys.argv) > 3 else "short"
    words = sys.argv[4] if len(sys.argv) > 4 else ""
    with tempfile.TemporaryDirectory(prefix="scs-check-outages-") as name:
        campaign = Campaign(program, state, pathlib.Path(name))
        if not campaign.client.wait_until_well() or not campaign.works():
            sys.exit("the cloud is not well to begin with; bring it up with Tests/DevCloud/up.sh")
        if campaign.client.left():
            sys.exit(f"the project demo is not empty: {campaign.client.left()}")
        counts, wrong = {}, 0
        for case in campaign.cases(form, words):
            told, is_right = case.run()
            counts[told] = counts.get(told, 0) + 1
            wrong += not is_right
    print(", ".join(f"{n} {told}" for told, n in sorted(counts.items())))
    print(f"{sum(counts.values())} outages, {wrong} wrong, {campaign.missed} after the run, "
          f"{campaign.stuck} that needed an operator")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
