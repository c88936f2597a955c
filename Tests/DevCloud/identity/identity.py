# SPDX-License-Identifier: Apache-2.0
"""A Keystone of its own, on SQLite, with every way to sign in: one-time passcodes, several factors, trusts, application
credentials, OAuth 2.0, and an identity provider (provider.py) that it believes through federated.py.

identity.py FOLDER     brings it up until Ctrl-C; run it with the Python of the devcloud's venv"""
import base64
import datetime
import hmac
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

import requests

from provider import Provider

HERE = pathlib.Path(__file__).resolve().parent
BIN = pathlib.Path(sys.executable).parent
PASSWORD = "pass word+1"
ADMIN = "admin-secret"
TOTP_KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def passcode(key=TOTP_KEY, at=None):
    """The six digits of RFC 6238."""
    digest = hmac.digest(base64.b32decode(key), struct.pack(">Q", int(at or time.time()) // 30), "sha1")
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class Identity:
    """`expiration` is how long tokens live, in seconds."""

    def __init__(self, folder, block_storage, expiration=3600):
        self.folder = pathlib.Path(folder)
        self.block_storage = block_storage
        self.port, self.tls_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}/v3"
        self.tls_url = f"https://localhost:{self.tls_port}/v3"
        self.processes, self.facts = [], {}
        self.certificates()
        self.provider = Provider((free_port(), free_port()), self.folder / "server.pem", self.folder / "server.key")
        self.configure(expiration)
        self.manage("db_sync")
        self.manage("bootstrap", "--bootstrap-password", ADMIN, "--bootstrap-region-id", "R", "--bootstrap-public-url", self.url)
        try:
            self.start()
            self.seed()
        except BaseException:
            self.stop()
            raise

    # ------------------------------------------------------------ processes

    def certificates(self):
        def openssl(*arguments):
            subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

        new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        openssl(*new, "-subj", "/CN=campaign CA", "-keyout", "ca.key", "-out", "ca.pem")
        for name, subject in (("server", "/CN=localhost"), ("client", "/CN=robot/O=campaign"), ("stranger", "/CN=stranger/O=campaign")):
            openssl(*new, "-CA", "ca.pem", "-CAkey", "ca.key", "-subj", subject, "-keyout", f"{name}.key", "-out", f"{name}.pem",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE")

    def configure(self, expiration):
        for keys in ("fernet", "credential"):
            (self.folder / keys).mkdir(mode=0o700)
            for number in "01":
                (self.folder / keys / number).write_bytes(base64.urlsafe_b64encode(os.urandom(32)))
        (self.folder / "keystone.conf").write_text(f"""[DEFAULT]
log_file = {self.folder}/keystone.log
[database]
connection = sqlite:///{self.folder}/keystone.db
[auth]
methods = password,token,totp,application_credential,mapped,openid
[token]
expiration = {expiration}
allow_expired_window = 0
[fernet_tokens]
key_repository = {self.folder}/fernet
[fernet_receipts]
key_repository = {self.folder}/fernet
[credential]
key_repository = {self.folder}/credential
[identity]
password_hash_rounds = 4
[openid]
remote_id_attribute = OIDC-iss
[cache]
enabled = false
""")

    def manage(self, *arguments):
        subprocess.run([BIN / "keystone-manage", "--config-dir", self.folder, *arguments], check=True, capture_output=True)

    def start(self):
        environment = {
            "HOME": str(self.folder), "PATH": os.environ["PATH"], "OS_KEYSTONE_CONFIG_DIR": str(self.folder),
            "PYTHONPATH": str(HERE), "SCS_PROVIDER": self.provider.https, "SCS_CA": str(self.folder / "ca.pem"),
            "PYTHONDONTWRITEBYTECODE": "1"}
        self.spawn([
            BIN / "uwsgi", "--http-socket", f"127.0.0.1:{self.port}", "--master", "--processes", "1", "--threads", "4",
            "--enable-threads", "--lazy-apps", "--need-app", "--die-on-term", "--buffer-size", "65535", "--module",
            "federated:application"], environment)
        if nginx := shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin"):
            (self.folder / "nginx.conf").write_text(f"""daemon off; pid {self.folder}/nginx.pid; error_log {self.folder}/nginx.log;
events {{}}
http {{ access_log off; client_body_temp_path {self.folder}/nginx-body; proxy_temp_path {self.folder}/nginx-proxy;
fastcgi_temp_path {self.folder}/nginx-f; uwsgi_temp_path {self.folder}/nginx-u; scgi_temp_path {self.folder}/nginx-s;
server {{ listen 127.0.0.1:{self.tls_port} ssl; ssl_certificate {self.folder}/server.pem; ssl_certificate_key {self.folder}/server.key;
ssl_client_certificate {self.folder}/ca.pem; ssl_verify_client optional;
location / {{ proxy_pass http://127.0.0.1:{self.port}; proxy_set_header Host $http_host;
proxy_set_header X-Client-Cert $ssl_client_escaped_cert; }} }} }}
""")
            self.spawn([nginx, "-c", self.folder / "nginx.conf"], environment)
        for _ in range(240):
            try:
                if requests.get(self.url, timeout=5).ok:
                    return
            except requests.RequestException:
                if self.processes[0].poll() is not None:
                    break
            time.sleep(0.25)
        raise SystemExit(f"Keystone did not come up: {(self.folder / 'processes.log').read_text()[-2000:]}")

    def spawn(self, command, environment):
        with open(self.folder / "processes.log", "ab") as log:
            self.processes.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=self.folder))

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        self.provider.stop()

    # ------------------------------------------------------------ people

    def sign_in(self, user, password, scope, domain="default"):
        answer = requests.post(self.url + "/auth/tokens", timeout=60, json={"auth": {"identity": {
            "methods": ["password"], "password": {"user": {"name": user, "domain": {"id": domain}, "password": password}}},
            "scope": scope}})
        answer.raise_for_status()
        return answer.headers["X-Subject-Token"], answer.json()["token"]

    def call(self, method, path, body=None, token=None):
        answer = requests.request(method, self.url + path, json=body, timeout=60, headers={"X-Auth-Token": token or self.admin})
        if not answer.ok:
            raise SystemExit(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else {}

    def new(self, kind, name, **fields):
        noun = kind[:-1] if not kind.endswith("ies") else kind[:-3] + "y"
        return self.call("POST", "/" + kind, {noun: {"name": name, **fields}})[noun]["id"]

    def user(self, name, project=None, role="member", **fields):
        id = self.new("users", name, domain_id="default", password=PASSWORD, **fields)
        if project:
            self.call("PUT", f"/projects/{project}/users/{id}/roles/{self.roles[role]}")
        return id

    def application_credential(self, name, **fields):
        token = self.sign_in("demo", PASSWORD, {"project": {"id": self.facts["project"]}})[0]
        made = self.call("POST", f"/users/{self.facts['demo']}/application_credentials", {
            "application_credential": {"name": name, "roles": [{"name": "member"}], **fields}}, token)["application_credential"]
        return {"id": made["id"], "secret": made["secret"]}

    def seed(self):
        self.admin = self.sign_in("admin", ADMIN, {"system": {"all": True}})[0]
        found = self.call("GET", "/roles")["roles"]
        self.roles = {role["name"]: role["id"] for role in found}
        service = self.new("services", "cinder", type="block-storage")
        self.call("POST", "/endpoints", {"endpoint": {
            "service_id": service, "interface": "public", "region_id": "R", "url": self.block_storage}})
        project = self.facts["project"] = self.new("projects", "demo", domain_id="default")
        demo = self.facts["demo"] = self.user("demo", project)
        self.user("homebody", project, default_project_id=project)
        self.user("wanderer", project)
        self.user("locked", project, enabled=False)
        manager = self.user("manager")
        self.call("PUT", f"/domains/default/users/{manager}/roles/{self.roles['manager']}")
        operator = self.user("operator")
        self.call("PUT", f"/system/users/{operator}/roles/{self.roles['reader']}")

        for name, options in (("clock", {}), ("careful", {
                "multi_factor_auth_enabled": True, "multi_factor_auth_rules": [["password", "totp"]]})):
            id = self.user(name, project, options=options)
            self.call("POST", "/credentials", {"credential": {"type": "totp", "blob": TOTP_KEY, "user_id": id}})

        self.facts["application credentials"] = {
            "plain": self.application_credential("plain"),
            "unrestricted": self.application_credential("unrestricted", unrestricted=True),
            "ruled": self.application_credential("ruled", access_rules=[
                {"path": "/v3/**", "method": "GET", "service": "block-storage"}]),
            "brief": self.application_credential("brief", expires_at=(
                datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=2)).strftime("%Y-%m-%dT%H:%M:%S")),
            "revoked": self.application_credential("revoked")}
        token = self.sign_in("demo", PASSWORD, {"project": {"id": project}})[0]
        self.call("DELETE", f"/users/{demo}/application_credentials/{self.facts['application credentials']['revoked']['id']}",
                  token=token)
        trustee = self.user("trustee")
        self.facts["trust"] = self.call("POST", "/OS-TRUST/trusts", {"trust": {
            "trustor_user_id": demo, "trustee_user_id": trustee, "project_id": project, "impersonation": False,
            "roles": [{"name": "member"}]}}, token)["trust"]["id"]
        self.facts["token"] = token
        self.facts["unscoped token"] = requests.post(self.url + "/auth/tokens", timeout=60, json={"auth": {
            "identity": {"methods": ["token"], "token": {"id": token}}, "scope": "unscoped"}}).headers["X-Subject-Token"]
        dead = self.sign_in("demo", PASSWORD, {"project": {"id": project}})[0]
        requests.delete(
            self.url + "/auth/tokens", headers={"X-Auth-Token": dead, "X-Subject-Token": dead}, timeout=60).raise_for_status()
        self.facts["dead token"] = dead
        self.federate(project)
        self.certify(project)

    def federate(self, project):
        group = self.new("groups", "testers", domain_id="default")
        self.call("PUT", f"/projects/{project}/groups/{group}/roles/{self.roles['member']}")
        self.call("PUT", "/OS-FEDERATION/identity_providers/corporate", {"identity_provider": {
            "enabled": True, "remote_ids": ["https://login.example"]}})
        self.call("PUT", "/OS-FEDERATION/mappings/corporate", {"mapping": {"rules": [{
            "local": [{"user": {"name": "{0}"}}, {"group": {"name": "testers", "domain": {"id": "default"}}}],
            "remote": [{"type": "OIDC-preferred_username"}]}]}})
        for protocol in ("openid", "mapped"):
            self.call("PUT", f"/OS-FEDERATION/identity_providers/corporate/protocols/{protocol}",
                      {"protocol": {"mapping_id": "corporate"}})

    def certify(self, project):
        """The user whom Keystone's OAuth 2.0 service knows by a certificate."""
        self.facts["robot"] = self.user("robot", project, default_project_id=project)
        self.call("PUT", "/OS-FEDERATION/mappings/oauth2_mapping", {"mapping": {"rules": [{
            "local": [{"user": {"name": "{0}", "domain": {"id": "default"}}}],
            "remote": [{"type": "SSL_CLIENT_SUBJECT_DN_CN"}]}]}})


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        identity = Identity(name, "http://127.0.0.1:1/v3")
        try:
            print(json.dumps({"auth_url": identity.url, "provider": identity.provider.http, **identity.facts}, indent=1), flush=True)
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            pass
        finally:
            identity.stop()


if __name__ == "__main__":
    main()
