#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts a real nginx with good and bad certificates in front of a small cloud, with proxies between, and tests the whole
program: passwords and tokens may only reach hosts that the catalog or the user named.

transport.py PROGRAM [short|long]      exit status 1: a secret reached a wrong host, or a verdict is wrong"""
import base64
import contextlib
import http.server
import json
import os
import pathlib
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

PASSWORD, TOKEN = "Mark9passwordZq7x", "Mark9tokenZq7x"
# One nginx server for each kind of certificate or protocol, and the expected message.
FRONTS = ["good", "self-signed", "expired", "not-yet-valid", "wrong-host", "wrong-chain", "no-intermediate",
          "tls1.0", "tls1.1", "tls1.2", "tls1.3", "wants-client", "http"]
REFUSED = {"self-signed", "expired", "not-yet-valid", "wrong-host", "wrong-chain", "no-intermediate", "tls1.0", "tls1.1"}


class SmallCloud(http.server.BaseHTTPRequestHandler):
    """Keystone and a few read-only lists; records each request with the front that it came through."""
    protocol_version = "HTTP/1.1"
    seen, services, redirect, answers_token = [], {}, None, 201

    def log_message(self, *_):
        pass

    def send(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)),
                            "X-OpenStack-Request-ID": "req-1", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode(errors="replace")
        carried = [n for n, mark in (("password", PASSWORD), ("token", TOKEN)) if mark in body + str(self.headers)]
        front = self.headers.get("X-Front", "direct")
        SmallCloud.seen.append((front, self.command, self.path, carried, self.headers.get("X-Client", "")))
        redirect = SmallCloud.redirect
        if redirect and self.path.startswith(redirect[0]):
            return self.send(redirect[1], Location=redirect[2] + self.path)
        if self.path.endswith("/auth/tokens"):
            catalog = [{"type": kind, "name": kind, "endpoints": [{"interface": "public", "region_id": "R", "url": url}]}
                       for kind, url in SmallCloud.services.items()]
            token = {"expires_at": "2099-01-01T00:00:00.000000Z", "user": {"name": "u", "id": "u"},
                     "project": {"name": "p", "id": "p"}, "roles": [{"name": "member", "id": "m"}], "catalog": catalog}
            return self.send(201, json.dumps({"token": token}).encode(), X_Subject_Token=TOKEN)
        path = urllib.parse.urlparse(self.path).path
        elsewhere = SmallCloud.elsewhere
        if path.endswith("/types"):
            return self.send(200, json.dumps({"volume_types": [{"id": "1", "name": "plain"}], "volume_type_links": [
                {"rel": "next", "href": elsewhere + "/volume/v3/p/types?marker=1"}]}).encode()
                if "marker" not in self.path else b'{"volume_types": []}')
        if path.endswith("/images"):
            image = {"id": "1", "name": "Debian 13", "visibility": "public", "status": "active"}
            return self.send(200, json.dumps({"images": [image], "next": elsewhere + "/image/v2/images?marker=1"}).encode()
                             if "marker" not in self.path else b'{"images": []}')
        return self.send(404, b'{"itemNotFound": {"message": "nothing is here", "code": 404}}')

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = answer


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Authority:
    def __init__(self, folder, name, issuer=None):
        self.folder, self.name, self.issuer = folder, name, issuer
        self.certificate, self.key = folder / f"{name}.pem", folder / f"{name}.key"
        if issuer is None:
            openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                    str(self.key), "-out", str(self.certificate), "-days", "30", "-subj", f"/CN={name}")
        else:
            issuer.issue(name, extension="basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign", self_as=self)

    def issue(self, name, host="localhost", begin=0, days=30, extension=None, self_as=None):
        """A certificate valid from `begin` days from now; its files have that name."""
        base = self.folder / name
        key, request, made = (pathlib.Path(f"{base}.{e}") for e in ("key", "csr", "pem"))
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(key), "-out",
                str(request), "-subj", f"/CN={name}")
        database = self.folder / f"{name}.db"
        database.mkdir()
        (database / "index").write_text("")
        (database / "extensions").write_text(extension or f"subjectAltName=DNS:{host}\n")
        (database / "conf").write_text(
            f"[ca]\ndefault_ca = a\n[a]\ndatabase = {database}/index\nserial = {database}/serial\nnew_certs_dir = {database}\n"
            "policy = p\n[p]\ncommonName = supplied\n")
        day = lambda n: time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + n * 86400 - 60))
        openssl("ca", "-batch", "-config", str(database / "conf"), "-create_serial", "-notext", "-in", str(request), "-cert",
                str(self.certificate), "-keyfile", str(self.key), "-md", "sha256", "-extfile", str(database / "extensions"),
                "-out", str(made), "-startdate", day(begin), "-enddate", day(begin + days))
        return made, key


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Fronts:
    """nginx: a server for each kind of certificate, in front of the same small cloud."""

    def __init__(self, folder, backend):
        self.folder = folder
        root = self.root = Authority(folder, "root")
        other = Authority(folder, "other-root")
        between = Authority(folder, "between", root)
        good = root.issue("good")
        # A complete chain, and the same without its intermediate.
        leaf = between.issue("leaf")
        self.client = root.issue("client", extension="extendedKeyUsage=clientAuth\n")
        self.foreign_client = other.issue("foreign-client", extension="extendedKeyUsage=clientAuth\n")
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                str(folder / "self.key"), "-out", str(folder / "self.pem"), "-days", "30", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=DNS:localhost")
        certificates = {
            "self-signed": (folder / "self.pem", folder / "self.key"), "expired": root.issue("expired", begin=-40),
            "not-yet-valid": root.issue("early", begin=5), "wrong-host": root.issue("elsewhere", host="elsewhere.test"),
            "wrong-chain": other.issue("stranger"), "no-intermediate": leaf}
        protocols = {"tls1.0": "TLSv1", "tls1.1": "TLSv1.1", "tls1.2": "TLSv1.2", "tls1.3": "TLSv1.3"}
        self.ports = dict(zip(FRONTS, free_ports(len(FRONTS))))
        servers = ""
        for front in FRONTS:
            certificate, key = certificates.get(front, good)
            tls = "" if front == "http" else (
                f"ssl_certificate {certificate}; ssl_certificate_key {key}; "
                f"ssl_protocols {protocols.get(front, 'TLSv1.2 TLSv1.3')};")
            if front in ("tls1.0", "tls1.1"):
                tls += " ssl_ciphers ALL:@SECLEVEL=0;"
            if front == "wants-client":
                tls += f" ssl_client_certificate {root.certificate}; ssl_verify_client on;"
            servers += (f"server {{ listen 127.0.0.1:{self.ports[front]}{'' if front == 'http' else ' ssl http2'}; {tls} location / {{ "
                        f"proxy_pass http://127.0.0.1:{backend}; proxy_set_header Host $http_host; proxy_set_header X-Front {front}; "
                        "proxy_set_header X-Client $ssl_client_s_dn; proxy_http_version 1.1; } }\n")
        (folder / "nginx.conf").write_text(
            "daemon off; user root; worker_processes 1; pid nginx.pid; error_log error.log; events { worker_connections 256; }\n"
            "http { access_log off; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u;\n"
            f"scgi_temp_path s;\n{servers}}}\n")
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin")
        self.process = subprocess.Popen([nginx, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e",
                                         str(folder / "start.log")], stderr=subprocess.DEVNULL)
        for port in self.ports.values():
            self.wait(port)

    def wait(self, port):
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.05)
        self.process.terminate()
        sys.exit("nginx does not listen: " + (self.folder / "start.log").read_text())

    def url(self, front, path=""):
        return f"{'http' if front == 'http' else 'https'}://localhost:{self.ports[front]}{path}"


class Proxy:
    """An HTTP proxy that records its requests and every byte sent through it."""

    def __init__(self, refuses=False):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port, self.refuses = self.listener.getsockname()[1], refuses
        self.asked, self.heard = [], bytearray()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.served, args=(client,), daemon=True).start()

    def served(self, client):
        with contextlib.suppress(OSError):  # a client may disconnect early
            self.serve(client)

    def serve(self, client):
        head = b""
        while b"\r\n\r\n" not in head:
            piece = client.recv(65536)
            if not piece:
                return
            head += piece
        line = head.split(b"\r\n")[0].decode()
        self.asked.append(line)
        self.heard += head
        if self.refuses:
            client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return client.close()
        method, target, _ = line.split(" ")
        if method == "CONNECT":
            host, port = target.rsplit(":", 1)
            server = socket.create_connection((host, int(port)))
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            parts = urllib.parse.urlparse(target)
            server = socket.create_connection((parts.hostname, parts.port or 80))
            server.sendall(head)
        while True:
            for one in select.select([client, server], [], [], 30)[0]:
                piece = one.recv(65536)
                if not piece:
                    client.close()
                    return server.close()
                if one is client:
                    self.heard += piece
                (server if one is client else client).sendall(piece)


class Campaign:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        backend = http.server.ThreadingHTTPServer(("127.0.0.1", 0), SmallCloud)
        backend.daemon_threads = True
        threading.Thread(target=backend.serve_forever, daemon=True).start()
        # A host in neither the catalog nor the user's file.
        stranger = http.server.ThreadingHTTPServer(("127.0.0.1", 0), SmallCloud)
        stranger.daemon_threads = True
        threading.Thread(target=stranger.serve_forever, daemon=True).start()
        SmallCloud.elsewhere = self.elsewhere = f"http://127.0.0.1:{stranger.server_address[1]}"
        (folder / "nginx").mkdir()
        self.fronts = Fronts(folder / "nginx", backend.server_address[1])
        self.cases = self.wrong = 0
        self.is_long = sys.argv[2:] == ["long"]

    def run(self, identity="good", service="good", redirect=None, environment=None, catalog=None, overrides=None, **settings):
        """One run of two read-only standards: the report, and the requests received."""
        fronts = self.fronts
        SmallCloud.seen.clear()
        SmallCloud.redirect = redirect
        SmallCloud.services = catalog or {"block-storage": fronts.url(service, "/volume/v3"),
                                          "image": fronts.url(service, "/image")}
        cloud = {"auth": {"auth_url": fronts.url(identity, "/v3"), "username": "u", "password": PASSWORD, "project_name": "p",
                          "user_domain_name": "Default", "project_domain_name": "Default"}, "region_name": "R",
                 "cacert": str(fronts.root.certificate), **(overrides or {})}
        for key, value in settings.items():
            cloud.pop(key, None) if value is None else cloud.update({key: str(value) if isinstance(value, pathlib.Path) else value})
        (self.folder / "clouds.yaml").write_text(json.dumps({"clouds": {"c": cloud}}))
        shutil.rmtree(self.folder / "out", ignore_errors=True)
        done = subprocess.run(
            [self.program, "run", "scs-0114", "scs-0102", "--cloud", "c", "--output", str(self.folder / "out"), "--journals",
             str(self.folder / "journals")], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=120, env={"PATH": "/usr/bin:/bin", "HOME": str(self.folder), **(environment or {})})
        report = self.folder / "out" / "report.json"
        self.output = done.stdout
        self.status = done.returncode
        self.report = json.loads(report.read_text()) if report.exists() else {}
        self.markdown = (self.folder / "out" / "report.md").read_text() if report.exists() else ""
        tests = [t for t in self.report.get("testcases", []) if t["verdict"] != "MISSING"]
        self.reasons = {t.get("reason", "pass") for t in tests}
        self.messages = " ".join(t.get("message", "") for t in tests)
        self.seen = list(SmallCloud.seen)
        return self

    def judged(self):
        """Whether the cloud's answers were judged, so that nothing was unreachable."""
        return bool(self.reasons) and not self.reasons & {"unreachable", "auth", "internal", "service-missing"}

    def reached(self, front, what):
        return any(f == front and what in carried for f, _, _, carried, _ in self.seen)

    def expect(self, name, **facts):
        self.cases += 1
        bad = [what for what, is_true in facts.items() if not is_true]
        # In every case, only the case's own servers may receive a secret.
        if any(front == "direct" and carried for front, _, _, carried, _ in self.seen):
            bad.append("a secret went to a stranger")
        if PASSWORD in self.output + self.markdown + json.dumps(self.report) or TOKEN in self.output + self.markdown:
            bad.append("a secret was printed")
        print(f"{'ok   ' if not bad else 'WRONG'} {name}" + (f": not {', not '.join(bad)}" if bad else ""), flush=True)
        if bad:
            self.wrong += 1
            print(f"      status {self.status}, reasons {self.reasons}, seen {self.seen}\n      {self.messages[:600]}\n      {self.output[-300:]}")


def certificates(c):
    for front in FRONTS:
        if front in ("http", "wants-client"):
            continue
        c.run(identity=front)
        if front in REFUSED:
            c.expect(f"sign-in: {front}", inconclusive=c.status == 2, unreachable=c.reasons == {"unreachable"}, untouched=not c.seen)
        else:
            c.expect(f"sign-in: {front}", judged=c.judged())
        c.run(service=front)
        if front in REFUSED:
            c.expect(f"service: {front}", inconclusive=c.status == 2, unreachable=c.reasons == {"unreachable"},
                     no_token=not c.reached(front, "token"))
        else:
            c.expect(f"service: {front}", judged=c.judged(), token_used=c.reached(front, "token"))
    c.run(identity="good", cacert=None)
    c.expect("an unknown authority", unreachable=c.reasons == {"unreachable"}, untouched=not c.seen)
    c.run(identity="good", cacert="nowhere.pem")
    c.expect("a cacert that is not there", usage=c.status == 64, place="clouds.yaml:1:" in c.output, untouched=not c.seen)


def switched_off(c):
    for key, value in (("verify", False), ("insecure", True), ("verify", "false"), ("insecure", "true")):
        c.run(identity="self-signed", service="expired", cacert=None, **{key: value})
        c.expect(f"{key}: {value} switches verification off, and the report says so", judged=c.judged(),
                 in_json=c.report.get("subject", c.report).get("tls_verified") is False or '"tls_verified": false' in json.dumps(c.report)
                 or '"tlsVerified": false' in json.dumps(c.report),
                 in_markdown="not verified" in c.markdown)
    c.run(identity="self-signed", cacert=None, environment={"OS_INSECURE": "true", "OS_VERIFY": "false", "PYTHONHTTPSVERIFY": "0",
                                                            "GIT_SSL_NO_VERIFY": "1", "CURL_INSECURE": "1"})
    c.expect("nothing in the environment switches it off for a cloud of clouds.yaml", untouched=not c.seen,
             unreachable=c.reasons == {"unreachable"})
    c.run(identity="self-signed", cacert=None, verify=True, insecure=False)
    c.expect("verify: true is no switch", untouched=not c.seen)
    c.run()
    c.expect("a report of a verified cloud says so", in_json='"tls_verified": true' in json.dumps(c.report)
             or '"tlsVerified": true' in json.dumps(c.report), not_in_markdown="not verified" not in c.markdown)


def clients(c):
    certificate, key = c.fronts.client
    both = c.folder / "both.pem"
    both.write_bytes(certificate.read_bytes() + key.read_bytes())
    c.run(identity="wants-client", service="wants-client", cert=certificate, key=key)
    c.expect("a client certificate is shown", judged=c.judged(), known=any("CN=client" in s[4] for s in c.seen))
    c.run(identity="wants-client", service="wants-client", cert=both)
    c.expect("a client certificate with its key in the same file", judged=c.judged())
    c.run(identity="wants-client")
    c.expect("no client certificate", inconclusive=c.status == 2, nobody_signed_in=not c.reached("wants-client", "token"))
    certificate, key = c.fronts.foreign_client
    c.run(identity="wants-client", cert=certificate, key=key)
    c.expect("a client certificate of another authority", inconclusive=c.status == 2)
    c.run(identity="wants-client", cert=c.fronts.client[0], key=key)
    c.expect("a key of another certificate", inconclusive=c.status == 2, untouched=not c.seen)


def redirects(c):
    fronts = c.fronts
    for status in (300, 301, 302, 303, 305, 307, 308) if c.is_long else (301, 307):
        for name, target in (("another host", c.elsewhere), ("another port", fronts.url("tls1.3")),
                             ("http", fronts.url("http")), ("a file", "file:///etc/passwd"), ("itself", fronts.url("good"))):
            other = {"another port": "tls1.3", "http": "http"}.get(name, "direct")
            c.run(redirect=("/volume", status, target))
            c.expect(f"service: {status} to {name}", redirected=c.reached("good", "token"),
                     no_token=name == "itself" or not c.reached(other, "token"), inconclusive=c.status in (1, 2))
            c.run(redirect=("/v3", status, target))
            c.expect(f"sign-in: {status} to {name}", redirected=c.reached("good", "password"),
                     no_password=not c.reached(other, "password"), inconclusive=c.status == 2)


def strangers(c):
    c.run()
    c.expect("pages whose next one is at a stranger's", judged=c.judged(), untouched=not any(s[0] == "direct" for s in c.seen))
    for url in ("file:///etc/passwd", "ftp://localhost/", "https://", "//localhost/volume", "gopher://localhost:70/_x", "javascript:1"):
        c.run(catalog={"block-storage": url, "image": c.fronts.url("good", "/image")})
        c.expect(f"a catalogue with {url}", inconclusive=c.status in (1, 2), told="unreachable" in c.reasons)
    with_user = c.fronts.url("good", "/volume/v3").replace("//", "//u:p@")
    c.run(catalog={"block-storage": with_user, "image": c.fronts.url("good", "/image")})
    c.expect("a catalogue with a user in a URL", no_authorization="Authorization" not in c.output)
    c.run(catalog={"block-storage": c.elsewhere.replace("127.0.0.1", "127.0.0.2"), "image": c.fronts.url("good", "/image")},
          overrides={"block_storage_endpoint_override": c.fronts.url("tls1.2", "/volume/v3")})
    c.expect("an override is used, and the catalogue's host is not", token_used=c.reached("tls1.2", "token"),
             untouched=not any(s[0] == "direct" for s in c.seen))


def proxies(c):
    proxy = Proxy()
    url = f"http://user:{PASSWORD}@127.0.0.1:{proxy.port}"
    for variable in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        proxy.asked.clear()
        proxy.heard.clear()
        c.run(environment={variable: url})
        hosts = {line.split(" ")[1] for line in proxy.asked}
        c.expect(f"{variable}: everything goes through tunnels that show nothing", judged=c.judged(),
                 tunnelled=hosts == {f"localhost:{c.fronts.ports['good']}"}, only_connect=all(a.startswith("CONNECT") for a in proxy.asked),
                 opaque=TOKEN.encode() not in proxy.heard and b"X-Auth-Token" not in proxy.heard)
        expected = base64.b64encode(f"user:{PASSWORD}".encode())
        c.expect(f"{variable}: the proxy gets its own password", authorized=expected in proxy.heard)
    for no_proxy in ("localhost", "127.0.0.1,localhost", "*"):
        proxy.asked.clear()
        c.run(environment={"https_proxy": url, "no_proxy": no_proxy})
        c.expect(f"no_proxy={no_proxy}", judged=c.judged(), direct=not proxy.asked)
    proxy.asked.clear()
    c.run(identity="http", service="http", environment={"http_proxy": url})
    c.expect("http_proxy for a cloud without TLS", judged=c.judged(), asked=bool(proxy.asked))
    proxy.asked.clear()
    c.run(identity="http", service="http", environment={"HTTP_PROXY": url})
    c.expect("HTTP_PROXY in capitals is not obeyed, as a web server could set it", judged=c.judged(), direct=not proxy.asked)
    refusing = Proxy(refuses=True)
    c.run(environment={"https_proxy": f"http://user:{PASSWORD}@127.0.0.1:{refusing.port}"})
    c.expect("a proxy that refuses", unreachable=c.reasons == {"unreachable"}, told="407" in c.messages or "proxy" in c.messages.lower(),
             untouched=not c.seen)
    c.run(environment={"https_proxy": "http://127.0.0.1:1"})
    c.expect("a proxy that is not there", unreachable=c.reasons == {"unreachable"}, untouched=not c.seen)
    c.run(identity="self-signed", environment={"https_proxy": url})
    c.expect("a bad certificate behind a proxy", unreachable=c.reasons == {"unreachable"}, untouched=not c.seen)


def elsewhere_in_the_system(c):
    (c.folder / ".netrc").write_text(f"default login u password {PASSWORD}\n")
    (c.folder / ".curlrc").write_text("insecure\n")
    c.run(identity="self-signed")
    c.expect("neither .curlrc nor .netrc means anything", untouched=not c.seen, unreachable=c.reasons == {"unreachable"})


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="scs-check-transport-") as name:
        campaign = Campaign(program, pathlib.Path(name))
        try:
            for part in (certificates, switched_off, clients, redirects, strangers, proxies, elsewhere_in_the_system):
                part(campaign)
        finally:
            campaign.fronts.process.terminate()
    print(f"{campaign.cases} cases, {campaign.wrong} wrong")
    return 1 if campaign.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
