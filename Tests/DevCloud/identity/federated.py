# SPDX-License-Identifier: Apache-2.0
"""Keystone behind the part of a web server that plays mod_auth_openidc: it asks the identity provider about the bearer
token of a federated sign-in, and tells Keystone what it learned in the request's environment, as that module does."""
import json
import os
import re
import ssl
import urllib.parse
import urllib.request

from keystone.wsgi.api import application as keystone

PROVIDER = os.environ["SCS_PROVIDER"]
FEDERATED = re.compile(r"^/v3/OS-FEDERATION/identity_providers/[^/]+/protocols/[^/]+/auth$")
CONTEXT = ssl.create_default_context(cafile=os.environ["SCS_CA"])


def claims(token):
    """What the identity provider says of the token; None where it is none, or is over."""
    form = urllib.parse.urlencode({"token": token}).encode()
    with urllib.request.urlopen(PROVIDER + "/introspect", form, timeout=10, context=CONTEXT) as answer:
        told = json.load(answer)
    return told if told.get("active") else None


def answer(start_response, status, headers, body=b""):
    start_response(status, [("Content-Type", "text/html"), ("Content-Length", str(len(body))), *headers])
    return [body]


def application(environ, start_response):
    for name in [n for n in environ if n.startswith("OIDC")]:
        del environ[name]
    if environ.get("HTTP_X_CLIENT_CERT"):
        environ["SSL_CLIENT_CERT"] = urllib.parse.unquote(environ.pop("HTTP_X_CLIENT_CERT"))
    if not FEDERATED.match(environ["PATH_INFO"]):
        return keystone(environ, start_response)
    kind, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if "/redirecting/" in environ["PATH_INFO"]:
        return answer(start_response, "302 Found", [("Location", PROVIDER + "/authorize")])
    told = claims(token) if kind == "Bearer" else None
    if told is None:
        page = b"<html><head><title>401 Unauthorized</title></head><body><h1>Unauthorized</h1></body></html>"
        return answer(start_response, "401 Unauthorized", [("WWW-Authenticate", 'Bearer error="invalid_token"')], page)
    for name in ("iss", "sub", "preferred_username", "groups"):
        environ[f"OIDC-{name}"] = told[name]
    environ["REMOTE_USER"] = told["preferred_username"]
    return keystone(environ, start_response)
