#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records what openstacksdk and keystoneauth send for each auth_type, as keystoneauth-requests.json beside this file.

keystoneauth.py        run with the Python of the devcloud's venv; nothing leaves the process"""
import json
import pathlib
import tempfile
import urllib.parse

import requests
from keystoneauth1 import loading
from keystoneauth1 import session as ks
from openstack.config import loader

URL = "https://keystone.example/v3"
IDP = "https://login.example"
USER = {"username": "u", "user_domain_name": "D"}
PROJECT = {"project_name": "p", "project_domain_id": "d"}
PROVIDER = {"identity_provider": "idp", "protocol": "openid", "discovery_endpoint": IDP + "/.well-known/openid-configuration"}
CLIENT = {"client_id": "c+1", "client_secret": "s&1"}
CASES = [
    ("password", {"auth": {**USER, "password": "p w", **PROJECT}}),
    ("password by ids", {"auth": {"user_id": "i", "password": "p", "project_id": "q"}}),
    ("password for a domain", {"auth_type": "v3password", "auth": {**USER, "password": "p", "domain_name": "D"}}),
    ("password for the system", {"auth_type": "v3password", "auth": {**USER, "password": "p", "system_scope": "all"}}),
    ("password for a trust", {"auth_type": "v3password", "auth": {**USER, "password": "p", "trust_id": "t"}}),
    ("password for nothing", {"auth_type": "v3password", "auth": {**USER, "password": "p"}}),
    ("token", {"auth_type": "v3token", "auth": {"token": "t", **PROJECT}}),
    ("token of any version", {"auth_type": "token", "auth": {"token": "t", "project_id": "q"}}),
    ("application credential", {"auth_type": "v3applicationcredential", "auth": {
        "application_credential_id": "a", "application_credential_secret": "s"}}),
    ("application credential by name", {"auth_type": "v3applicationcredential", "auth": {
        **USER, "application_credential_name": "n", "application_credential_secret": "s"}}),
    ("passcode", {"auth_type": "v3totp", "auth": {**USER, "passcode": "123456", **PROJECT}}),
    ("passcode beside auth", {"auth_type": "v3totp", "passcode": "123456", "auth": {"user_id": "i", "project_id": "q"}}),
    ("two factors", {"auth_type": "v3multifactor", "auth_methods": ["v3password", "v3totp"], "auth": {
        **USER, "password": "p", "passcode": "123456", **PROJECT}}),
    ("two factors in one text", {"auth_type": "v3multifactor", "auth_methods": "v3password,v3totp", "auth": {
        **USER, "password": "p", "passcode": "123456", **PROJECT}}),
    ("OpenID Connect password", {"auth_type": "v3oidcpassword", "auth": {
        **PROVIDER, **CLIENT, "username": "u", "password": "p w&", **PROJECT}}),
    ("OpenID Connect scope", {"auth_type": "v3oidcpassword", "auth": {
        **PROVIDER, **CLIENT, "username": "u", "password": "p", "openid_scope": "openid groups", "project_id": "q"}}),
    ("OpenID Connect id token", {"auth_type": "v3oidcpassword", "auth": {
        **PROVIDER, **CLIENT, "username": "u", "password": "p", "access_token_type": "id_token", **PROJECT}}),
    ("OpenID Connect client credentials", {"auth_type": "v3oidcclientcredentials", "auth": {
        **PROVIDER, **CLIENT, "access_token_endpoint": IDP + "/other", **PROJECT}}),
    ("OpenID Connect authorization code", {"auth_type": "v3oidcauthcode", "auth": {
        **PROVIDER, **CLIENT, "code": "k", "redirect_uri": "https://here.example/", **PROJECT}}),
    ("OpenID Connect access token", {"auth_type": "v3oidcaccesstoken", "auth": {
        "identity_provider": "idp", "protocol": "openid", "access_token": "x", **PROJECT}}),
    ("OpenID Connect access token for nothing", {"auth_type": "v3oidcaccesstoken", "auth": {
        "identity_provider": "idp", "protocol": "openid", "access_token": "x"}}),
    ("OpenID Connect device", {"auth_type": "v3oidcdeviceauthz", "auth": {**PROVIDER, **CLIENT, **PROJECT}}),
    ("OAuth 2.0 client credential", {"auth_type": "v3oauth2clientcredential", "auth": {
        "oauth2_endpoint": URL + "/OS-OAUTH2/token", "oauth2_client_id": "a", "oauth2_client_secret": "s"}}),
    ("OAuth 2.0 certificate", {"auth_type": "v3oauth2mtlsclientcredential", "auth": {
        "oauth2_endpoint": URL + "/OS-OAUTH2/token", "oauth2_client_id": "a"}}),
    ("http_basic", {"auth_type": "http_basic", "auth": {
        "username": "u", "password": "p", "endpoint": "https://service.example/v3"}}),
    ("none", {"auth_type": "none", "auth": {"endpoint": "https://service.example/v3"}}),
    ("admin_token", {"auth_type": "admin_token", "auth": {"token": "t", "endpoint": "https://service.example/v3"}}),
]
KEPT = ("Authorization", "X-Auth-Token", "X-Subject-Token", "Content-Type")


class Wire(requests.adapters.BaseAdapter):
    """Answers as Keystone, an identity provider and a service would, and keeps what it was asked."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def send(self, request, **_):
        entry = {"method": request.method, "url": request.url,
                 "headers": {k: request.headers[k] for k in KEPT if k in request.headers}}
        body = request.body.decode() if isinstance(request.body, bytes) else request.body
        if body and "json" in request.headers.get("Content-Type", ""):
            entry["json"] = json.loads(body)
        elif body:
            entry["form"] = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))
        self.seen.append(entry)
        response = requests.Response()
        response.status_code, response.request, response.url = 200, request, request.url
        response.headers["Content-Type"] = "application/json"
        project = {"project": {"id": "q", "name": "p", "domain": {"id": "d", "name": "D"}}}
        if "/OS-FEDERATION/" in request.url:
            project = {}
        if request.url == "https://keystone.example/v3":
            answer = {"version": {"id": "v3.14", "status": "stable", "links": [{"rel": "self", "href": URL}]}}
        elif "/auth" in request.url and "keystone" in request.url:
            response.headers["X-Subject-Token"] = "unscoped" if not project else "scoped"
            answer = {"token": {"expires_at": "2099-01-01T00:00:00.000000Z", "methods": [], "user": {
                "id": "i", "name": "u", "domain": {"id": "d", "name": "D"}}, "roles": [{"id": "m", "name": "member"}],
                "issued_at": "2026-01-01T00:00:00.000000Z", "catalog": [], **project}}
        elif "openid-configuration" in request.url:
            answer = {"issuer": IDP, "token_endpoint": IDP + "/token", "device_authorization_endpoint": IDP + "/device"}
        elif request.url.endswith("/device"):
            answer = {"device_code": "dc", "user_code": "UC", "verification_uri": IDP + "/go", "expires_in": 60, "interval": 1,
                      "verification_uri_complete": IDP + "/go?UC"}
        else:
            answer = {"access_token": "at", "id_token": "it", "token_type": "Bearer"}
        response._content = json.dumps(answer).encode()
        return response

    def close(self):
        pass


def plugin_of(config):
    # openstacksdk 4.4 makes the text "None" of a token that stands in clouds.yaml.
    if "token" in config["auth"]:
        return loading.get_plugin_loader(config["auth_type"]).load_from_options(**config["auth"])
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "clouds.yaml"
        path.write_text(json.dumps({"clouds": {"c": config}}))
        return loader.OpenStackConfig(config_files=[str(path)], vendor_files=[], secure_files=[], load_envvars=False).get_one(
            "c").get_session().auth


def record(config):
    plugin = plugin_of(config)
    wire, plain = Wire(), requests.Session()
    plain.mount("https://", wire)
    session = ks.Session(auth=plugin, session=plain)
    session.get("https://service.example/v3/volumes/a")
    return wire.seen


cases = []
for name, config in CASES:
    if config.get("auth_type") not in ("http_basic", "none", "admin_token"):
        config["auth"]["auth_url"] = URL
    cases.append({"name": name, "cloud": config, "requests": record(config)})
out = pathlib.Path(__file__).with_name("keystoneauth-requests.json")
out.write_text(json.dumps(cases, indent=1, sort_keys=True) + "\n")
print(f"{len(cases)} cases, {sum(len(c['requests']) for c in cases)} requests")
