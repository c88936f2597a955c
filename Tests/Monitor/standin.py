# SPDX-License-Identifier: Apache-2.0
"""A stand-in for SCS's compliance monitor, for machines without a checkout of it.

It is written from the description of the monitor's interface, not from its code: it checks account, content type,
signature (with ssh-keygen) and each field that the monitor reads or shows, and keeps reports in memory. A path of
/answer/STATUS before /reports makes it give this answer instead.
"""
import base64
import datetime
import http.server
import json
import os
import re
import subprocess
import tempfile
import threading
import uuid

import yaml

SEPARATOR = b"-----END SSH SIGNATURE-----\n&"


class Refused(Exception):
    def __init__(self, status, detail):
        self.status, self.detail = status, detail


class StandIn:
    """accounts: name -> {"password", "keys": lines of public keys, "subjects": whom it may report for}."""

    def __init__(self, accounts):
        self.accounts, self.reports, self.lock = accounts, {}, threading.Lock()
        standin = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments):
                pass

            def reply(self, status, value, kind="application/json", headers=()):
                body = value if isinstance(value, bytes) else json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                for name, content in headers:
                    self.send_header(name, content)
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                forced = re.fullmatch(r"/answer/(\d+)/reports", self.path)
                if forced:
                    where = [("Location", "/elsewhere")] if forced[1].startswith("3") else []
                    return self.reply(int(forced[1]), {"detail": "as asked for"}, headers=where)
                if self.path != "/reports":
                    return self.reply(404, {"detail": "Not Found"})
                try:
                    self.reply(200, standin.post(self.headers, body))
                except Refused as refused:
                    self.reply(refused.status, {"detail": refused.detail})
                except (KeyError, TypeError, AttributeError, ValueError, yaml.YAMLError) as error:
                    # What the monitor does not check ends as its own failure, and fails the test here.
                    self.reply(500, f"Internal Server Error: {error!r}".encode(), "text/plain")

            def do_GET(self):
                found = re.fullmatch(r"/(?:page/report|reports)/([0-9a-f-]{36})", self.path)
                report = standin.reports.get(found[1]) if found else None
                self.reply(200 if report else 404, [report] if report else {"detail": "Not Found"})

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, request, client_address):
                pass  # clients are killed on purpose

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def post(self, headers, body):
        name, account = self.account(headers.get("Authorization", ""))
        kind = headers.get("Content-Type")
        if kind not in ("application/x-signed-yaml", "application/x-signed-json"):
            raise Refused(415, "Unsupported Media Type")
        at = body.find(SEPARATOR)
        if at < 0:
            raise Refused(401, "missing signature")
        at += len(SEPARATOR)
        self.verify(account["keys"], body[:at - 1], body[at:])
        text = body[at:].decode()
        documents = list(yaml.safe_load_all(text)) if kind.endswith("yaml") else [json.loads(text)]
        for document in documents:
            if document["subject"] not in account["subjects"]:
                raise Refused(401, "Permission denied")
        for document in documents:
            check(document)
        with self.lock:
            if any(document["run"]["uuid"] in self.reports for document in documents):
                raise Refused(409, "Conflict: report already present")
            for document in documents:
                self.reports[document["run"]["uuid"]] = json.loads(json.dumps(document, default=str))
        return None

    def account(self, authorization):
        try:
            name, password = base64.b64decode(authorization.removeprefix("Basic ")).decode("ascii").split(":", 1)
        except ValueError:
            raise Refused(401, "Invalid authentication credentials")
        account = self.accounts.get(name)
        if not account or account["password"] != password:
            raise Refused(401, "Incorrect username or password")
        return name, account

    @staticmethod
    def verify(keys, signature, message):
        with tempfile.TemporaryDirectory() as folder:
            allowed, file = os.path.join(folder, "allowed"), os.path.join(folder, "signature")
            with open(allowed, "w") as out:
                out.writelines(f"mail@csp.eu {key}\n" for key in keys)
            with open(file, "wb") as out:
                out.write(signature)
            ended = subprocess.run(
                ["ssh-keygen", "-Y", "verify", "-f", allowed, "-I", "mail@csp.eu", "-n", "report", "-s", file],
                input=message, capture_output=True)
            if ended.returncode:
                raise Refused(401, "verification failed")


def check(document):
    """Raises where a field that the monitor reads, or shows on a page, is missing or of another kind."""
    uuid.UUID(document["spec"]["uuid"])
    uuid.UUID(document["run"]["uuid"])
    assert_kind(document["spec"]["name"], str)
    assert_kind(document["subject"], str)
    time = document["checked_at"]
    time = time if isinstance(time, datetime.datetime) else datetime.datetime.fromisoformat(time)
    if time.tzinfo is not None:
        raise ValueError("checked_at has a zone")
    assert_kind(document["run"]["assignment"], dict)
    for name, invocation in document["run"]["invocations"].items():
        assert_kind(invocation["cmd"], str)
        for key in ("rc", "critical", "error", "warning", "info"):
            assert_kind(invocation[key], int)
        for key in ("stdout", "stderr"):
            for line in invocation[key]:
                assert_kind(line, str)
        for testcase, result in invocation["results"].items():
            assert_kind(testcase, str)
            if type(result) is not int or result not in (-1, 0, 1):
                raise ValueError(f"{testcase} has the result {result!r}")


def assert_kind(value, kind):
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
