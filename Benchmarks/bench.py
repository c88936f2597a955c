#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures what scs-check promises, each figure with its bar. Python's standard library alone.

usage: bench.py PROGRAM CLOUDS_YAML [ROUNDS]     (make bench; needs a devcloud that is up; ONLY=start,bare: these alone)

Times are medians of one run on one machine; what counts are ratios and counts.
"""
import concurrent.futures
import http.server
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid

import worlds

program, clouds = sys.argv[1], sys.argv[2]
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
failed = False


def tell(what, value, unit, bar, detail=""):
    global failed
    ok = value <= bar
    failed = failed or not ok
    print(f"{'ok  ' if ok else 'MISS'} {what:58} {value:8.2f} {unit:4} bar {bar:g}  {detail}", flush=True)


def setting(name):
    """A value of the cloud `devcloud`, which comes first in devcloud's own file."""
    return re.search(rf"^\s+{name}:\s*(\S+)", open(clouds).read(), re.M).group(1)


def call(method, url, token=None, body=None):
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data=data, method=method)
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("X-Auth-Token", token)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else {}, answer.headers
    except urllib.error.HTTPError as error:
        return error.code, {}, error.headers


class Client:
    """Does what depth api does, and looks ten times a second."""

    def __init__(self):
        domain = {"name": setting("user_domain_name")}
        user = {"name": setting("username"), "domain": domain, "password": setting("password")}
        auth = {"identity": {"methods": ["password"], "password": {"user": user}},
                "scope": {"project": {"name": setting("project_name"), "domain": domain}}}
        _, answer, headers = call("POST", setting("auth_url") + "/auth/tokens", body={"auth": auth})
        self.token = headers["X-Subject-Token"]
        project = answer["token"]["project"]["id"]
        self.endpoints = {s["type"]: next(e["url"] for e in s["endpoints"] if e["interface"] == "public")
                          for s in answer["token"]["catalog"]}
        self.volume, self.image = self.endpoints["block-storage"] + "/" + project, self.endpoints["image"]

    def until(self, kind, id, wanted):
        while True:
            code, answer, _ = call("GET", f"{self.volume}/{kind}s/{id}", self.token)
            status = "gone" if code == 404 else answer.get(kind, {}).get("status")
            if status == wanted:
                return
            if status and status.startswith("error"):
                sys.exit(f"the cloud made a {kind} in {status}")
            time.sleep(0.1)

    def change(self, start, kind, wanted="available"):
        begun = time.monotonic()
        id = start()
        self.until(kind, id, wanted)
        return id, time.monotonic() - begun

    def post(self, path, body):
        code, answer, _ = call("POST", self.volume + path, self.token, body)
        if code >= 300:
            sys.exit(f"POST {path} answered {code}")
        return answer

    def own_time(self):
        name = f"scs-check-bench-{uuid.uuid4()}"
        total = 0.0
        volume, took = self.change(
            lambda: self.post("/volumes", {"volume": {"size": 1, "name": name}})["volume"]["id"], "volume")
        total += took
        backup, took = self.change(
            lambda: self.post("/backups", {"backup": {"volume_id": volume, "name": name}})["backup"]["id"], "backup")
        total += took

        def restore():
            answer = self.post(f"/backups/{backup}/restore", {"restore": {"name": name}})
            return answer["restore"]["volume_id"]
        restored, took = self.change(restore, "volume")
        total += took
        self.until("backup", backup, "available")
        for kind, id in (("backup", backup), ("volume", restored), ("volume", volume)):
            def delete():
                call("DELETE", f"{self.volume}/{kind}s/{id}", self.token)
                return id
            total += self.change(delete, kind, "gone")[1]
        return total


def run(*arguments, environment=None, cloud="devcloud"):
    """Runs the program; gives wall seconds, peak memory in MiB, and its report."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "run", "volume-backup", "--cloud", cloud, "--output", folder,
                   "--journals", folder, *arguments]
        begun = time.monotonic()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                 env=environment or {**os.environ, "OS_CLIENT_CONFIG_FILE": clouds})
        _, _, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - begun
        with open(folder + "/report.json") as file:
            return wall, usage.ru_maxrss / 1024, json.load(file)


def median_time(command, count, environment=None):
    times = []
    for _ in range(count):
        begun = time.monotonic()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        times.append((time.monotonic() - begun) * 1000)
    return statistics.median(times), f"min {min(times):.1f} max {max(times):.1f}"


def wall_ratio():
    client, walls, owns, calls = Client(), [], [], []
    for _ in range(rounds):
        owns.append(client.own_time())
        wall, _, report = run("--depth", "api")
        assert report["verdict"] == "PASS", report["testcases"][0]
        walls.append(wall)
        calls.append(report["run"]["calls"])
    wall, own = statistics.median(walls), statistics.median(owns)
    tell("depth api: wall time over the cloud's own time", wall / own, "", 1.10,
         f"{wall:.1f} s over {own:.1f} s; pairs " + " ".join(f"{a / b:.2f}" for a, b in zip(walls, owns)))
    per20 = [count * 20 / max(wall, 20) for count, wall in zip(calls, walls)]
    tell("depth api: API calls, for 20 s", statistics.median(per20), "", 60, f"calls {calls}")


def error_states():
    _, _, report = run("--depth", "api", cloud="simulated:backup-error")
    states = next(e["text"] for e in report["testcases"][0]["evidence"] if e["kind"] == "states")
    seen = float(re.search(r"error at ([0-9.]+) s", states).group(1))
    # The simulated backup fails 4 s after its request; a look then comes every 0.5 s.
    tell("an error state is seen late by", seen - 4.0, "s", 0.55, states.split(": ", 1)[1])


def start():
    value, detail = median_time([program, "--help"], 20)
    tell("start to --help", value, "ms", 30, detail)


class Stub(http.server.BaseHTTPRequestHandler):
    """A cloud whose every answer takes one millisecond: enough of it for `plan`."""
    protocol_version = "HTTP/1.1"
    # Head and body in one packet: two would wait 40 ms for the kernel's delayed acknowledgement.
    wbufsize = -1

    def answer(self, code, body, **headers):
        time.sleep(0.001)
        data = json.dumps(body).encode()
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        url = f"http://127.0.0.1:{self.server.server_port}/volume/v3"
        endpoint = {"interface": "public", "region_id": "stub", "url": url}
        self.answer(201, {"token": {
            "expires_at": "2099-01-01T00:00:00Z", "user": {"id": "u", "name": "u"},
            "project": {"id": "p", "name": "p"}, "roles": [{"id": "m", "name": "member"}],
            "catalog": [{"type": "block-storage", "name": "c", "endpoints": [endpoint]}]}},
            X_Subject_Token="stub")

    def do_GET(self):
        if "os-quota-sets" in self.path:
            names = ("volumes", "gigabytes", "snapshots", "backups", "backup_gigabytes")
            self.answer(200, {"quota_set": {n: {"limit": 100, "in_use": 0, "reserved": 0} for n in names}})
        else:
            self.answer(200, {"versions": [{"id": "v3.0", "version": "3.71", "min_version": "3.0"}]})


def serve(handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def plan():
    server = serve(Stub)
    environment = {"PATH": os.environ["PATH"], "OS_AUTH_URL": f"http://127.0.0.1:{server.server_port}/v3",
                   "OS_USERNAME": "u", "OS_PASSWORD": "p", "OS_USER_DOMAIN_ID": "default",
                   "OS_PROJECT_ID": "p", "HOME": "/nonexistent"}
    command = [program, "plan", "volume-backup"]
    assert subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode == 0
    value, detail = median_time(command, 20, environment)
    tell("plan against a cloud 1 ms away", value, "ms", 150, detail)
    server.shutdown()


class Hashless(http.server.BaseHTTPRequestHandler):
    """Stands before the real image service and hides its digests, so that every byte is read."""
    protocol_version = "HTTP/1.1"
    upstream = ""
    streamed = 0

    def log_message(self, *_):
        pass

    def relay(self):
        length = int(self.headers.get("Content-Length") or 0)
        request = urllib.request.Request(
            Hashless.upstream + self.path, data=self.rfile.read(length) if length else None, method=self.command)
        for name in ("X-Auth-Token", "Content-Type", "Range", "Accept"):
            if self.headers.get(name):
                request.add_header(name, self.headers[name])
        try:
            answer = urllib.request.urlopen(request, timeout=120)
        except urllib.error.HTTPError as error:
            answer = error
        self.send_response(answer.status)
        kind = answer.headers.get("Content-Type") or ""
        if "json" in kind:
            body = re.sub(rb'"os_hash_(algo|value)": "[^"]*"', rb'"hidden_\1": null', answer.read())
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        for name in ("Content-Type", "Content-Range"):
            if answer.headers.get(name):
                self.send_header(name, answer.headers[name])
        self.send_header("Content-Length", answer.headers.get("Content-Length") or "0")
        self.end_headers()
        while piece := answer.read(1 << 18):
            Hashless.streamed += len(piece)
            self.wfile.write(piece)

    do_GET = do_PUT = do_POST = do_DELETE = relay


READ_ONLY = ("scs-0100", "scs-0102", "scs-0103", "scs-0104", "scs-0114", "scs-0115", "scs-0116", "scs-0123")
FLAVORS_AND_IMAGES = ("scs-0100", "scs-0102", "scs-0103", "scs-0104")


def judged(standards, environment, cloud=None):
    """Runs checks that only look; gives wall seconds, peak memory in MiB, and the report."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        child = subprocess.Popen(
            [program, "run", *standards, "--output", folder, "--journals", folder, *(("--cloud", cloud) if cloud else ())],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        _, _, usage = os.wait4(child.pid, 0)
        with open(folder + "/report.json") as file:
            return time.monotonic() - begun, usage.ru_maxrss / 1024, json.load(file)


def scope():
    _, _, report = judged(READ_ONLY, {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}, "simulated")
    tell("the scope without guests and backups: API calls", report["run"]["calls"], "", 25,
         f"{len(report['testcases'])} test cases")
    times = {}
    for share in (0.5, 1):
        world = worlds.Server(worlds.facts(int(10000 * share), int(50000 * share)))
        wall, peak, report = judged(FLAVORS_AND_IMAGES, world.environment())
        world.close()
        times[share] = wall
        assert report["run"]["calls"] >= 60 * share, report["run"]
    tell("10,000 flavors and 50,000 images: peak memory", peak, "MiB", 400,
         f"{report['run']['calls']} calls in {wall:.1f} s")
    tell("10,000 flavors and 50,000 images: time over that of half", times[1] / times[0.5], "", 2.5,
         f"{times[0.5]:.1f} s, {times[1]:.1f} s")


def bare_calls():
    """Seconds that the cloud itself takes for the calls of the read-only scope, each as soon as it can be made: sign in,
    five services side by side, and the life of one secret."""
    begun = time.monotonic()
    client = Client()

    def secret():
        secrets = client.endpoints["key-manager"] + "/v1/secrets"
        name = f"scs-check-bench-{uuid.uuid4()}"
        _, answer, _ = call("POST", secrets, client.token, {"name": name, "payload": "bench", "payload_content_type": "text/plain"})
        call("GET", f"{secrets}?name={name}", client.token)
        call("DELETE", answer["secret_ref"], client.token)
    looks = (client.endpoints["compute"] + "/flavors/detail", client.image + "/v2/images?limit=1000", client.volume + "/types",
             client.endpoints["network"] + "/v2.0/default-security-group-rules")
    with concurrent.futures.ThreadPoolExecutor(5) as pool:
        jobs = [pool.submit(secret), *(pool.submit(call, "GET", url, client.token) for url in looks)]
    for job in jobs[1:]:
        assert job.result()[0] == 200, job.result()
    jobs[0].result()
    return time.monotonic() - begun


def bare():
    """The read-only scope on the real cloud beside its calls alone, in turn; docs/PERFORMANCE.md has the figures."""
    environment = {**os.environ, "OS_CLIENT_CONFIG_FILE": os.path.abspath(clouds)}
    ours, least = [], []
    for turn in range(4 * rounds + 1):
        wall, _, judgement = judged(("--scope", "iaas", *READ_ONLY), environment, "devcloud")
        assert "ABORT" not in {testcase["verdict"] for testcase in judgement["testcases"]}, judgement["testcases"]
        alone = bare_calls()
        # The first turn warms all up.
        if turn:
            ours.append(wall)
            least.append(alone)
    # With DEVCLOUD_KEYSTONE_CACHE=1 this cloud's Keystone remembers tokens, so that its calls take less time.
    tell("the read-only scope: wall time over that of its calls alone", statistics.median(a / b for a, b in zip(ours, least)), "",
         1.25 if os.environ.get("DEVCLOUD_KEYSTONE_CACHE") else 1.15,
         f"{statistics.median(ours):.2f} s, {statistics.median(least):.2f} s; pairs " + " ".join(f"{a / b:.2f}" for a, b in zip(ours, least)))


def upstream():
    """The read-only scope beside SCS's own harness on the same cloud, in turn: UPSTREAM names a checkout of
    github.com/SovereignCloudStack/standards, UPSTREAM_PYTHON a Python that has what its requirements.txt names."""
    tests = os.path.join(os.environ["UPSTREAM"], "Tests")
    python = os.path.abspath(os.environ.get("UPSTREAM_PYTHON", sys.executable))
    environment = {**os.environ, "OS_CLIENT_CONFIG_FILE": os.path.abspath(clouds),
                   "PATH": os.path.dirname(python) + ":" + os.environ["PATH"]}
    pattern = "^(" + "|".join(READ_ONLY) + ")"
    ours, theirs = [], []
    with tempfile.NamedTemporaryFile(suffix=".yaml") as report:
        for turn in range(2 * rounds + 1):
            begun = time.monotonic()
            done = subprocess.run([python, "scs-compliance-check.py", "-s", "bench", "-a", "os_cloud=devcloud", "-o", report.name,
                                   "-t", pattern, "scs-compatible-iaas.yaml"], cwd=tests, env=environment,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            if os.path.getsize(report.name) == 0:
                sys.exit(f"upstream's harness gives no report: {done.stderr[-500:]}")
            between = time.monotonic()
            wall, _, judgement = judged(("--scope", "iaas", *READ_ONLY), environment, "devcloud")
            assert "ABORT" not in {testcase["verdict"] for testcase in judgement["testcases"]}, judgement["testcases"]
            # The first turn warms all up.
            if turn:
                ours.append(wall)
                theirs.append(between - begun)
    tell("the read-only scope: wall time over upstream's", statistics.median(a / b for a, b in zip(ours, theirs)), "", 0.25,
         f"{statistics.median(ours):.1f} s, {statistics.median(theirs):.1f} s; pairs " + " ".join(f"{a / b:.2f}" for a, b in zip(ours, theirs)))


def memory():
    Hashless.upstream = Client().image
    server = serve(Hashless)
    text = open(clouds).read().replace(
        "  devcloud:\n", f"  devcloud:\n    image_endpoint_override: http://127.0.0.1:{server.server_port}\n", 1)
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(text)
        file.flush()
        _, peak, report = run("--depth", "data", environment={**os.environ, "OS_CLIENT_CONFIG_FILE": file.name})
    assert report["testcases"][1]["verdict"] == "PASS", report["testcases"][1]
    tell("depth data: peak memory while images stream through", peak, "MiB", 60,
         f"{Hashless.streamed / (1 << 30):.1f} GiB streamed")
    server.shutdown()


print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {rounds} rounds, {time.strftime('%Y-%m-%d')}")
steps = [start, plan, error_states, wall_ratio, memory, scope, bare] + ([upstream] if os.environ.get("UPSTREAM") else [])
for step in steps:
    if not os.environ.get("ONLY") or step.__name__ in os.environ["ONLY"].split(","):
        step()
sys.exit(1 if failed else 0)
