# SPDX-License-Identifier: Apache-2.0
"""A small identity provider (OpenID Connect): discovery, token endpoint with five grants, device authorization, introspection.
Its first path segment chooses what its discovery document says, so that wrong ones can be tried."""
import base64
import hashlib
import http.server
import json
import secrets
import ssl
import threading
import time
import urllib.parse

USERS = {"alice": "wonder land&1", "bob": "builder"}
CLIENTS = {"program": "s3cr&t+", "public": None, "robot": "r0b0t"}
CODES = {"once-only"}
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


class Provider:
    """Two servers with one memory: http and https."""

    def __init__(self, ports, certificate, key):
        self.tokens, self.devices, self.seen, self.codes = {}, {}, [], set(CODES)
        self.lifetime = 3600
        self.http, self.https = (f"http://127.0.0.1:{ports[0]}", f"https://localhost:{ports[1]}")
        self.servers = [http.server.ThreadingHTTPServer(("127.0.0.1", p), type("Handler", (Handler,), {"provider": self}))
                        for p in ports]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.servers[1].socket = context.wrap_socket(self.servers[1].socket, server_side=True)
        for server in self.servers:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def issue(self, user):
        token = secrets.token_urlsafe(24)
        self.tokens[token] = (user, time.time() + self.lifetime)
        return token

    def stop(self):
        for server in self.servers:
            server.shutdown()
            server.server_close()


class Refusal(Exception):
    pass


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    provider: Provider

    def log_message(self, *_):
        pass

    @property
    def base(self):
        return self.provider.https if isinstance(self.connection, ssl.SSLSocket) else self.provider.http

    def reply(self, status, body, **headers):
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        kind, _, rest = self.path.lstrip("/").partition("/")
        self.provider.seen.append(("GET", self.base, self.path, {}))
        if rest != ".well-known/openid-configuration":
            return self.reply(404, {"error": "not_found"})
        other = "https://127.0.0.1:" + self.provider.https.rsplit(":", 1)[1]
        document = {
            "issuer": self.base, "token_endpoint": self.base + "/token", "introspection_endpoint": self.base + "/introspect",
            "device_authorization_endpoint": self.base + "/device", "authorization_endpoint": self.base + "/authorize",
            "grant_types_supported": ["password", "client_credentials", "authorization_code", DEVICE_GRANT]}
        document.update({
            "downgrade": {"token_endpoint": self.provider.http + "/token"},
            "elsewhere": {"token_endpoint": other + "/token"},
            "foreign": {"token_endpoint": other + "/token", "issuer": other},
            "browser": {"grant_types_supported": ["authorization_code", "implicit"]},
            "silent": {"token_endpoint": None},
        }.get(kind, {}))
        if kind == "moved":
            return self.reply(302, {}, Location=self.base + "/good/.well-known/openid-configuration")
        if kind == "portal":
            return self.reply(200, "<html>")
        self.reply(200, {k: v for k, v in document.items() if v is not None})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        form = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))
        self.provider.seen.append(("POST", self.base, self.path, form))
        path = urllib.parse.urlsplit(self.path).path
        try:
            if path == "/introspect":
                return self.reply(200, self.introspection(form.get("token", "")))
            if path == "/moved-token":
                return self.reply(307, {}, Location=self.base + "/token")
            if path == "/broken-token":
                return self.reply(503, {"error": "temporarily_unavailable"})
            if path == "/device":
                return self.reply(200, self.device(self.client(form), form))
            if path == "/token":
                return self.reply(200, self.token(self.client(form), form))
            self.reply(404, {"error": "not_found"})
        except Refusal as refusal:
            error, _, description = str(refusal).partition(": ")
            self.reply(401 if error == "invalid_client" else 400, {"error": error, "error_description": description})

    def client(self, form):
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        name, _, secret = base64.b64decode(value).decode().partition(":") if kind == "Basic" else (form.get("client_id"), "", None)
        if name not in CLIENTS or CLIENTS[name] != secret:
            raise Refusal(f"invalid_client: Unknown client or wrong secret {secret}")
        return name

    def token(self, client, form):
        grant = form.get("grant_type")
        if grant == "password":
            if USERS.get(form.get("username")) is None or USERS[form["username"]] != form.get("password"):
                raise Refusal(f"invalid_grant: Invalid user credentials {form.get('password')}")
            if form["username"] == "bob" and form.get("totp") != "424242":
                raise Refusal("invalid_grant: A one-time password is needed")
            user = form["username"]
        elif grant == "client_credentials":
            user = client
        elif grant == "authorization_code":
            if form.get("code") not in self.provider.codes:
                raise Refusal("invalid_grant: Code not valid")
            self.provider.codes.discard(form["code"])
            user = "alice"
        elif grant == DEVICE_GRANT:
            user = self.confirmed(form)
        else:
            raise Refusal("unsupported_grant_type: No")
        if "openid" not in form.get("scope", "openid").split():
            raise Refusal("invalid_scope: openid is missing")
        return {"access_token": self.provider.issue(user), "id_token": self.provider.issue(user), "token_type": "Bearer",
                "expires_in": self.provider.lifetime}

    def device(self, client, form):
        code = secrets.token_urlsafe(16)
        self.provider.devices[code] = {"looks": 0, "challenge": form.get("code_challenge"), "scope": form.get("scope", "")}
        life = 2 if "short" in form.get("scope", "") else 300
        return {"device_code": code, "user_code": "WDJB-MJHT", "verification_uri": self.base + "/go", "expires_in": life,
                "verification_uri_complete": self.base + "/go?user_code=WDJB-MJHT", "interval": 1}

    def confirmed(self, form):
        device = self.provider.devices.get(form.get("device_code"))
        if device is None:
            raise Refusal("invalid_grant: No such device")
        device["looks"] += 1
        if "declined" in device["scope"]:
            raise Refusal("access_denied: The user said no")
        if device["looks"] < 2 or "short" in device["scope"]:
            raise Refusal("authorization_pending: Wait")
        if device["challenge"]:
            digest = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
            if digest.decode().rstrip("=") != device["challenge"]:
                raise Refusal("invalid_grant: The verifier does not fit")
        return "alice"

    def introspection(self, token):
        user, end = self.provider.tokens.get(token, (None, 0))
        if user is None or end < time.time():
            return {"active": False}
        issuer = "https://stranger.example" if user == "public" else "https://login.example"
        return {"active": True, "iss": issuer, "sub": user, "preferred_username": user, "groups": "testers"}
