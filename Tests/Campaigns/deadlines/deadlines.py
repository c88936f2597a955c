#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Clouds that drip bytes, hang or never answer, against --time-limit, --total-time and a signal.

deadlines.py PROGRAM      exit status 1: something continued, or the report omits what was not reached"""
import http.server
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

# How long the program may exceed a limit: the grace of a creation, and the cleanup. An unanswered creation may still
# appear, so the cleanup searches for it for a while.
SLACK = {"keystone-drips": 15, "creation-drips": 75, "creation-hangs": 75}


class SlowCloud(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    mode = ""
    asked = threading.Event()

    def log_message(self, *_):
        pass

    def send(self, status, body, **headers):
        body = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self):
        self.asked.set()
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.2)
        except OSError:
            self.close_connection = True

    def hang(self):
        self.asked.set()
        self.rfile.read(1)
        self.close_connection = True

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        base = f"http://{self.headers['Host']}"
        if "/auth/tokens" in self.path:
            if self.mode == "keystone-drips":
                return self.drip()
            catalog = [{"type": "key-manager", "endpoints": [
                {"interface": "public", "region_id": "R", "url": base + "/keys"}]}]
            return self.send(201, {"token": {
                "expires_at": "2099-01-01T00:00:00.000000Z", "user": {"name": "u", "id": "u"}, "catalog": catalog,
                "project": {"name": "p", "id": "p"}, "roles": [{"name": "member", "id": "m"}]}}, X_Subject_Token="t" * 40)
        if self.command == "POST":
            return self.hang() if self.mode == "creation-hangs" else self.drip()
        return self.send(200, {"secrets": [], "total": 0})

    do_GET = do_POST = do_DELETE = do_PUT = answer


def main():
    program, failures = sys.argv[1], []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), SlowCloud)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for mode, options, signals in [
            ("keystone-drips", ["--time-limit", "3"], False), ("keystone-drips", ["--total-time", "3"], False),
            ("creation-drips", ["--time-limit", "3"], False), ("creation-hangs", ["--time-limit", "3"], False),
            ("creation-hangs", ["--total-time", "3"], False), ("creation-hangs", [], True)]:
        name = " ".join([mode, *options, *(["SIGTERM"] if signals else [])])
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "clouds.yaml").write_text(json.dumps({"clouds": {"c": {"region_name": "R", "auth": {
                "auth_url": f"http://127.0.0.1:{server.server_port}/v3", "user_id": "u", "password": "hunter22",
                "project_id": "p"}}}}))
            SlowCloud.mode = mode
            SlowCloud.asked.clear()
            begun = time.monotonic()
            process = subprocess.Popen(
                [program, "run", "key-manager", "--cloud", "c", "--output", "out", "--journals", "journals", *options],
                cwd=folder, env={"PATH": os.environ["PATH"], "HOME": str(folder)}, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if signals:
                SlowCloud.asked.wait(30)
                begun = time.monotonic()
                process.send_signal(signal.SIGTERM)
            try:
                said, _ = process.communicate(timeout=120)
            except subprocess.TimeoutExpired:
                process.kill()
                said, _ = process.communicate()
            took = time.monotonic() - begun
            report = folder / "out" / "report.json"
            text = report.read_text() if report.exists() else ""
            problems = []
            if took > 3 + SLACK[mode]:
                problems.append(f"it took {took:.0f} s")
            if process.returncode not in ((130, 3) if signals else (2, 3)):
                problems.append(f"exit status {process.returncode}")
            if not text:
                problems.append("no report")
            elif "--total-time" in options and "--total-time" not in text:
                problems.append("the report does not say why it ended")
            print(f"{'FAIL' if problems else 'ok':4} {took:5.1f} s  {name}" + "".join(f"; {p}" for p in problems))
            if problems:
                failures.append(name)
                print(said)
    sys.exit(bool(failures))


main()
