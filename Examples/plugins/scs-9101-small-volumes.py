#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A plug-in for scs-check with nothing but Python's standard library.

It judges one fact, and makes and deletes a volume. docs/plugins.md explains each line of it.
"""

import json
import ssl
import sys
import time
import urllib.error
import urllib.request

DESCRIPTION = {
    "protocol": 1,
    "standard": {
        "id": "scs-9101",
        "version": "scs-9101-v1",
        "name": "Small volumes",
        "url": "https://example.org/scs-9101",
        "summary": "Customers have a flavor for small machines, and can create and delete volumes.",
        "aliases": ["small-volumes"],
    },
    "prerequisites": {"services": ["block-storage"], "quota": True},
    "testcases": [
        {
            "id": "scs-9101-small-flavor",
            "title": "There is a flavor with at most 2 vCPUs and 4 GiB of memory",
            "target": "recommended",
            "facts": ["flavors"],
            "steps": [{"title": "find a small flavor", "role": "requires"}],
        },
        {
            "id": "scs-9101-volume",
            "title": "A volume can be created and deleted",
            "target": "main",
            "calls_cloud": True,
            "steps": [
                {
                    "title": "create a volume",
                    "role": "requires",
                    "creates": [{"kind": "volume", "gib": 1}],
                    "calls": ["POST /volumes", "GET /volumes/{id}"],
                },
                {
                    "title": "delete it",
                    "role": "requires",
                    "deletes": [{"kind": "volume", "gib": 1}],
                    "calls": ["DELETE /volumes/{id}"],
                },
            ],
        },
    ],
}


def say(do, **fields):
    """Prints one line of the protocol."""
    print(json.dumps({"do": do, **fields}), flush=True)


def acknowledged(do, **fields):
    """Prints a line and waits until scs-check has answered it."""
    say(do, **fields)
    if not sys.stdin.readline():
        sys.exit("scs-check has gone")


class Failed(Exception):
    """What disproves the requirement: FAIL."""

    def __init__(self, reason, message):
        super().__init__(message)
        self.reason, self.message = reason, message


class Unknown(Failed):
    """What keeps us from finding out: ABORT."""


class BlockStorage:
    """The few calls of the Block Storage API that are needed."""

    def __init__(self, cloud):
        self.url = cloud["endpoints"]["block-storage"]
        self.token = cloud["token"]
        self.tls = ssl.create_default_context(cafile=cloud.get("cacert"))
        if not cloud["verify"]:
            self.tls.check_hostname, self.tls.verify_mode = False, ssl.CERT_NONE

    def call(self, method, path, body=None):
        """The status and the JSON of an answer."""
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"X-Auth-Token": self.token, "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, context=self.tls, timeout=60) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text else {}
        except urllib.error.HTTPError as error:
            if error.code in (401, 413, 429) or error.code >= 500:
                raise Unknown(
                    "throttled" if error.code == 429 else "unreachable",
                    f"{method} {path} answered {error.code}.",
                ) from error
            return error.code, {}
        except OSError as error:
            raise Unknown("unreachable", f"{method} {path} failed: {error}") from error


def small_flavor(request):
    say("step-began", step=1)
    flavors = request["facts"]["flavors"]
    small = [f for f in flavors if f["vcpus"] <= 2 and f["ram"] <= 4096]
    say("evidence", text=f"{len(small)} of {len(flavors)} flavors are small")
    if not small:
        raise Failed("demand-not-met", f"None of {len(flavors)} flavors is small.")
    say("step-ended", step=1)


def volume(request):
    storage = BlockStorage(request["cloud"])
    deadline = time.monotonic() + 300
    name = request["prefix"] + "-volume"

    say("step-began", step=1)
    # Nothing is created before scs-check has it in its journal.
    acknowledged("intend", kind="volume", name=name)
    status, made = storage.call("POST", "/volumes", {"volume": {"name": name, "size": 1}})
    if status != 202:
        acknowledged("gone", name=name)
        raise Failed("demand-not-met", f"The cloud refused to create a volume: {status}.")
    path = "/volumes/" + made["volume"]["id"]
    acknowledged("created", name=name, id=made["volume"]["id"])
    while True:
        state = storage.call("GET", path)[1].get("volume", {}).get("status", "nowhere")
        if state == "available":
            break
        if state == "error" or time.monotonic() > deadline:
            raise Failed("resource-error", f"The volume is {state}, not available.")
        time.sleep(0.2)
    say("step-ended", step=1)

    say("step-began", step=2)
    refusal, _ = storage.call("DELETE", path)
    while True:
        status, shown = storage.call("GET", path)
        if status == 404:
            break
        state = shown.get("volume", {}).get("status", "nowhere")
        if state.startswith("error") or time.monotonic() > deadline:
            raise Failed("resource-error", f"The volume is {state}; DELETE answered {refusal}.")
        time.sleep(0.2)
    acknowledged("gone", name=name)
    say("step-ended", step=2)


RUNNERS = {"scs-9101-small-flavor": small_flavor, "scs-9101-volume": volume}


def main():
    if sys.argv[1:] == ["describe"]:
        print(json.dumps(DESCRIPTION))
        return
    if sys.argv[1:] != ["run"]:
        sys.exit("usage: describe | run")
    request = json.loads(sys.stdin.readline())
    testcase = request["testcase"]
    try:
        RUNNERS[testcase](request)
    except Failed as found:
        verdict = "ABORT" if isinstance(found, Unknown) else "FAIL"
        say(
            "verdict", testcase=testcase, verdict=verdict, reason=found.reason,
            message=found.message,
        )
    else:
        say("verdict", testcase=testcase, verdict="PASS")


main()
