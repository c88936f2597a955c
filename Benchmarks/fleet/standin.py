# SPDX-License-Identifier: Apache-2.0
"""A fleet that costs next to nothing itself: one nginx with TLS and HTTP/2 answers for every cloud of *.fleet.test with files."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

SERVICES = {"identity": "/v3", "compute": "/compute/v2.1", "image": "/image", "block-storage": "/volume/v3/p", "network": "/network",
            "load-balancer": "/load-balancer", "placement": "/placement", "key-manager": "/key-manager", "object-store-s3": "/s3"}
HANGING = "cloud-hanging"
BUNDLE = "/etc/ssl/certs/ca-certificates.crt"


def name(number):
    return f"cloud-{number:04}"


def answers(program):
    """What a cloud that passes says: the simulated cloud's own answers, with copies up to 100 flavors and 100 images."""
    with tempfile.TemporaryDirectory() as folder:
        # Exit status 1: some test cases beyond the certificate fail there.
        subprocess.run([program, "run", "scs-0103", "scs-0104", "scs-0114", "scs-0115", "--cloud", "simulated", "--quiet",
                        "--output", folder, "--record", folder + "/facts.json"], stdout=subprocess.DEVNULL)
        with open(folder + "/facts.json") as file:
            facts = json.load(file)
    flavors, images = facts["flavors"], facts["images"]
    for n in range(len(flavors), 100):
        flavors.append({**flavors[0], "id": f"flavor-{n}", "name": f"m1.size{n}", "extra_specs": {"hw_rng:allowed": "True"}})
    for n in range(len(images), 100):
        images.append({**images[0], "id": f"{n:08x}-0000-4000-8000-000000000000", "name": f"Image {n}", "os_distro": f"distro{n}"})
    return {"/compute/v2.1/flavors/detail": {"flavors": flavors}, "/image/v2/images": {"images": images},
            "/volume/v3/p/types": {"volume_types": facts["volume_types"]},
            "/network/v2.0/default-security-group-rules": {"default_security_group_rules": facts["default_security_group_rules"]}}


def token():
    """With $host for the cloud's name."""
    domain = {"id": "default", "name": "Default"}
    catalog = [{"type": kind, "id": kind, "name": kind, "endpoints": [
        {"id": f"{kind}-public", "interface": "public", "region": "R", "region_id": "R", "url": f"https://$host{path}"}]}
        for kind, path in SERVICES.items()]
    return json.dumps({"token": {
        "methods": ["password"], "issued_at": "2026-11-28T00:00:00.000000Z", "expires_at": "2099-01-01T00:00:00.000000Z",
        "audit_ids": ["a"], "user": {"name": "u", "id": "u", "domain": domain}, "is_domain": False,
        "project": {"name": "p", "id": "p", "domain": domain}, "roles": [{"name": "member", "id": "m"}], "catalog": catalog}})


def versions(identifier, path, **more):
    version = {"id": identifier, "status": "CURRENT", "links": [{"rel": "self", "href": f"https://$host{path}"}], **more}
    return json.dumps({"version": version}), json.dumps({"versions": [version]})


class Fleet:
    """The clouds `cloud-0000` to `cloud-NNNN`, each with a name and an address of its own, and one that hangs."""

    def __init__(self, network, folder, program, clouds=1000):
        self.network, self.folder = network, pathlib.Path(folder)
        self.certificates()
        for path, content in answers(program).items():
            file = self.folder / ("answers" + path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(content))
        # nginx drops root's rights.
        self.folder.chmod(0o755)
        (self.folder / "nginx.conf").write_text(self.configuration())
        self.nginx = subprocess.Popen(network.command(
            network.far, ["/usr/sbin/nginx", "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", self.folder / "error.log"]))
        # Connections are accepted by the kernel, and nobody answers.
        self.hanging = subprocess.Popen(network.command(network.far, [
            sys.executable, "-c", "import socket, sys; s = socket.create_server(('', 444), backlog=1000); sys.stdin.read()"]),
            stdin=subprocess.PIPE)
        lines = ["127.0.0.1 localhost"] + [f"10.99.{n // 250}.{n % 250 + 1} {name(n)}.fleet.test" for n in range(clouds)]
        (self.folder / "hosts").write_text("\n".join([*lines, f"10.99.255.1 {HANGING}.fleet.test"]) + "\n")
        self.configure(clouds)
        self.wait()

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def certificates(self):
        """An authority beside those of the system: checking a certificate costs what it costs everywhere."""
        elliptic = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        self.openssl("req", "-x509", *elliptic, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Fleet")
        self.openssl("req", *elliptic, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=fleet.test")
        (self.folder / "extensions").write_text("subjectAltName=DNS:*.fleet.test\n")
        self.openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
                     "-out", "server.pem", "-extfile", "extensions")
        (self.folder / "bundle.pem").write_bytes(pathlib.Path(BUNDLE).read_bytes() + (self.folder / "ca.pem").read_bytes())

    def configuration(self):
        def fixed(path, status, body, *headers):
            return f"location = {path} {{ {' '.join(headers)} return {status} '{body}'; }}\n"
        found = []
        for root, identifier, path, more in (
                ("/", "v3.14", "/v3/", {}), ("/v3", "v3.14", "/v3/", {}),
                ("/compute/v2.1", "v2.1", "/compute/v2.1/", {"version": "2.96", "min_version": "2.1"}),
                ("/image", "v2.16", "/image/v2/", {}), ("/volume/v3/", "v3.0", "/volume/v3/", {"version": "3.71", "min_version": "3.0"}),
                ("/network", "v2.0", "/network/v2.0/", {})):
            one, many = versions(identifier, path, **more)
            if root in ("/", "/image", "/network"):
                one = many
            if root == "/":
                one = json.dumps({"versions": {"values": json.loads(many)["versions"]}})
            for spelling in {root, root.rstrip("/") + "/"}:
                found.append(fixed(spelling, 200 if root != "/" else 300, one))
        return f"""
            daemon off; worker_processes 1; pid nginx.pid; user root;
            events {{ worker_connections 8192; }}
            http {{
              access_log off; default_type application/json; keepalive_requests 10000; tcp_nopush on;
              server {{
                listen 443 ssl http2 backlog=4096; server_name *.fleet.test; root answers;
                ssl_certificate server.pem; ssl_certificate_key server.key; ssl_protocols TLSv1.2 TLSv1.3;
                {fixed("/v3/auth/tokens", 201, token(), "add_header X-Subject-Token gAAAAAfleet;")}
                {"".join(found)}
              }}
            }}"""

    def configure(self, clouds):
        def entry(number):
            return self.entry(name(number), 443)
        entries = {name(n): entry(n) for n in range(clouds)} | {HANGING: self.entry(HANGING, 444)}
        file = self.folder / "clouds.yaml"
        # JSON is YAML; a line for each cloud, as people would have several.
        file.write_text("clouds:\n" + "".join(f"  {key}:\n" + "".join(value) for key, value in entries.items()))
        file.chmod(0o600)
        (self.folder / "scs-check.yaml").write_text(
            "subjects:\n" + "".join(f"  {key}: {{groups: [fleet]}}\n" for key in entries))

    @staticmethod
    def entry(cloud, port):
        yield from (f"    {line}\n" for line in (
            "auth:", f"  auth_url: https://{cloud}.fleet.test:{port}/v3", "  username: u", "  password: p", "  project_name: p",
            "  user_domain_name: Default", "  project_domain_name: Default", "region_name: R"))

    @property
    def environment(self):
        return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self.folder), "OS_CLIENT_CONFIG_FILE": str(self.folder / "clouds.yaml"),
                "SCS_CHECK_CONFIG_FILE": str(self.folder / "scs-check.yaml"), "REQUESTS_CA_BUNDLE": BUNDLE}

    def command(self, command):
        """The command where the clouds have their names and their authority is known."""
        return self.network.command(
            self.network.near, command, [("/etc/hosts", self.folder / "hosts"), (BUNDLE, self.folder / "bundle.pem")])

    def wait(self):
        for _ in range(50):
            done = subprocess.run(self.command(["curl", "-sS", "-X", "POST", "-d", "{}", "-w", "%{http_code} %{time_connect}",
                                                f"https://{name(0)}.fleet.test/v3/auth/tokens", "-o", os.devnull]), capture_output=True, text=True)
            if done.stdout.startswith("201"):
                self.round_trip = float(done.stdout.split()[1])
                return
            time.sleep(0.1)
        raise SystemExit(f"The fleet does not answer: {done.stdout} {done.stderr}")

    def cost(self):
        """CPU seconds of the stand-in so far: nginx with its worker, and the process that delays."""
        total, own = 0, {process.pid for process in (self.nginx, self.network.line) if process}
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue  # It has ended.
            if int(folder.name) in own or int(fields[1]) in own:
                total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return total

    def close(self):
        self.nginx.terminate()
        self.hanging.stdin.close()
        self.nginx.wait()
        self.hanging.wait()
