#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Examples/kubernetes against the schemas of Kubernetes, unknown keys being errors, and with kubectl where there is one.

usage: manifests.py     (make kubernetes, which installs kubernetes-validate from PyPI: it brings the schemas along)"""
import copy
import http.server
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

import kubernetes_validate
import yaml

MANIFESTS = sorted((pathlib.Path(__file__).resolve().parents[2] / "Examples/kubernetes").glob("*.yaml"))
# The oldest and the newest that the package knows.
VERSIONS = ("1.25", kubernetes_validate.latest_version())
failed = False


def check(holds, what):
    global failed
    failed |= not holds
    print(("ok    " if holds else "WRONG ") + what, flush=True)


def complaint(document, version):
    """None if it is valid."""
    try:
        kubernetes_validate.validate(document, version, strict=True)
    except kubernetes_validate.ValidationError as error:
        return f"{'.'.join(map(str, error.path))}: {error.message}"[:300]


def schemas():
    for path in MANIFESTS:
        for document in yaml.safe_load_all(path.read_text()):
            name = f"{path.name}, {document['kind']} {document['metadata']['name']}"
            for version in VERSIONS:
                found = complaint(document, version)
                check(found is None, f"{name} is valid for Kubernetes {version}" + (f": {found}" if found else ""))
            pod = (document["spec"].get("jobTemplate", document))["spec"]["template"]["spec"]
            for what, change in (
                    ("a misspelt key", lambda pod: pod.update(restartPolcy="Never")),
                    ("a wrong type", lambda pod: pod["containers"][0].update(args="run")),
                    ("a missing name", lambda pod: pod["containers"][0].pop("name"))):
                kept = copy.deepcopy(pod)
                change(pod)
                check(complaint(document, VERSIONS[-1]) is not None, f"{name}: {what} is seen")
                pod.clear()
                pod.update(kept)


class Discovery(http.server.BaseHTTPRequestHandler):
    """What kubectl asks before it believes that there are Jobs and CronJobs."""
    group = {"name": "batch", "versions": [{"groupVersion": "batch/v1", "version": "v1"}],
             "preferredVersion": {"groupVersion": "batch/v1", "version": "v1"}}
    answers = {
        "/api": {"kind": "APIVersions", "versions": ["v1"]},
        "/api/v1": {"kind": "APIResourceList", "groupVersion": "v1", "resources": []},
        "/apis": {"kind": "APIGroupList", "apiVersion": "v1", "groups": [group]},
        "/apis/batch/v1": {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "batch/v1", "resources": [
            {"name": name, "singularName": kind.lower(), "namespaced": True, "kind": kind, "verbs": ["create", "get", "patch"]}
            for name, kind in (("jobs", "Job"), ("cronjobs", "CronJob"))]}}

    def do_GET(self):
        answer = self.answers.get(self.path.split("?")[0])
        body = json.dumps(answer or {"kind": "Status", "status": "Failure", "code": 404}).encode()
        self.send_response(200 if answer else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def kubectl():
    if not shutil.which("kubectl"):
        return print("There is no kubectl here: its dry run is left out.")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Discovery)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as home:
        for path in MANIFESTS:
            done = subprocess.run(
                ["kubectl", "--server", f"http://127.0.0.1:{server.server_port}", "create", "--dry-run=client", "--validate=false",
                 "--output", "name", "--filename", path], capture_output=True, text=True, env={"HOME": home, "PATH": "/usr/bin:/bin"})
            kinds = [f"{d['kind'].lower()}.batch/{d['metadata']['name']}" for d in yaml.safe_load_all(path.read_text())]
            check(done.stdout.split() == kinds, f"kubectl would create {', '.join(kinds)}" + ("" if done.stdout.split() == kinds else f": {done.stderr[-300:]}"))
    server.shutdown()


schemas()
kubectl()
sys.exit(failed)
