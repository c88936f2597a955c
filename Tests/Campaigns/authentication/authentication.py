#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Signs in to a real Keystone in every supported way, and in every way that must fail, with the built program.

authentication.py PROGRAM [WORD]     run it with the Python of the devcloud's venv; WORD selects cases by name;
exit status 1: an unexpected result"""
import base64
import http.server
import json
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import termios
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "DevCloud" / "identity"))
from identity import PASSWORD, Identity, free_port, passcode  # noqa: E402

import requests  # noqa: E402

OK = "ok      the credential holds the role member"


class BlockStorage(http.server.BaseHTTPRequestHandler):
    """A stand-in for Cinder that asks the real Keystone about every token; below /basic and /open it does not."""
    protocol_version = "HTTP/1.1"
    identity = None
    seen = []

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.seen.append((self.path, dict(self.headers)))
        given = self.headers.get("Authorization", "")
        if self.path.startswith("/basic/"):
            is_let_in = given == "Basic " + base64.b64encode(f"operator:{PASSWORD}".encode()).decode()
        elif self.path.startswith("/open/"):
            is_let_in = self.headers.get("X-Auth-Token") == "notused"
        else:
            is_let_in = self.identity.knows(self.headers.get("X-Auth-Token", ""))
        if not is_let_in:
            return self.reply(401, {"error": {"message": "The request you have made requires authentication.", "code": 401}})
        if self.path.endswith("/v3/"):
            return self.reply(200, {"versions": [{"id": "v3.0", "version": "3.71", "min_version": "3.0"}]})
        if "/os-quota-sets/" in self.path:
            figure = {"limit": 100, "in_use": 0, "reserved": 0}
            return self.reply(200, {"quota_set": {n: figure for n in (
                "volumes", "gigabytes", "backups", "backup_gigabytes", "snapshots")}})
        if self.path.endswith("/limits"):
            return self.reply(200, {"limits": {"absolute": {f"maxTotal{n}": 100 for n in (
                "Volumes", "VolumeGigabytes", "Backups", "BackupGigabytes", "Snapshots")}}})
        self.reply(404, {"itemNotFound": {"message": "no", "code": 404}})

    def reply(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("x-openstack-request-id", "req-campaign")
        self.end_headers()
        self.wfile.write(data)


class Campaign:
    def __init__(self, program, folder, word):
        self.program, self.folder, self.word = os.path.abspath(program), pathlib.Path(folder), word
        port = free_port()
        self.service = f"http://127.0.0.1:{port}"
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), BlockStorage)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (self.folder / "keystone").mkdir()
        self.identity = Identity(self.folder / "keystone", self.service + "/v3")
        BlockStorage.identity = self.identity
        self.started = time.time()
        self.provider = self.identity.provider
        self.rows, self.surprises = [], 0
        self.hidden = {PASSWORD, "wonder land&1", "s3cr&t+", "builder", "not-this", "r0b0t"}

    # ------------------------------------------------------------ running a case

    def case(self, name, cloud, status, *words, args=(), without=(), **settings):
        """Signs in as `cloud` says and checks the result; `without` are words that must not appear."""
        if self.word and self.word not in name:
            return
        output, ended = self.run(cloud, args, **settings)
        wrong = []
        if ended != status:
            wrong.append(f"ended with {ended}, not {status}")
        wrong += [f"does not say {w!r}" for w in words if w not in output]
        wrong += [f"says {w!r}" for w in without if w in output]
        wrong += ["shows a secret" for s in self.hidden | set(self.secrets(cloud)) if len(s) > 5 and s in output]
        self.note(name, ended, wrong, output)

    def note(self, name, ended, wrong, output=""):
        self.rows.append((name, ended, "; ".join(wrong) or "as it should"))
        print(f"{'WRONG ' if wrong else 'ok    '}{str(ended):>4}  {name}{': ' + '; '.join(wrong) if wrong else ''}", flush=True)
        if wrong:
            self.surprises += 1
            print("\n".join("          " + line for line in output.splitlines()[:25]), flush=True)

    def secrets(self, cloud):
        return [str(v) for k, v in cloud.get("auth", {}).items()
                if re.search("password|secret|token$|passcode|^code$", k) and k != "access_token_type"]

    def environment(self, cloud):
        (self.folder / "clouds.yaml").write_text(json.dumps({"clouds": {"c": cloud}}))
        os.chmod(self.folder / "clouds.yaml", 0o600)
        return {"HOME": str(self.folder), "PATH": os.environ["PATH"], "OS_CLIENT_CONFIG_FILE": str(self.folder / "clouds.yaml"),
                "XDG_STATE_HOME": str(self.folder), "no_proxy": "127.0.0.1,localhost"}

    def command(self, args, what=("plan", "volume-backup")):
        return [self.program, *what, "--verbose", *args] if "--cloud" in what else [
            self.program, *what, "--cloud", "c", "--verbose", *args]

    def run(self, cloud, args, lines=None, what=("plan", "volume-backup")):
        environment = self.environment(cloud)
        if what[-1] == "envvars":
            environment.update({"OS_AUTH_TYPE": cloud["auth_type"], "OS_REGION_NAME": "R", **{
                f"OS_{key.upper()}": value for key, value in cloud["auth"].items()}})
            del environment["OS_CLIENT_CONFIG_FILE"]
        reader = None
        if lines is not None:
            reader, writer = os.pipe()
            os.write(writer, lines.encode())
            os.close(writer)
            args = [*args, "--password-fd", str(reader)]
        process = subprocess.Popen(
            self.command(args, what), env=environment, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, start_new_session=True, pass_fds=[reader] if reader else [])
        if reader:
            os.close(reader)
        try:
            output, _ = process.communicate(timeout=90)
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
            output += "\n(it did not end)"
        return output, process.returncode

    def at_terminal(self, name, cloud, typed, status, *words, args=("--password-prompt",), is_signal=False):
        """The same at a terminal with typed input; the terminal must be restored, and must not echo."""
        if self.word and self.word not in name:
            return
        environment = {**self.environment(cloud), "TERM": "dumb"}
        master, terminal = os.openpty()
        before = termios.tcgetattr(terminal)
        pid = os.fork()
        if pid == 0:
            os.setsid()
            os.close(master)
            import fcntl
            fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
            for number in (0, 1, 2):
                os.dup2(terminal, number)
            os.execve(self.program, self.command(args), environment)
        output, end, is_typed, ended, during = b"", time.time() + 60, False, None, None
        while time.time() < end:
            if select.select([master], [], [], 0.2)[0]:
                output += os.read(master, 65536)
            if not is_typed and b" for cloud c: " in output:
                is_typed, during = True, termios.tcgetattr(terminal)
                if is_signal:
                    os.kill(pid, typed)
                else:
                    os.write(master, typed)
            done, code = os.waitpid(pid, os.WNOHANG)
            if done:
                ended = os.waitstatus_to_exitcode(code)
                while select.select([master], [], [], 0.2)[0]:
                    output += os.read(master, 65536)
                break
        else:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        after = termios.tcgetattr(terminal)
        os.close(master)
        os.close(terminal)
        text = output.decode(errors="replace")
        wrong = [f"ended with {ended}, not {status}"] if ended != status else []
        wrong += [f"does not say {w!r}" for w in words if w not in text]
        wrong += [] if is_typed else ["asked nothing"]
        wrong += ["the terminal shows what is typed"] if during and during[3] & termios.ECHO else []
        wrong += ["the terminal is not as it was"] if after != before else []
        wrong += ["shows a secret" for s in self.hidden if s in text]
        self.note(name, ended, wrong, text)

    # ------------------------------------------------------------ cases

    def auth(self, **fields):
        return {"auth_url": self.identity.url, **fields}

    def user(self, name="demo", **fields):
        return self.auth(username=name, user_domain_id="default", **fields)

    project = {"project_name": "demo", "project_domain_name": "Default"}

    def cloud(self, auth_type, auth, **more):
        return {"auth_type": auth_type, "region_name": "R", "auth": auth, **more}

    def passwords(self):
        facts = self.identity.facts
        good = self.user(password=PASSWORD, **self.project)
        self.case("password", self.cloud("password", good), 0, OK)
        self.case("password: by ids", self.cloud("v3password", self.auth(
            user_id=facts["demo"], password=PASSWORD, project_id=facts["project"])), 0, OK)
        self.case("password: URL without a version", self.cloud("password", {
            **good, "auth_url": self.identity.url.removesuffix("/v3")}), 0, OK)
        self.case("password: for a domain", self.cloud("password", self.user(
            "manager", password=PASSWORD, domain_id="default")), 2, "The credential has the role manager")
        self.case("password: for the system", self.cloud("password", self.user(
            "operator", password=PASSWORD, system_scope="all")), 2, "it holds reader")
        self.case("password: no project, a default one", self.cloud("password", self.user("homebody", password=PASSWORD)), 0, OK)
        self.case("password: no project and no default one", self.cloud("password", self.user(
            "wanderer", password=PASSWORD)), 2, "a token without a project", 'the user "wanderer" has no default project')
        self.case("password: wrong", self.cloud("password", {**good, "password": "not-this"}), 2,
                  "auth: The cloud does not accept the credentials")
        self.case("password: a user who is locked", self.cloud("password", self.user(
            "locked", password=PASSWORD, **self.project)), 2, "auth: The cloud does not accept the credentials")
        self.case("password: a project that is not there", self.cloud("password", {**good, "project_name": "x"}), 2,
                  "auth: The cloud does not accept the credentials")
        self.case("password: missing", self.cloud("password", {k: v for k, v in good.items() if k != "password"}), 64,
                  "has no password in auth", "--password-prompt, --password-fd, or --password-command")
        self.case("trust", self.cloud("password", self.user("trustee", password=PASSWORD, trust_id=facts["trust"])), 0, OK)
        self.case("trust: unknown", self.cloud("password", self.user("trustee", password=PASSWORD, trust_id="0" * 32)), 2, "auth: ")
        self.case("trust: of another trustee", self.cloud("password", self.user(
            "wanderer", password=PASSWORD, trust_id=facts["trust"])), 2, "auth: ")

    def tokens(self):
        facts = self.identity.facts
        for name, token in (("of a project", "token"), ("of nothing", "unscoped token")):
            self.case(f"token: {name}", self.cloud("v3token", self.auth(token=facts[token], **self.project)), 0, OK)
        self.case("token: without a project", self.cloud("token", self.auth(token=facts["token"])), 2,
                  "a token without a project")
        self.case("token: revoked", self.cloud("token", self.auth(token=facts["dead token"], **self.project)), 2, "auth: ")
        self.case("token: garbage", self.cloud("token", self.auth(token="x" * 40, **self.project)), 2, "auth: ")
        self.case("token: one with a line's end", self.cloud("token", self.auth(token=facts["token"] + "\n", **self.project)), 2,
                  "line break")

    def application_credentials(self):
        made = self.identity.facts["application credentials"]
        time.sleep(max(0.0, self.started + 16 - time.time()))
        for name, status, words in (("plain", 0, [OK]), ("unrestricted", 0, [OK]), ("ruled", 0, [OK]),
                                    ("brief", 2, ["auth: "]), ("revoked", 2, ["auth: "])):
            cloud = self.cloud("v3applicationcredential", self.auth(
                application_credential_id=made[name]["id"], application_credential_secret=made[name]["secret"]))
            self.case(f"application credential: {name}", cloud, status, *words)
        secret = made["plain"]["secret"]
        self.case("application credential: by name", self.cloud("v3applicationcredential", self.user(
            application_credential_name="plain", application_credential_secret=secret)), 0, OK)
        self.case("application credential: another user's name", self.cloud("v3applicationcredential", self.user(
            "wanderer", application_credential_name="plain", application_credential_secret=secret)), 2, "auth: ")
        self.case("application credential: wrong secret", self.cloud("v3applicationcredential", self.auth(
            application_credential_id=made["plain"]["id"], application_credential_secret="not-this")), 2, "auth: ")

    def factors(self):
        oathtool = f"{sys.executable} {HERE.parents[1]}/DevCloud/identity/passcode.py"
        clock = self.user("clock", **self.project)
        self.case("passcode: configured", self.cloud("v3totp", {**clock, "passcode": passcode()}), 0, OK)
        self.case("passcode: beside auth", self.cloud("v3totp", clock, passcode=passcode()), 0, OK)
        self.case("passcode: of a command", self.cloud("v3totp", clock), 0, OK, args=["--passcode-command", oathtool])
        self.case("passcode: of a file descriptor", self.cloud("v3totp", clock), 0, OK, lines=passcode() + "\n")
        self.case("passcode: wrong", self.cloud("v3totp", {**clock, "passcode": "000001"}), 2, "auth: ")
        self.case("passcode: of an hour ago", self.cloud("v3totp", {**clock, "passcode": passcode(at=time.time() - 3600)}), 2, "auth: ")
        self.case("passcode: missing", self.cloud("v3totp", clock), 64, "has no passcode in auth", "--passcode-command")
        careful = self.user("careful", password=PASSWORD, **self.project)
        both = {"auth_methods": ["v3password", "v3totp"]}
        self.case("two factors", self.cloud("v3multifactor", {**careful, "passcode": passcode()}, **both), 0, OK)
        self.case("two factors: in one text", self.cloud("v3multifactor", careful, auth_methods="v3password,v3totp"), 0, OK,
                  args=["--passcode-command", oathtool])
        self.case("two factors: the second missing", self.cloud("password", careful), 2,
                  "Keystone requires more than one factor from this user: password with totp")
        self.case("two factors: the second wrong", self.cloud("v3multifactor", {**careful, "passcode": "000001"}, **both), 2, "auth: ")
        self.case("two factors: the first wrong", self.cloud("v3multifactor", {
            **careful, "password": "not-this", "passcode": passcode()}, **both), 2, "auth: ")
        self.case("two factors: an unknown one", self.cloud("v3multifactor", careful, auth_methods=["v3password", "v3topt"]), 64,
                  'auth_methods has "v3topt"', 'did you mean "v3totp"?')
        self.case("two factors: none named", self.cloud("v3multifactor", careful), 64, "has no auth_methods in auth")

    def federated(self, auth_type, base=None, path="good", **fields):
        return self.cloud(auth_type, self.auth(**{
            "identity_provider": "corporate", "protocol": "openid", "client_id": "program", "client_secret": "s3cr&t+",
            "discovery_endpoint": f"{base or self.provider.http}/{path}/.well-known/openid-configuration", **self.project, **fields}))

    def oidc_password(self, **fields):
        return self.federated("v3oidcpassword", **{"username": "alice", "password": "wonder land&1", **fields})

    def sent_to(self, name, base, cloud, *words):
        """Refused, and no request with a password reached a forbidden host."""
        count = len(self.provider.seen)
        self.case(name, cloud, 2, *words)
        leaked = [s for s in self.provider.seen[count:] if s[0] == "POST" and "password" in s[3]]
        if leaked:
            self.note(name, 2, ["the password was sent"])

    def providers(self):
        http_, https = self.provider.http, self.provider.https
        ca = str(self.identity.folder / "ca.pem")
        tls = {"cacert": ca}
        self.case("OpenID Connect password", self.oidc_password(), 0, OK)
        self.case("OpenID Connect password: token endpoint by hand", self.oidc_password(
            discovery_endpoint=None, access_token_endpoint=http_ + "/token"), 0, OK)
        self.case("OpenID Connect password: id token", self.oidc_password(access_token_type="id_token"), 0, OK)
        self.case("OpenID Connect password: public client", self.oidc_password(client_id="public", client_secret=None), 0, OK)
        self.case("OpenID Connect password: https", {**self.oidc_password(base=https), **tls}, 0, OK)
        self.case("OpenID Connect password: https of an unknown authority", self.oidc_password(base=https), 2, "unreachable: ")
        self.case("OpenID Connect password: a passcode too", self.oidc_password(
            username="bob", password="builder", idp_otp_key="totp", passcode="424242"), 0, OK)
        self.case("OpenID Connect password: a passcode is missing", self.oidc_password(username="bob", password="builder"), 2,
                  "auth: ", "invalid_grant")
        self.case("OpenID Connect password: no project", self.oidc_password(project_name=None), 2, "a token without a project")
        self.case("OpenID Connect password: wrong", self.oidc_password(password="not-this"), 2, "auth: ", "invalid_grant")
        self.case("OpenID Connect password: wrong client secret", self.oidc_password(client_secret="not-this"), 2,
                  "auth: ", "invalid_client")
        self.case("OpenID Connect password: unknown provider", self.oidc_password(identity_provider="other"), 2, "auth: ")
        self.case("OpenID Connect password: unknown protocol", self.oidc_password(protocol="saml2"), 2, "auth: ")
        self.case("OpenID Connect password: a login page", self.oidc_password(identity_provider="redirecting"), 2,
                  "unreachable: ", "answered 302, a redirect")
        self.case("OpenID Connect password: wrong scope", self.oidc_password(openid_scope="profile"), 2, "invalid_scope")
        self.case("OpenID Connect password: grant not offered", self.oidc_password(path="browser"), 2,
                  "does not offer the grant password")
        self.case("OpenID Connect password: no token endpoint", self.oidc_password(path="silent"), 2, "has no token_endpoint")
        self.case("OpenID Connect password: no document there", self.oidc_password(path="good/x"), 2, "no discovery document")
        self.case("OpenID Connect password: the document moved", self.oidc_password(path="moved"), 2, "answered 302")
        self.case("OpenID Connect password: a portal", self.oidc_password(path="portal"), 2, "has no token_endpoint")
        self.case("OpenID Connect password: no provider there", self.oidc_password(
            base=f"http://127.0.0.1:{free_port()}"), 2, "unreachable: ")
        self.sent_to("OpenID Connect: http after https", http_, {**self.oidc_password(base=https, path="downgrade"), **tls},
                     "which is not encrypted; nothing was sent")
        self.sent_to("OpenID Connect: another host, told over http", https, {**self.oidc_password(path="elsewhere"), **tls},
                     "came over http, where anyone can alter it; nothing was sent")
        self.sent_to("OpenID Connect: another host, another issuer", https, {
            **self.oidc_password(base=https, path="foreign"), **tls}, "its issuer is not the host that sent it; nothing was sent")
        self.case("OpenID Connect: another host of the same issuer", {
            **self.oidc_password(base=https, path="elsewhere"), **tls}, 0, OK)
        self.case("OpenID Connect: token endpoint moved", self.oidc_password(
            access_token_endpoint=http_ + "/moved-token"), 2, "answered 307, a redirect")
        self.case("OpenID Connect: token endpoint broken", self.oidc_password(
            access_token_endpoint=http_ + "/broken-token"), 2, "unreachable: ")
        self.case("OpenID Connect client credentials", self.federated("v3oidcclientcredentials"), 0, OK)
        self.case("OpenID Connect client credentials: another protocol", self.federated(
            "v3oidcclientcredentials", protocol="mapped", client_id="robot", client_secret="r0b0t"), 0, OK)
        self.case("OpenID Connect client credentials: wrong", self.federated("v3oidcclientcredentials", client_secret="not-this"),
                  2, "invalid_client")
        code = self.federated("v3oidcauthcode", code="once-only", redirect_uri="https://here.example/")
        self.case("OpenID Connect code", code, 0, OK)
        self.case("OpenID Connect code: a second time", code, 2, "invalid_grant")

        def access(token, **fields):
            return self.cloud("v3oidcaccesstoken", self.auth(
                identity_provider="corporate", protocol="openid", access_token=token, **{**self.project, **fields}))
        self.case("OpenID Connect access token", access(self.provider.issue("alice")), 0, OK)
        self.provider.lifetime = -1
        self.case("OpenID Connect access token: over", access(self.provider.issue("alice")), 2, "auth: ")
        self.provider.lifetime = 3600
        self.case("OpenID Connect access token: garbage", access("x" * 30), 2, "auth: ")
        self.case("OpenID Connect access token: of a stranger's issuer", access(self.provider.issue("public")), 2, "auth: ")
        self.case("OpenID Connect access token: no rights there", access(self.provider.issue("alice"), project_name="x"), 2, "auth: ")
        self.case("OpenID Connect device", self.federated("v3oidcdeviceauthz"), 0, OK, "/go in a browser and enter the code WDJB-MJHT")
        self.case("OpenID Connect device: with a challenge", self.federated("v3oidcdeviceauthz", code_challenge_method="S256"), 0, OK)
        self.case("OpenID Connect device: declined", self.federated("v3oidcdeviceauthz", openid_scope="openid declined"), 2,
                  "auth: The sign-in was declined")
        self.case("OpenID Connect device: not confirmed", self.federated("v3oidcdeviceauthz", openid_scope="openid short"), 2,
                  "auth: Nobody confirmed the sign-in")

    def oauth2(self):
        made = self.identity.facts["application credentials"]["plain"]

        def client(**fields):
            return self.cloud("v3oauth2clientcredential", self.auth(**{
                "oauth2_endpoint": self.identity.url + "/OS-OAUTH2/token", "oauth2_client_id": made["id"],
                "oauth2_client_secret": made["secret"], **fields}))
        self.case("OAuth 2.0 client", client(), 0, OK)
        self.case("OAuth 2.0 client: wrong secret", client(oauth2_client_secret="not-this"), 2, "auth: ")
        self.case("OAuth 2.0 client: wrong endpoint", client(oauth2_endpoint=self.identity.url + "/nowhere"), 2, "auth: ")
        bearers = [h.get("Authorization") for p, h in BlockStorage.seen if h.get("Authorization", "").startswith("Bearer ")]
        if not self.word and not bearers:
            self.note("OAuth 2.0 client: bearer token", 0, ["no call carried one"])

        def certificate(name, **more):
            files = {"cert": str(self.identity.folder / f"{name}.pem"), "key": str(self.identity.folder / f"{name}.key")} if name else {}
            auth = {"auth_url": self.identity.tls_url, "oauth2_endpoint": self.identity.tls_url + "/OS-OAUTH2/token",
                    "oauth2_client_id": self.identity.facts["robot"]}
            return self.cloud("v3oauth2mtlsclientcredential", auth, cacert=str(self.identity.folder / "ca.pem"), **files)
        self.case("OAuth 2.0 certificate", certificate("client"), 0, OK)
        self.case("OAuth 2.0 certificate: a stranger's", certificate("stranger"), 2, "auth: ")
        self.case("OAuth 2.0 certificate: none", certificate(None), 64, "has no cert in auth")

    def without_keystone(self):
        unknown = "The credential's roles cannot be determined, as auth_type"
        basic = {"username": "operator", "password": PASSWORD, "endpoint": self.service + "/basic/v3"}
        self.case("http_basic", self.cloud("http_basic", basic), 2, unknown, "Block Storage offers microversions 3.0 to 3.71",
                  "ok      the catalog offers block-storage")
        self.case("http_basic: wrong", self.cloud("http_basic", {**basic, "password": "not-this"}), 2,
                  "auth: The cloud does not accept the credentials")
        self.case("none", self.cloud("none", {"endpoint": self.service + "/open/v3"}), 2, unknown,
                  "Block Storage offers microversions 3.0 to 3.71")
        self.case("none: an override alone", self.cloud(
            "none", {}, block_storage_endpoint_override=self.service + "/open/v3"), 2, unknown,
            "Block Storage offers microversions 3.0 to 3.71")
        self.case("none: another service's override alone", self.cloud("none", {}, image_endpoint_override=self.service), 2,
                  "The endpoint of block-storage is unknown")
        for what in (["run", "volume-backup"], ["run", "--scope", "iaas"]):
            self.case(f"none: {' '.join(what)}", self.cloud("none", {"endpoint": self.service + "/open/v3"}), 2,
                      "ABORT not-permitted", "does not use Keystone", what=what)
        self.case("none: nowhere", self.cloud("none", {}), 64, "has no endpoint in auth")
        self.case("none: where a token is wanted", self.cloud("none", {"endpoint": self.service + "/v3"}), 2,
                  "auth: The cloud does not accept the credentials")
        token = self.identity.facts["token"]
        self.case("admin_token", self.cloud("admin_token", {"token": token, "endpoint": self.service + "/v3"}), 2, unknown,
                  "Block Storage offers microversions 3.0 to 3.71")
        self.case("admin_token: older names", self.cloud("token_endpoint", {"token": token, "url": self.service + "/v3"}), 2,
                  unknown, "Block Storage offers microversions 3.0 to 3.71")
        self.case("admin_token: garbage", self.cloud("admin_token", {"token": "x" * 40, "endpoint": self.service + "/v3"}), 2,
                  "auth: The cloud does not accept the credentials")
        variables = {"what": ["plan", "volume-backup", "--cloud", "envvars"]}
        self.case("variables: OpenID Connect password", self.oidc_password(), 0, OK, **variables)
        self.case("variables: passcode", self.cloud("v3totp", self.user("clock", passcode=passcode(), **self.project)), 0, OK, **variables)
        self.case("variables: asked for", self.cloud("password", self.user(**self.project)), 0, OK, lines=PASSWORD + "\n", **variables)
        self.case("variables: no source of secrets", self.cloud("password", self.user(**self.project)), 64, "OS_PASSWORD is not set",
                  "--password-prompt", **variables)
        self.case("unknown type", self.cloud("v3oidcpasword", self.auth()), 64, 'auth_type "v3oidcpasword" is not supported',
                  'did you mean "v3oidcpassword"?')
        self.case("unsupported type", self.cloud("v3kerberos", self.auth()), 64, 'auth_type "v3kerberos" is not supported',
                  "v3oidcdeviceauthz, v3oidcaccesstoken, v3oauth2clientcredential")

    def sources(self):
        ask = self.cloud("password", self.user(**self.project))
        full = self.cloud("password", self.user(password=PASSWORD, **self.project))
        script = self.folder / "give.sh"

        def gives(text):
            script.write_text("#!/bin/sh\n" + text)
            script.chmod(0o700)
            return ["--password-command", f"{script} 'one argument' \"and another\""]
        kept = self.folder / "kept"
        self.case("command", ask, 0, OK, args=gives(f"env > {kept}; echo '{PASSWORD}'; echo second line"))
        told = kept.read_text() if kept.exists() else ""
        if not self.word and ("SCS_CHECK_CLOUD=c\nSCS_CHECK_SECRET=password" not in told.replace("\r", "") and not (
                "SCS_CHECK_CLOUD=c" in told and "SCS_CHECK_SECRET=password" in told)):
            self.note("command: knows which secret", 0, ["it is not"])
        self.case("command: its complaints are shown", ask, 0, OK, "locked", args=gives(f"echo locked >&2; echo '{PASSWORD}'"))
        self.case("command: a line's end of elsewhere", ask, 0, OK, args=gives(f"printf '%s\\r\\n' '{PASSWORD}'"))
        self.case("command: spaces count", ask, 2, "auth: The cloud does not", args=gives(f"echo '{PASSWORD} '"))
        self.case("command: wrong password", ask, 2, "auth: The cloud does not", args=gives("echo not-this"))
        self.case("command: fails", ask, 64, "give.sh (--password-command) ended with status 3", without=["hunter2"],
                  args=gives("echo hunter2; exit 3"))
        self.case("command: is ended by a signal", ask, 64, "was ended by signal 15", without=["hunter2"],
                  args=gives("echo hunter2; kill -TERM $$"))
        self.case("command: prints nothing", ask, 64, "printed no first line", args=gives("true"))
        self.case("command: prints an empty line", ask, 64, "printed no first line", args=gives("echo; echo hunter2"), without=["hunter2"])
        self.case("command: prints no text", ask, 64, "printed no first line", args=gives("printf '\\377\\376\\n'"))
        self.case("command: prints without end", ask, 64, "printed more than 64 KiB", args=gives("yes hunter2"), without=["hunter2"])
        self.case("command: is not there", ask, 64, "cannot be run", args=["--password-command", "/nonexistent/x"])
        self.case("command: an open quote", ask, 64, "every quote closed", args=["--password-command", "pass 'x"])
        self.case("command: no shell", ask, 2, "auth: The cloud does not", args=["--password-command", "echo $(id)"])
        self.case("command: nothing lacks a secret", full, 0, OK, "every secret is configured; none was requested",
                  args=gives("echo not-this"))
        self.case("command: a client secret", self.federated("v3oidcclientcredentials", client_secret=None), 0, OK,
                  args=gives("test $SCS_CHECK_SECRET = client_secret && echo 's3cr&t+'"))
        self.case("descriptor", ask, 0, OK, lines=PASSWORD + "\nmore\n")
        self.case("descriptor: without a line's end", ask, 0, OK, lines=PASSWORD)
        self.case("descriptor: nothing in it", ask, 64, "it has no further line", lines="")
        self.case("descriptor: an empty line", ask, 64, "its line is empty", lines="\n")
        self.case("descriptor: not open", ask, 64, "--password-fd 77 is not open", args=["--password-fd", "77"])
        self.case("descriptor: where output goes", ask, 64, "is used for output", args=["--password-fd", "2"])
        self.case("two sources", ask, 64, "Give only one of", args=["--password-fd", "0", "--password-prompt"])
        self.case("terminal: none", ask, 64, "--password-prompt needs a terminal", args=["--password-prompt"])
        self.at_terminal("terminal", ask, PASSWORD.encode() + b"\n", 0, "password for cloud c: ", OK)
        self.at_terminal("terminal: wrong", ask, b"not-this\n", 2, "auth: The cloud does not")
        self.at_terminal("terminal: nothing typed", ask, b"\n", 64, "no input")
        self.at_terminal("terminal: end of input", ask, b"\x04", 64, "no input")
        self.at_terminal("terminal: Ctrl-C", ask, b"wond\x03", 130)
        self.at_terminal("terminal: SIGTERM", ask, signal.SIGTERM, 130, is_signal=True)
        self.at_terminal("terminal: SIGHUP", ask, signal.SIGHUP, 130, is_signal=True)
        self.at_terminal("terminal: Ctrl-Z suspends nothing", ask, b"\x1a" + b"\x15" + PASSWORD.encode() + b"\n", 0, OK)
        self.at_terminal("terminal: a passcode", self.cloud("v3totp", self.user("clock", **self.project)),
                         passcode().encode() + b"\n", 0, "passcode for cloud c: ", OK)

    def renewals(self):
        """Tokens that expire so soon that every call signs in again."""
        if self.word and self.word not in "renewal":
            return
        self.identity.restart(expiration=100)
        counter = self.folder / "count"
        script = self.folder / "passcode.sh"
        script.write_text(f"#!/bin/sh\necho x >> {counter}\nexec {sys.executable} {HERE.parents[1]}/DevCloud/identity/passcode.py\n")
        script.chmod(0o700)
        clock = self.user("clock", **self.project)
        self.case("renewal: of a password", self.cloud("password", self.user(password=PASSWORD, **self.project)), 0, OK)
        self.case("renewal: a passcode each time", self.cloud("v3totp", clock), 0, OK, args=["--passcode-command", str(script)])
        asked = len(counter.read_text().split()) if counter.exists() else 0
        self.note("renewal: the command was asked again", asked, [] if asked > 1 else [f"asked {asked} times"])
        self.case("renewal: a passcode that was configured", self.cloud("v3totp", {**clock, "passcode": passcode()}), 2,
                  "The configured passcode of cloud \"c\" was consumed", "--passcode-command")
        self.case("renewal: a password of a command, asked once", self.cloud("password", self.user(**self.project)), 0, OK,
                  lines=PASSWORD + "\n")
        token = self.identity.sign_in("demo", PASSWORD, {"project": {"id": self.identity.facts["project"]}})[0]
        self.case("renewal: a token is used to its end", self.cloud("v3token", self.auth(token=token, **self.project)), 0, OK)
        self.case("renewal: a provider's password", self.oidc_password(), 0, OK)
        self.case("renewal: a device is confirmed once", self.federated("v3oidcdeviceauthz"), 0, OK)


def main():
    # An early end must not leave a Keystone behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="scs-check-authentication-") as folder:
        campaign = Campaign(sys.argv[1], folder, sys.argv[2] if len(sys.argv) > 2 else None)
        try:
            for part in (campaign.passwords, campaign.tokens, campaign.application_credentials, campaign.factors,
                         campaign.providers, campaign.oauth2, campaign.without_keystone, campaign.sources, campaign.renewals):
                part()
        finally:
            campaign.identity.stop()
        print(f"{len(campaign.rows)} cases, {campaign.surprises} surprises")
        return 1 if campaign.surprises else 0


if __name__ == "__main__":
    sys.exit(main())
