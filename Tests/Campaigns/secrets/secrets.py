#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants marked secrets in configurations, environments and the answers of a cloud that repeats them, runs every command
that writes something, and searches all output.

secrets.py PROGRAM [short|long]      exit status 1: a secret was found"""
import base64
import gzip
import http.server
import itertools
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

MARKS = {name: f"Mark9{name}Zq7x" for name in (
    "password", "applicationsecret", "token", "cookie", "signature", "proxypassword", "securepassword", "envpassword",
    "otherpassword", "clientsecret", "passcode", "askedpassword", "programpassword", "monitorpassword", "passphrase")}
MARKS["basic"] = base64.b64encode(f"u:{MARKS['password']}".encode()).decode()
MARKS["monitorbasic"] = base64.b64encode(f"u:{MARKS['monitorpassword']}".encode()).decode()
FORMS = [lambda t: t, urllib.parse.quote, lambda t: base64.b64encode(t.encode()).decode().rstrip("=")[:-2],
         lambda t: t[::-1]]


class TalkativeCloud(http.server.BaseHTTPRequestHandler):
    """Repeats secrets of requests in its answers, as `mode` says."""
    protocol_version = "HTTP/1.1"
    mode = "good"

    def log_message(self, *_):
        pass

    def send(self, status, body, kind="application/json", **headers):
        self.send_response(status)
        body = body.encode()
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)),
                            "Set-Cookie": f"session={MARKS['cookie']}; HttpOnly",
                            "X-OpenStack-Request-ID": "req-1234", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def confession(self):
        shown = [self.headers.get(name, "") for name in ("X-Auth-Token", "Authorization")]
        return f"You sent {' '.join(shown)} and {self.heard}."

    def answer(self):
        self.heard = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode(errors="replace")
        base = f"http://{self.headers['Host']}"
        if self.path.endswith("/reports"):
            # The compliance monitor, in the mood of the cloud.
            if self.mode == "good":
                return self.send(200, "null")
            if self.mode in ("refuses-login", "login-page"):
                return self.send(401, json.dumps({"detail": self.confession()}))
        if self.path.endswith("/provider/token"):
            if self.mode == "good":
                return self.send(200, json.dumps({"access_token": MARKS["token"], "token_type": "Bearer"}))
            if self.mode == "refuses-login":
                return self.send(400, json.dumps({"error": self.heard, "error_description": self.confession()}))
        if self.path.endswith(("/auth/tokens", "/protocols/p/auth")):
            if self.mode == "refuses-login":
                return self.send(401, json.dumps({"error": {"message": self.confession(), "code": 401}}))
            if self.mode == "login-page":
                return self.send(502, f"<html><body>{self.confession()}</body></html>", "text/html")
            catalog = [{"type": kind, "endpoints": [{"interface": "public", "region_id": "R", "url": base + path}]}
                       for kind, path in (("compute", "/compute/v2.1"), ("image", "/image"), ("network", "/network"),
                                          ("block-storage", "/volume/v3"), ("key-manager", "/keys"),
                                          ("object-store", "/store/v1"), ("identity", "/v3"))]
            token = {"expires_at": "2099-01-01T00:00:00.000000Z", "user": {"name": "u", "id": "u"},
                     "project": {"name": "p", "id": "p"}, "roles": [{"name": "member", "id": "m"}], "catalog": catalog}
            return self.send(201, json.dumps({"token": token}), X_Subject_Token=MARKS["token"])
        if self.mode == "stalls":
            time.sleep(3600)
        if self.mode == "redirects":
            return self.send(302, "", Location=f"http://127.0.0.1:1/?X-Amz-Signature={MARKS['signature']}")
        if self.mode == "forbids":
            return self.send(403, json.dumps({"forbidden": {"message": self.confession(), "code": 403}}))
        if self.mode == "fails":
            return self.send(500, f"<html><title>x</title><p>{self.confession()}</p></html>", "text/html")
        if self.mode == "garbles":
            return self.send(200, self.confession(), X_OpenStack_Request_ID=self.headers.get("X-Auth-Token", "none"))
        if self.mode == "confides":
            # Successful answers whose fields all contain the token.
            said, link = self.confession(), f"http://h/o?X-Amz-Signature={MARKS['signature']}&limit=1"
            item = {name: f"{MARKS['token']} {said} {link}" for name in (
                "name", "status", "fail_reason", "user_message", "description", "disk_format", "os_distro", "visibility",
                "availability_zone", "volume_type", "size")}
            item["id"] = item["request_id"] = MARKS["token"]
            last = self.path.split("?")[0].rstrip("/").split("/")[-1]
            names = {last, last.removesuffix("s"), "quota_set", "volume", "backup", "messages", "server"}
            return self.send(200 if self.command == "GET" else 202,
                             json.dumps({name: [item] if name.endswith("s") else item for name in names}),
                             X_OpenStack_Request_ID=MARKS["token"])
        return self.send(404, json.dumps({"itemNotFound": {"message": self.confession(), "code": 404}}))

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = answer


MODES = ["good", "refuses-login", "login-page", "redirects", "forbids", "fails", "garbles", "confides", "stalls"]
COMMANDS = [["run", "volume-backup"], ["run", "volume-backup", "--depth", "full", "--verbose"],
            ["run", "--scope", "iaas", "--verbose"], ["plan", "volume-backup"],
            ["run", "scs-0115", "scs-0116", "--format", "lines"], ["config"], ["config", "--format", "json"], ["doctor"]]
# Many clouds in one process, among them ones that cannot be used.
FLEET = ["run", "volume-backup", "--scope-version", "v5.1", "--scope", "iaas", "--verbose"]
FLEET_CLOUDS = ["file", "application", "basic", "nested", "unknown"]
# What comes after a run; the key is encrypted.
UPLOAD = ["upload", "report.json", "--monitor-user", "u", "--monitor-password-command", "./monitor.sh"]
SIGN = ["sign", "report.json", "--overwrite"]
KEY = ["--key", "key", "--passphrase-command", "./passphrase.sh"]
# An external program that prints its environment, in full and in pieces, and a verdict or none.
PROGRAM = ["run", "--scope", "scope.yaml", "--pass-environment", "PROGRAM_PASSWORD", "--verbose"]
SCOPE = """name: A scope with a program
uuid: 0b3a7d3e-4f0e-4b5e-9a58-5b1f5f2f0999
url: https://example.org/scope
scripts:
  - executable: ./program.sh
    testcases:
      - {id: x-program, description: It runs, url: "https://example.org/x"}
modules:
  - {id: x, name: X, url: "https://example.org/x", targets: {main: [x-program]}}
versions:
  - {version: v1, include: [x]}
timeline:
  - {date: 2024-01-01, versions: {v1: effective}}
"""


SHORT_CLOUDS = ("file", "nested", "userinfo", "provider", "asked")
OTHER_TYPES = ("provider", "factors", "basic", "token")


def cases(form):
    """The cloud's behaviour, the entry of clouds.yaml, and the command."""
    for mode, cloud, command in itertools.product(
            MODES, ["file", "secure", "application", "envvars", "nested", "userinfo", "unknown", "asked", *OTHER_TYPES],
            COMMANDS):
        # The configuration's effect does not depend on the cloud.
        if cloud not in ("file", "envvars") and mode not in ("good", "refuses-login", "forbids", "confides"):
            continue
        is_long_one = cloud not in SHORT_CLOUDS or command not in (COMMANDS[1], COMMANDS[2]) or mode == "fails"
        if form == "long" or not is_long_one:
            yield mode, cloud, command
    for mode in ("good", "refuses-login", "confides"):
        yield mode, "file", PROGRAM
    for mode in MODES:
        yield mode, None, FLEET
        yield mode, None, UPLOAD
    yield "good", None, SIGN


def search_works(folder):
    """Verifies that the search finds planted secrets."""
    for index, (mark, form) in enumerate(itertools.product(MARKS.values(), FORMS)):
        decoy = folder / f"decoy-{index}"
        decoy.write_text("before " + form(mark) + " after")
        if not search(folder, set()):
            return False
        decoy.unlink()
    return not search(folder, set())


def clouds(folder, url):
    (folder / "clouds.yaml").write_text(json.dumps({"clouds": {
        "file": {"auth": {"auth_url": url, "username": "u", "password": MARKS["password"], "project_name": "p",
                          "user_domain_name": "Default", "project_domain_name": "Default"}, "region_name": "R"},
        "secure": {"auth": {"auth_url": url, "username": "u", "project_name": "p", "user_domain_name": "Default",
                            "project_domain_name": "Default"}, "region_name": "R"},
        "application": {"auth_type": "v3applicationcredential", "region_name": "R", "auth": {
            "auth_url": url, "application_credential_id": "a", "application_credential_secret": MARKS["applicationsecret"]}},
        "provider": {"auth_type": "v3oidcpassword", "region_name": "R", "auth": {
            "auth_url": url, "identity_provider": "i", "protocol": "p", "client_id": "c", "project_id": "p",
            "access_token_endpoint": url + "/provider/token", "client_secret": MARKS["clientsecret"], "username": "u",
            "password": MARKS["password"]}},
        "factors": {"auth_type": "v3multifactor", "auth_methods": ["v3password", "v3totp"], "region_name": "R", "auth": {
            "auth_url": url, "user_id": "u", "project_id": "p", "password": MARKS["password"], "passcode": MARKS["passcode"]}},
        "basic": {"auth_type": "http_basic", "auth": {
            "endpoint": url, "username": "u", "password": MARKS["password"]}},
        "token": {"auth_type": "v3token", "region_name": "R", "auth": {
            "auth_url": url, "project_id": "p", "token": MARKS["otherpassword"]}},
        "asked": {"region_name": "R", "auth": {"auth_url": url, "user_id": "u", "project_id": "p"}},
        # Errors whose messages must not show neighbouring values.
        "nested": {"auth": {"auth_url": url, "username": "u", "password": {"deep": MARKS["otherpassword"]}}},
        "userinfo": {"auth": {"auth_url": url.replace("//", f"//u:{MARKS['otherpassword']}@"), "username": "u",
                              "password": "p1", "project_name": "p"}},
        "unknown": {"auth_type": "v3secret", "auth": {"auth_url": url, "password": MARKS["otherpassword"]}},
    }}))
    (folder / "scope.yaml").write_text(SCOPE)
    (folder / "program.sh").write_text("""#!/bin/sh
echo "the password is $PROGRAM_PASSWORD."; echo "$PROGRAM_PASSWORD" >&2
printf %s "$PROGRAM_PASSWORD" | base64; printf 'x-program: PASS '; echo "$PROGRAM_PASSWORD"
echo "x-program: FAIL"; exit 1
""")
    (folder / "program.sh").chmod(0o700)
    for name, mark in ("monitor", "monitorpassword"), ("passphrase", "passphrase"):
        (folder / f"{name}.sh").write_text(f"#!/bin/sh\necho {MARKS[mark]}\n")
        (folder / f"{name}.sh").chmod(0o700)
    (folder / "secure.yaml").write_text(json.dumps({"clouds": {"secure": {"auth": {"password": MARKS["securepassword"]}}}}))


def search(folder, ignored):
    """Finds marks, in any form, in all files of the folder."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and path not in ignored:
            data = path.read_bytes()
            if path.name.endswith(".tar.gz"):
                data = gzip.decompress(data)
            for name, mark in MARKS.items():
                found += [f"{name} in {path.relative_to(folder)}" for form in FORMS if form(mark).encode() in data]
    return found


def written(folder, ignored):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file() and path not in ignored)


def open_files(folder, ignored):
    return [f"{p.relative_to(folder)} has mode {p.stat().st_mode & 0o777:o}" for p in folder.rglob("*.journal")
            if p not in ignored and p.stat().st_mode & 0o077]


def command_lines(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def main():
    program = os.path.abspath(sys.argv[1])
    form = sys.argv[2] if len(sys.argv) > 2 else "short"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), TalkativeCloud)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/v3"
    runs, found = 0, []
    with tempfile.TemporaryDirectory(prefix="scs-check-secrets-") as name:
        folder = pathlib.Path(name)
        if not search_works(folder):
            sys.exit("the search overlooks a secret that is there")
        clouds(folder, url)
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-a", "1", "-N", MARKS["passphrase"], "-f", folder / "key"],
                       check=True)
        subprocess.run([program, "run", "flavor-naming", "--scope", "iaas", "--cloud", "simulated", "--quiet", "--output", name],
                       env={"HOME": name, "XDG_STATE_HOME": name}, check=True)
        ignored = {folder / name for name in (
            "clouds.yaml", "secure.yaml", "scope.yaml", "program.sh", "monitor.sh", "passphrase.sh", "key", "key.pub",
            "report.json", "report.md")}
        environment = {"HOME": name, "PATH": "/usr/bin:/bin", "OS_CLIENT_CONFIG_FILE": str(folder / "clouds.yaml"),
                       "XDG_STATE_HOME": name, "http_proxy": "", "no_proxy": "127.0.0.1", "PROGRAM_PASSWORD": MARKS["programpassword"],
                       "https_proxy": f"http://u:{MARKS['proxypassword']}@127.0.0.1:1"}
        plain = {"OS_AUTH_URL": url, "OS_USERNAME": "u", "OS_PASSWORD": MARKS["envpassword"], "OS_PROJECT_NAME": "p",
                 "OS_USER_DOMAIN_NAME": "Default", "OS_PROJECT_DOMAIN_NAME": "Default", "OS_REGION_NAME": "R"}
        for mode, cloud, command in cases(form):
            TalkativeCloud.mode = mode
            runs += 1
            output = folder / f"run-{runs}"
            arguments = [program, *command]
            if command == FLEET:
                arguments += [word for cloud in FLEET_CLOUDS for word in ("--cloud", cloud)] + ["--output", str(output)]
            elif command == UPLOAD:
                arguments += ["--monitor", url.removesuffix("/v3"), *KEY]
            elif command == SIGN:
                arguments += KEY
            else:
                arguments += ["--cloud", cloud]
            if cloud == "asked":
                script = folder / "ask.sh"
                script.write_text(f"#!/bin/sh\necho {MARKS['askedpassword']}\n")
                script.chmod(0o700)
                ignored.add(script)
                arguments += ["--password-command", str(script)]
            if command[0] == "run" and command != FLEET:
                arguments += ["--output", str(output), "--record", str(output) + ".facts", "--evidence", str(output) + ".tar.gz"]
            with open(folder / f"terminal-{runs}", "wb") as terminal:
                process = subprocess.Popen(
                    arguments, cwd=name, env={**environment, **(plain if cloud == "envvars" else {})}, stdout=terminal,
                    stderr=subprocess.STDOUT, preexec_fn=lambda: resource.setrlimit(
                        resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)))
                lines = command_lines(process.pid)
                found += [f"{n} on the command line" for n, m in MARKS.items() if m in lines]
                try:
                    process.wait(1.5 if mode == "stalls" else 60)
                except subprocess.TimeoutExpired:
                    # A crash in the middle: its output and files are searched too.
                    process.send_signal(signal.SIGSEGV if runs % 2 else signal.SIGTERM)
                    try:
                        process.wait(10)
                    except subprocess.TimeoutExpired:
                        process.kill()
            if command == PROGRAM and mode == "good" and b"the password is" not in written(folder, ignored):
                found.append("nothing of what the program printed: it was not run (scope.yaml)")
            if command in (UPLOAD, SIGN) and mode == "good" and process.returncode != 0:
                found.append(f"{command[0]} ended with {process.returncode}: {written(folder, ignored)[:300]}")
            now = search(folder, ignored) + open_files(folder, ignored)
            found += [f"{where} (cloud {mode}: {cloud or 'several'}, {' '.join(command)})" for where in now]
            for path in folder.rglob("*"):
                if path.is_file() and path not in ignored:
                    path.unlink()
    for where in sorted(set(found)):
        print(f"FOUND {where}")
    print(f"{runs} runs, {len(MARKS)} secrets, {len(set(found))} found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
