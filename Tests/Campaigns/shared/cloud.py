# SPDX-License-Identifier: Apache-2.0
"""Common parts of the campaigns: a simulated cloud in a separate process, and the program under test."""
import hashlib
import http.client
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time

PREFIX = "scs-check-"
CREDENTIALS = {"member": ("demo", "simulated-secret", "demo", "Default"),
               "other": ("demo2", "simulated-secret-2", "demo2", "Default"),
               "manager": ("scs-a-manager", "simulated-secret-5", None, "scs-a"),
               "other-manager": ("scs-b-manager", "simulated-secret-6", None, "scs-b")}
# Beside the run's own resources there are always similar foreign ones.
NEIGHBOURS = [{"name": None, "snapshot": True}, {"name": "scs-check-tesT-1-source", "snapshot": True},
              {"name": "scs-check-abcdefghjkmnpqrs-1-volume", "snapshot": True}, {"name": "scs-check-", "owner": "other"}]
# Read-only standards: nothing is created for them.
FACTS = ["scs-0100", "scs-0102", "scs-0103", "scs-0104", "scs-0114", "scs-0115", "scs-0116", "scs-0121", "scs-0123"]
# Characters that foreign text must not bring to a terminal or report.
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class CloudServer:
    """One server process; `reset` starts a new cloud in it."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.port = int(self.process.stdout.readline())
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        self.connection.connect()

    def ask(self, path, **wishes):
        self.connection.request("POST", "/control/" + path, json.dumps(wishes))
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {body.decode()}")
        return json.loads(body)

    def reset(self, **wishes):
        wishes.setdefault("plant", NEIGHBOURS)
        self.ask("reset", **wishes)
        self.settle_neighbours()
        self.begun = len(self.ask("requests"))

    def requests(self):
        """The requests since the reset, in order of arrival."""
        return self.ask("requests")[self.begun:]

    def settle_neighbours(self):
        """Resources of every kind, created through the services themselves, with names like ours."""
        member, manager = self.sign_in("member"), self.sign_in("manager")
        for name in ("", "scs-check-tesT-1-x"):
            for path, body in (("/network/v2.0/networks", {"network": {"name": name}}),
                               ("/network/v2.0/security-groups", {"security_group": {"name": name}}),
                               ("/network/v2.0/routers", {"router": {"name": name}}),
                               ("/key-manager/v1/secrets", {"name": name, "payload": "x", "payload_content_type": "text/plain"})):
                self.post(path, body, member)
        for collection, kind in (("users", "user"), ("projects", "project"), ("groups", "group")):
            self.post(f"/identity/v3/{collection}", {kind: {"name": "scs-check-tesT-1-x", "domain_id": "a" * 32}}, manager)

    def sign_in(self, who):
        user, password, project, domain = CREDENTIALS[who]
        domain = {"name": domain}
        scope = {"project": {"name": project, "domain": domain}} if project else {"domain": domain}
        return self.post("/identity/v3/auth/tokens", {"auth": {"scope": scope, "identity": {
            "methods": ["password"], "password": {"user": {"name": user, "domain": domain, "password": password}}}}})

    def post(self, path, body, token=""):
        """The token in the answer, if there is one."""
        self.connection.request("POST", path, json.dumps(body), {"X-Auth-Token": token, "Content-Type": "application/json"})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"POST {path}: {answer.status} {text.decode()[:300]}")
        return answer.getheader("X-Subject-Token")

    def inventory(self):
        return {json.dumps(item, sort_keys=True) for item in self.ask("inventory")}

    def stop(self):
        self.process.kill()
        self.process.wait()


class Workplace:
    """A folder with a clouds.yaml for one server, and the output of runs."""

    def __init__(self, port, base=None):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="scs-check-campaign-", dir=base))
        self.journals = self.path / "journals"
        clouds = {}
        for name, (user, password, project, domain) in CREDENTIALS.items():
            auth = {"auth_url": f"http://127.0.0.1:{port}/identity/v3", "username": user, "password": password,
                    "user_domain_name": domain}
            auth.update({"project_name": project, "project_domain_name": domain} if project else {"domain_name": domain})
            clouds[name] = {"auth": auth, "region_name": "simulated"}
        (self.path / "clouds.yaml").write_text(json.dumps({"clouds": clouds}))
        (self.path / "clouds.yaml").chmod(0o600)

    @property
    def environment(self):
        return {"HOME": str(self.path), "PATH": "/usr/bin:/bin", "XDG_STATE_HOME": str(self.path), "TERM": "dumb",
                "OS_CLIENT_CONFIG_FILE": str(self.path / "clouds.yaml"), "no_proxy": "127.0.0.1"}

    def start(self, arguments, **options):
        options.setdefault("stdout", subprocess.DEVNULL)
        options.setdefault("stderr", subprocess.DEVNULL)
        # Under nohup a campaign would pass on that hangups are ignored.
        options.setdefault("preexec_fn", lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL))
        return subprocess.Popen(arguments, cwd=self.path, env=self.environment, stdin=subprocess.DEVNULL, **options)

    def run(self, arguments, **options):
        return subprocess.run(arguments, cwd=self.path, env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, errors="replace", timeout=300, **options)

    def cleanup(self, program, *more):
        # A run that was killed early has not created it; a missing folder would count as a typo.
        self.journals.mkdir(mode=0o700, exist_ok=True)
        return self.run([program, "cleanup", "--journals", str(self.journals), "--late", "2", *more])

    def remaining(self):
        return sorted(p.name for p in self.journals.glob("*")) if self.journals.exists() else []

    def clear(self):
        for path in self.path.iterdir():
            if path.name != "clouds.yaml":
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)


class Tally:
    """Counts the cases, and keeps a sentence for each failure."""

    def __init__(self):
        self.counts, self.problems = {}, []

    def count(self, what, number=1):
        self.counts[what] = self.counts.get(what, 0) + number

    def wrong(self, sentence):
        self.problems.append(sentence)
        print("WRONG " + sentence, flush=True)

    def check(self, holds, sentence):
        if not holds:
            self.wrong(sentence)
        return holds

    def add(self, other):
        for what, number in other.counts.items():
            self.count(what, number)
        self.problems += other.problems

    def tell(self, title):
        figures = ", ".join(f"{number} {what}" for what, number in self.counts.items())
        print(f"{title}: {figures}, {len(self.problems)} wrong", flush=True)


def mode(path):
    return path.stat().st_mode & 0o777


def no_cores():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def sealed(record):
    """A line of a journal with its checksum."""
    text = json.dumps(record, separators=(",", ":"), sort_keys=True)
    return text[:-1] + f',"sum":"{hashlib.sha256(text.encode()).hexdigest()[:8]}"}}'
