#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes thousands of configurations, reads each with openstacksdk and with `scs-check config`, and compares what comes
out, key by key. Secrets are compared by where they stand: the place that the program names must hold the very text that
openstacksdk found.

configuration.py PROGRAM [short|long|COUNT [SEED]]      exit status 1: an unexplained difference

It needs a Python with openstacksdk 4.4: its own, that of a devcloud ($DEVCLOUD_BASE/venv), or it makes one from PyPI."""
import collections
import importlib
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import venv
import warnings

VERSION = "4.4"


def sdk_python():
    """A Python that has the right openstacksdk."""
    base = pathlib.Path(os.environ.get("DEVCLOUD_BASE", "/var/tmp/scs-check-devcloud"))
    own = pathlib.Path(tempfile.gettempdir()) / f"scs-check-openstacksdk-{os.getuid()}"
    for python in (base / "venv/bin/python", own / "bin/python"):
        check = [python, "-c", f"import openstack.version as v; assert v.__version__.startswith('{VERSION}')"]
        if python.exists() and subprocess.run(check, capture_output=True).returncode == 0:
            return python
    venv.create(own, with_pip=True)
    subprocess.run([own / "bin/pip", "install", "--quiet", "openstacksdk==4.4.0"], check=True)
    return own / "bin/python"


try:
    import openstack.version
    if not openstack.version.__version__.startswith(VERSION):
        raise ImportError
except ImportError:
    os.execv(python := str(sdk_python()), [python, *sys.argv])

import openstack.config.loader as loader
import os_service_types
import requests
import yaml

# What is different on purpose: (what openstacksdk does, what scs-check does instead).
DIFFERENCES = {
    "ours: a scalar is used as it is written":
        "PyYAML makes numbers of 0123 and 1.10, and booleans of yes; the text is kept, with a warning",
    "ours: nothing written means nothing":
        "a key without a value (null) is sent as the text None, crashes, or switches off; here it is as if not written",
    "ours: the token that is written is used":
        "a token inside auth becomes the text None",
    "ours: a quoted true or false is a boolean":
        "it is taken for the path of a file, or for true; the word counts, with a warning",
    "ours: placeholders beside auth are filled":
        "{region_name} in an auth_url beside auth or in OS_AUTH_URL stays as it is",
    "ours: the profile that was used is shown": "the key cloud, its former name, is taken away",
    "ours: auth_url has a scheme": "the built-in profile otc-swiss has none, so nothing can be reached with it",
    "refused: signing in cannot work": "what Keystone needs is missing; openstacksdk finds out when it signs in",
    "refused: no such file": "cacert, cert, key or verify names a file that is not there; told at the first request",
    "refused: Keystone's version 2": "only version 3 exists",
    "refused: no endpoint has this interface": "the catalogue would be searched in vain",
    "refused: a duplicate key": "the last one wins silently",
    "refused: not a boolean": "taken for a path, or for true",
    "refused: not a URL": "told at the first request",
    "refused: a placeholder for nothing":
        "{region_name} without a region leaves a hole in the URL; a secret is not filled in at all",
    "refused: not a number": "told at the first request, or crashes there",
    "refused: signing in is not supported": "auth types that are not there (yet), trusts",
    "refused: a wrong kind": "a list or mapping where a text is expected is turned into a text",
    "refused: ambiguous scope": "a system or a trust beside a project: openstacksdk sends one of them",
    "sdk crashes: networks": "the networks of clouds.yaml are not used here",
    "sdk crashes: a null": "here as if not written",
    "sdk crashes: an unknown key in auth": "here a warning",
    "sdk crashes: a placeholder in a key without effect": "here a warning about the key",
    "sdk refuses: options of its plugins": "what the auth type needs is checked by us, and more leniently",
    "sdk crashes: a region that is no text": "used as it is written, with a warning",
    "sdk crashes: insecure is a number": "refused here, too",
}
SERVICES = os_service_types.ServiceTypes()
ATTRIBUTES = ("api_version", "default_microversion", "service_type", "service_name", "interface", "region_name",
              "connect_retries", "status_code_retries")
SECRETS = ("password", "secret", "token", "passcode")
NO_EFFECT = ("networks", "image_format", "floating_ip_source", "secgroup_source", "timeout", "auth_plugin", "regoin",
             "compute_rate_limit", "has_network", "xyzzy", "vendor_hook", "disable_vendor_agent", "app_name")


class Raw(str):
    """A scalar that is written without quotes, whatever YAML makes of it."""


class Generator:
    """One random world: files, variables, options."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.marks = 0

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def pick(self, *values):
        return self.random.choice(values)

    def mark(self, name="v"):
        self.marks += 1
        return f"{name}Mark{self.marks}"

    def scalar(self, name="v"):
        """A text, now and then one that YAML reads as something else."""
        if self.chance(6):
            return Raw(self.pick("0123", "1.10", "12345", "1e3", "yes", "No", "0x1F", "1_000", "12:30", "0815", "2024-01-01",
                                 "~", "true", "-5", "+5", ".5", "0b11", "1.0", "off", "null", "010.5", "5.", "1e+3", "0"))
        if self.chance(2):
            return self.pick("", "12345", "no", " spaced ", "ü€𝄞", "a: b #c", "{}", "%(x)s", "#", "- a")
        return self.mark(name)

    def dashed(self, key):
        return key.replace("_", "-") if self.chance(6) else key

    def credentials(self, kind):
        auth = {}
        auth["auth_url"] = self.pick(
            "https://keystone.example.com/v3", "http://127.0.0.1:5000", "https://keystone.example.com", "https://k.example.com:5000/v3/",
            "https://{region_name}.example.com/v3", "https://k.example.com/identity")
        if kind == "v3applicationcredential":
            auth["application_credential_secret"] = self.scalar()
            if self.chance(70):
                auth["application_credential_id"] = self.scalar()
            else:
                auth["application_credential_name"] = self.scalar()
        elif kind in ("token", "v3token"):
            auth["token"] = self.scalar()
        elif kind in OTHER_KINDS:
            return {self.dashed(key): f"https://idp.example.com/{key}" if "endpoint" in key else self.scalar(key)
                    for key in OTHER_KINDS[kind] if self.chance(97)} | {
                key: value for key, value in auth.items() if kind.startswith("v3")}
        else:
            auth["password"] = self.scalar()
        if kind in ("password", "v3password") or "application_credential_name" in auth:
            if self.chance(15):
                auth["user_id"] = self.scalar()
            else:
                auth[self.pick("username", "username", "username", "user_name")] = self.scalar()
        if kind != "v3applicationcredential":
            for _ in range(self.pick(1, 1, 1, 2)):
                auth[self.pick("project_name", "project_name", "project_id", "tenant_name", "tenant_id")] = self.scalar()
            if self.chance(3):
                auth[self.pick("system_scope", "trust_id")] = self.pick("all", self.scalar())
        form = self.random.random()
        if form < 0.6:
            if "token" not in kind:
                auth[self.pick("user_domain_name", "user_domain_id")] = self.scalar()
            if kind != "v3applicationcredential":
                auth[self.pick("project_domain_name", "project_domain_id")] = self.scalar()
        elif form < 0.8 and kind != "v3applicationcredential" and "token" not in kind:
            auth[self.pick("domain_name", "domain_id")] = self.scalar()
        elif form < 0.9 and kind == "password":
            auth[self.pick("default_domain_name", "default_domain_id")] = self.scalar()
        if self.chance(4):
            auth[self.pick("domain_name", "user_domain_name", "project_domain_id", "username", "pasword", "region_name")] = \
                self.scalar()
        return {self.dashed(key): value for key, value in auth.items()}

    def setting(self):
        """One key beside auth, with its value."""
        service = self.pick("compute", "image", "network", "volume", "volumev2", "volumev3", "block_storage", "block_store",
                            "object_store", "key_manager", "identity", "dns", "share", "sharev2", "shared_file_system",
                            "load_balancer", "container_infra", "database", "workflowv2", "metering")
        kind = self.random.randrange(22)
        if kind == 0:
            return "interface", self.pick("public", "internal", "admin", "internalURL", "publicURL", ["internal", "public"],
                                          self.scalar(), Raw("~"))
        if kind == 1:
            return "endpoint_type", self.pick("public", "internal", "adminURL")
        if kind == 2:
            return "verify", self.pick(*map(Raw, ("true", "false", "yes", "no", "Off", "TRUE", "0", "1", "~", "yEs")),
                                       "false", "true", "ca.pem", "/gone.pem")
        if kind == 3:
            return "insecure", self.pick(*map(Raw, ("true", "false", "yes", "no", "Off", "0", "maybe", "~")), "false", "true",
                                         "True", "yes", "1")
        if kind == 4:
            return self.pick("cacert", "cacert", "cert", "key"), self.pick(
                "ca.pem", "~/home.pem", "./ca.pem", "ca-{region_name}.pem", Raw("~"), "/gone.pem")
        if kind == 5:
            return self.pick("api_timeout", "api_timeout", "http_timeout", "volume_timeout", "timeout"), self.pick(
                *map(Raw, ("30", "2.5", "0.5", "10", "~")), "30", "7.5", "soon")
        if kind == 6:
            return self.pick("force_ipv4", "prefer_ipv6"), self.pick(*map(Raw, ("true", "false", "yes", "no")), "true")
        if kind == 7:
            return "identity_api_version", self.pick(*map(Raw, ("3", "3", "3", "2", "v3")), "3", "v3")
        if kind == 8:
            key = self.pick(*NO_EFFECT)
            return key, {"networks": self.pick([{"name": "n"}], [], [{"nam": "x"}])}.get(key, self.mark())
        if kind in (9, 10):
            return f"{service}_{self.pick('endpoint_override', 'endpoint_override', 'endpoint')}", self.pick(
                "https://s.example.com/v3", "http://s:8776/v3/%(project_id)s", "https://{region_name}.s/v2",
                "https://s/{{x}}", Raw("~"), "", "https://s/$(tenant_id)s/")
        if kind in (11, 12):
            return f"{service}_api_version", self.pick(*map(Raw, ("2", "3", "1", "2.0", "2.1", "3.70", "v2", "~")), "2", "3",
                                                       "latest")
        if kind == 13:
            return f"{service}_{self.pick('interface', 'endpoint_type')}", self.pick("internal", "adminURL", "public")
        if kind == 14:
            return f"{service}_region_name", self.pick("R9", "{region_name}", self.scalar())
        if kind == 15:
            return f"{service}_service_type", self.pick("volumev3", "rax:compute", self.mark(), "{nothing}")
        if kind == 16:
            return f"{service}_service_name", self.pick("cinder", self.scalar())
        if kind == 17:
            return f"{service}_default_microversion", self.pick(Raw("2.79"), "3.59", "latest")
        if kind == 18:
            prefix = self.pick("", service + "_")
            return f"{prefix}{self.pick('connect', 'status_code')}_retries", self.pick(*map(Raw, ("0", "3", "7")), "5", "few")
        if kind == 19:
            return self.pick("rate_limit", "concurrency"), self.pick(Raw("5"), {"compute": Raw("3")}, {"volume": Raw("2")})
        if kind == 20:
            if self.chance(40):
                return self.pick("v3multifactor", "auth_methods", "system_scope", "trust_id", "default_domain", "token"), \
                    self.pick("v3password,v3totp", self.scalar())
            return self.pick("user_domain_name", "project_name", "tenant_id", "username", "user_id", "auth_url", "password",
                             "domain_id", "project_domain_name", "default_domain_id"), self.scalar()
        return self.regions()

    def regions(self):
        """region_name or regions, with its value."""
        if self.chance(50):
            return "region_name", self.pick("R1", "R1", "R1", "R1", "R2", "R1,R2", ["R1", "R2"], *[
                Raw("~"), "", self.scalar()][:1 if self.chance(30) else 0], self.scalar())
        return "regions", self.pick("R1" if self.chance(5) else ["R1"], ["R1", "R2"], ["R2", "R1"], [], [
            {"name": "R1", "values": dict([self.setting()])}, "R2"], [{"name": "R2"}, {"name": "R1", "values": {
                "auth": {"project_name": self.mark()}, "interface": "internal"}}])

    def settings(self, most):
        return {self.dashed(key): value for key, value in (self.setting() for _ in range(self.random.randrange(most + 1)))}

    def profile(self):
        return self.pick("public1", "public1", "public2", "nowhere", *BUILT_IN, Raw("~"), "")

    def cloud(self):
        kind = self.pick("password", "password", "password", "password", "v3password", "v3applicationcredential", "v3token",
                         "token", *([self.pick("v3totp", "v3oidcpassword", "v3oidcclientcredentials", "http_basic", "none",
                                               "v3oidcaccesstoken", "admin_token", "v3multifactor")] * 1))
        cloud = {"auth": self.credentials(kind)}
        if kind != "password" or self.chance(20):
            cloud[self.dashed("auth_type") if self.chance(20) else "auth_type"] = kind
        if self.chance(90):
            cloud.update([self.regions()])
        if self.chance(25):
            cloud[self.pick("profile", "profile", "cloud")] = self.profile()
            if self.chance(50):
                cloud["auth"].pop("auth_url", None)
        cloud.update(self.settings(4))
        for key in list(cloud["auth"]):
            if self.chance(5):
                cloud[key] = cloud["auth"].pop(key)
        return cloud

    def world(self):
        clouds = {"c": self.cloud()}
        if self.chance(20):
            clouds["d"] = self.cloud()
        documents = {"clouds": {"clouds": clouds}}
        if self.chance(5):
            documents["clouds"]["client"] = {self.pick("force_ipv4", "prefer_ipv6", "broken-ipv6", "prefer-ipv6"): self.pick(
                *map(Raw, ("true", "false")), "true")}
        if self.chance(35):
            moved = {}
            for key in list(clouds["c"]["auth"]):
                if any(word in key for word in SECRETS) and self.chance(80) or self.chance(10):
                    moved[key] = clouds["c"]["auth"].pop(key) if self.chance(70) else self.scalar()
            documents["secure"] = {"clouds": {"c": {"auth": moved, **self.settings(1)}}}
        if self.chance(25):
            documents["clouds-public"] = {"public-clouds": {
                name: {"auth": {"auth_url": "https://{region_name}.public.example.com/v3"},
                       **dict([self.pick(("region_name", "P1"), ("regions", ["P1", "P2"]), ("interface", "internal"))]),
                       **self.settings(3)} for name in ("public1", "public2")}}
        environment = {}
        if self.chance(12):
            for key, value in {**self.credentials("password"), **self.settings(4)}.items():
                if isinstance(value, str):
                    environment["OS_" + key.upper().replace("-", "_")] = str(value)
        if self.chance(10):
            environment["OS_REGION_NAME"] = self.pick("R1", "R2", "")
        if self.chance(5):
            environment[self.pick("OS_FORCE_IPV4", "OS_PREFER_IPV6")] = self.pick("true", "False", "1")
        if self.chance(5):
            environment["OS_CLOUD_NAME"] = self.pick("mine", "mine", "mine", "mine", "envvars", "c")
        names = [*clouds] * 24 + [environment.get("OS_CLOUD_NAME", "envvars")] * (9 if "OS_AUTH_URL" in environment else 0)
        if self.chance(15):
            environment["OS_CLOUD"] = self.pick(*names, "nobody", "")
        arguments = []
        if self.chance(85):
            arguments += ["--cloud", self.pick(*names, "nobody")]
        if self.chance(15):
            arguments += ["--region", self.pick("R1", "R1", "R1", "R1", "R2", "P2", "Fra1")]
        return documents, environment, arguments


class Writer:
    """Writes a document as YAML in one of its many forms, or as JSON."""

    def __init__(self, generator):
        self.generator = generator

    def quoted(self, text):
        if isinstance(text, Raw):
            return str(text)
        plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9_./:-]*[A-Za-z0-9/]", text) and yaml.safe_load(text) == text
        form = self.generator.random.randrange(3)
        if form == 0 and plain:
            return text
        if form == 1 and "\n" not in text:
            return "'" + text.replace("'", "''") + "'"
        return json.dumps(text, ensure_ascii=False)

    def flow(self, value):
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {self.flow(inner)}" for key, inner in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.flow, value)) + "]"
        return self.quoted(value)

    def block(self, value, indent):
        lines = []
        for key, inner in value.items():
            if isinstance(inner, dict) and inner and self.generator.chance(85):
                lines += [" " * indent + f"{key}:", *self.block(inner, indent + 2)]
            elif isinstance(inner, list) and inner and self.generator.chance(60):
                lines += [" " * indent + f"{key}:", *(" " * indent + f"- {self.flow(entry)}" for entry in inner)]
            else:
                lines.append(" " * indent + f"{key}: {self.flow(inner)}")
        return lines

    def json(self, value):
        if isinstance(value, dict):
            return {key: self.json(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.json(inner) for inner in value]
        return yaml.safe_load(value) if isinstance(value, Raw) and isinstance(
            yaml.safe_load(value), (int, float, bool, type(None))) else str(value)

    def shared(self, value):
        """Some of a cloud's keys in a section of their own, merged into it by an anchor."""
        cloud = value["clouds"]["c"]
        names = [name for name in cloud if isinstance(cloud[name], str)]
        if not names or not self.generator.chance(8):
            return [], value
        moved = {name: cloud[name] for name in names[:2]}
        rest = {name: inner for name, inner in cloud.items() if name not in moved or self.generator.chance(20)}
        head = ["shared: &shared", *self.block(moved, 2)]
        return head, {**value, "clouds": {**value["clouds"], "c": {"<<": Raw("*shared"), **rest}}}

    def document(self, value, suffix):
        if suffix == ".json":
            indent = self.generator.pick(None, 2, "\t")
            # Escapes of two halves move what follows in the same line, which only `indent` ends.
            return json.dumps(self.json(value), indent=indent, ensure_ascii=indent is not None)
        head, value = self.shared(value) if isinstance(value.get("clouds", {}).get("c"), dict) else ([], value)
        text = "\n".join([*head, *self.block(value, 0)]) + "\n"
        damage = self.generator.random.random()
        if damage < 0.005:
            text += "---\nclouds: {}\n"
        elif damage < 0.01:
            text = text.replace("  ", "\t", 1)
        elif damage < 0.015:
            lines = text.splitlines()
            place = self.generator.random.randrange(len(lines))
            text = "\n".join(lines[:place + 1] + lines[place:]) + "\n"
        elif damage < 0.02:
            text = self.generator.pick("", "[]\n", "clouds:\n", "# nothing\n", "clouds: []\n", "clouds: {c: ~}\n", "x: y\n")
        return text


class World:
    """The files on disk, and both readers' views of them."""

    def __init__(self, root, seed):
        generator = Generator(seed)
        writer = Writer(generator)
        documents, environment, self.arguments = generator.world()
        self.work, self.home = root / "work", root / "home"
        folders = [self.work, root / "conf/openstack", self.home / ".config/openstack", root / "site/openstack"]
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.glob("*"):
                old.unlink() if old.is_file() else None
        for path in (self.work / "ca.pem", self.work / "ca-R1.pem", self.home / "home.pem"):
            path.write_text("PEM")
        self.environment = {"HOME": str(self.home), "XDG_CONFIG_HOME": str(root / "conf"),
                            "XDG_CONFIG_DIRS": str(root / "site"), "PATH": os.environ["PATH"]}
        if generator.chance(30):
            del self.environment["XDG_CONFIG_HOME"]
            del self.environment["XDG_CONFIG_DIRS"]
            folders = [self.work, self.home / ".config/openstack"]
        for stem, document in documents.items():
            for copy in range(2 if generator.chance(5) else 1):
                suffix = generator.pick(".yaml", ".yaml", ".yaml", ".yml", ".json")
                folder = generator.pick(*folders)
                if copy == 0 and stem != "clouds-public" and generator.chance(8):
                    folder = root / "elsewhere"
                    folder.mkdir(exist_ok=True)
                    variable = {"clouds": "OS_CLIENT_CONFIG_FILE", "secure": "OS_CLIENT_SECURE_FILE"}[stem]
                    environment[variable] = f"{folder}/{stem}{suffix}"
                (folder / f"{stem}{suffix}").write_text(writer.document(document, suffix))
        self.environment.update(environment)
        self.documents = documents

    def program(self, program):
        run = subprocess.run([program, "config", "--format", "json", *self.arguments], cwd=self.work, env=self.environment,
                             capture_output=True, text=True, timeout=60)
        if run.returncode == 0:
            return json.loads(run.stdout), None
        if run.returncode != 64:
            raise SystemExit(f"exit status {run.returncode}: {run.stderr}")
        return None, run.stderr.split("\nUsage:")[0].removeprefix("Error: ")

    def sdk(self):
        for name in [name for name in os.environ if name.startswith(("OS_", "XDG_"))]:
            del os.environ[name]
        os.environ.update(self.environment)
        os.chdir(self.work)
        importlib.reload(loader)
        options = dict(zip(self.arguments[::2], self.arguments[1::2]))
        try:
            config = loader.OpenStackConfig()
            chosen = {"region_name": options["--region"]} if "--region" in options else {}
            return config.get_one(cloud=options.get("--cloud"), **chosen), None
        except Exception as error:
            return None, f"{type(error).__name__}: {error}"


def view(region):
    """What openstacksdk made of it, in the words of `scs-check config`."""
    config = region.config
    verify, cert = region.get_requests_verify_args()
    found = {"auth_type": config["auth_type"], "region_name": region.get_region_name(), "interface": region.get_interface(),
             "verify": verify if isinstance(verify, bool) else True, "api_timeout": config.get("api_timeout"),
             "cacert": verify if isinstance(verify, str) else None if verify is None else
             config.get("cacert") and os.path.expanduser(config["cacert"]),
             "cert": cert[0] if isinstance(cert, tuple) else cert, "force_ipv4": bool(region.force_ipv4),
             "key": config.get("key") and os.path.expanduser(config["key"]),
             "profile": config.get("profile"), "auth": dict(config["auth"]), "services": {}}
    if verify is None:
        found["verify"] = None
    for service in SERVICES.all_types_by_service_type:
        values = {name: region._get_config(name, service) for name in ATTRIBUTES}
        values["endpoint_override"] = (region._get_config("endpoint_override", service)
                                       or region._get_config("endpoint", service))
        found["services"][service] = {key: value for key, value in values.items() if value not in (None, "")}
    return found


def flat(found):
    """Dotted keys with their values."""
    result = {key: value for key, value in found.items() if key not in ("auth", "services")}
    for part in ("auth", "services"):
        for key, value in found[part].items():
            for inner, leaf in value.items() if isinstance(value, dict) else [(None, value)]:
                result[".".join(filter(None, (part, key, inner)))] = leaf
    return result


def written_at(source, environment):
    """The text that stands at a place that the program names."""
    if source.startswith("environment variable "):
        return environment[source.removeprefix("environment variable ")]
    path, line, column = source.rsplit(":", 2)
    text = pathlib.Path(path).read_text().splitlines()[int(line) - 1][int(column) - 1:]
    if text[0] == "'":
        return re.match(r"'((?:[^']|'')*)'", text).group(1).replace("''", "'")
    if text[0] == '"':
        return json.JSONDecoder().raw_decode(text)[0]
    return Raw(re.match(r"[^,}\]]*", text).group(0).rstrip())


def same(ours, theirs):
    if isinstance(ours, bool) or isinstance(theirs, bool) or ours is None or theirs is None:
        return ours is theirs
    if isinstance(ours, (int, float)):
        return float(ours) == float(theirs)
    return ours == theirs or isinstance(ours, list) and ours == list(theirs)


def explanation(key, ours, theirs, source, world):
    """The deliberate difference that this is; None: it is a defect."""
    raw = ours
    if source and (":" in source or source.startswith("environment variable")) and "built-in" not in source:
        raw = written_at(source, world.environment)
    if key == "auth.token" and theirs == "None":
        return "ours: the token that is written is used"
    if isinstance(raw, Raw):
        meant = yaml.safe_load(raw)
        if not isinstance(meant, str) and str(meant) == str(theirs) and (ours == str(raw) or ours == "•••"):
            return "ours: a scalar is used as it is written"
        if meant is False and theirs is None and key.startswith("auth."):
            return "ours: a scalar is used as it is written"
    if theirs == "None" or theirs == "" and ours is None or theirs is None and ours is not None and key in (
            "verify", "interface", "auth_type", "cacert"):
        return "ours: nothing written means nothing"
    if key == "verify" and str(raw).lower() in ("true", "false") or key == "cacert" and str(theirs).lower() in ("true", "false"):
        return "ours: a quoted true or false is a boolean"
    if key == "force_ipv4" and str(raw).lower() in ("true", "false"):
        return "ours: a quoted true or false is a boolean"
    if theirs is None and world.has_null_scope or theirs and ours is None and world.has_null_scope:
        return "ours: nothing written means nothing"
    if key == "profile" and theirs is None:
        return "ours: the profile that was used is shown"
    if key == "auth.auth_url" and isinstance(theirs, str):
        if theirs == str(raw) and "{" in theirs:
            return "ours: placeholders beside auth are filled"
        if theirs == str(raw).replace("{region_name}", str(yaml.safe_load(world.region or "~"))):
            return "ours: a scalar is used as it is written"
        if ours == "https://" + theirs:
            return "ours: auth_url has a scheme"
    return None


REFUSED_BY_US = [
    (r"cloud .* has no \w+|is not set", "refused: signing in cannot work"),
    (r"names .* which (does not exist|cannot be read)", "refused: no such file"),
    (r"Keystone's version 2|identity_api_version .*expected 3|Keystone's other versions", "refused: Keystone's version 2"),
    (r"expected public, internal or admin", "refused: no endpoint has this interface"),
    (r"was already given at", "refused: a duplicate key"),
    (r"expected true or false", "refused: not a boolean"),
    (r"is not an http or https URL|must not contain a user", "refused: not a URL"),
    (r"expected a number|a whole number", "refused: not a number"),
    (r"is not supported", "refused: signing in is not supported"),
    (r"(system_scope|trust_id) excludes|expected all", "refused: ambiguous scope"),
    (r"auth_methods", "refused: signing in cannot work"),
    (r"is a (list|mapping|string|empty); expected|is empty; expected", "refused: a wrong kind"),
    (r"has a placeholder that is not a key", "refused: a placeholder for nothing"),
]
REFUSED_BY_SDK = [
    (r"network list|network entries|external_network", "sdk crashes: networks"),
    (r"NoneType", "sdk crashes: a null"),
    (r"unexpected keyword argument", "sdk crashes: an unknown key in auth"),
    (r"^(KeyError|ValueError|IndexError)", "sdk crashes: a placeholder in a key without effect"),
    (r"OptionError|MissingRequired|missing 1 required", "sdk refuses: options of its plugins"),
    (r"'(bool|int|float)' object has no attribute 'split'", "sdk crashes: a region that is no text"),
    (r"'(int|float)' object has no attribute 'lower'", "sdk crashes: insecure is a number"),
]


def reason(text, rules):
    return next((name for pattern, name in rules if re.search(pattern, text, re.S)), None)


def compare(world, ours, theirs):
    """Deliberate differences by name, and the others as sentences."""
    explained, defects = collections.Counter(), []
    mine, other = flat(ours), flat(theirs)
    world.has_null_scope = "None" in theirs["auth"].values()
    sources = ours["sources"]
    world.region = ours["region_name"]
    skipped = {"sources", "warnings", "cloud", "files", "connect_retries", "status_code_retries", "rate_limit", "concurrency"}
    for key in sorted((set(mine) | set(other)) - skipped):
        if key.endswith((".rate_limit", ".concurrency")) or (key.endswith("status_code_retries") and key not in mine):
            continue
        a, b, source = mine.get(key), other.get(key), sources.get(key)
        if a == "•••":
            written = written_at(source, world.environment)
            equal = same(str(written), str(b)) if not isinstance(written, Raw) else str(written) == str(b)
        else:
            equal = same(a, b)
            if equal and source and source not in ("default",) and isinstance(a, str) and a and "built-in" not in source:
                if source != "option --region" and "{" not in str(written_at(source, world.environment)) \
                        and key not in ("region_name", "cacert", "cert", "key") \
                        and str(written_at(source, world.environment)) != a:
                    defects.append(f"{key} does not stand at {source}")
        if equal:
            continue
        name = explanation(key, a, b, source, world)
        if name:
            explained[name] += 1
        else:
            defects.append(f"{key}: ours {a!r} ({source}), openstacksdk {b!r}")
    return explained, defects


def silent(world, ours):
    """Keys without effect that no warning names."""
    options = dict(zip(world.arguments[::2], world.arguments[1::2]))
    if ours["cloud"] != "c":
        return []
    cloud = world.documents["clouds"]["clouds"]["c"]
    keys = [key for key in cloud if key.replace("-", "_") in NO_EFFECT]
    return [f"{key} has no effect, and no warning says so" for key in keys
            if not any(f'"{key.replace("-", "_")}"' in warning for warning in ours["warnings"])]


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    form = sys.argv[2] if len(sys.argv) > 2 else "short"
    count = {"short": 1000, "long": 20000}.get(form) or int(form)
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    warnings.simplefilter("ignore")

    def no_network(*_, **__):
        raise OSError("no network here")
    requests.get = no_network

    counts, reasons, defects, examples = collections.Counter(), collections.Counter(), [], {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            root = pathlib.Path(folder) / str(seed % 64)
            world = World(root, seed)
            ours, refusal = world.program(program)
            region, crash = world.sdk()
            names, found = collections.Counter(), []
            if refusal and crash:
                outcome = "refused by both"
            elif refusal:
                outcome = "refused only by us"
                name = reason(refusal, REFUSED_BY_US)
                names, found = collections.Counter([name] if name else []), [] if name else [refusal]
            elif crash:
                outcome = "refused only by openstacksdk"
                name = reason(crash, REFUSED_BY_SDK)
                names, found = collections.Counter([name] if name else []), [] if name else [crash]
            else:
                names, found = compare(world, ours, view(region))
                found += silent(world, ours)
                outcome = "differing" if found else "different on purpose" if names else "identical"
            counts[outcome] += 1
            for name in names:
                reasons[name] += 1
                examples.setdefault(name, seed)
            defects += [f"seed {seed}: {sentence}" for sentence in found]
    os.chdir("/")
    print(f"{count} configurations from seed {first}")
    for outcome, number in counts.most_common():
        print(f"{number:7} {outcome}")
    print("\nDifferences that are meant, with the configurations that have them and the first seed:")
    for name, number in sorted(reasons.items()):
        print(f"{number:7} {name} ({DIFFERENCES[name]}); {examples[name]}")
    if defects:
        print(f"\n{len(defects)} unexplained differences:")
        for sentence in defects[:60]:
            print("  " + sentence[:400])
        raise SystemExit(1)


OTHER_KINDS = {
    "v3totp": ("username", "passcode", "user_domain_id", "project_id"),
    "v3oidcpassword": ("identity_provider", "protocol", "client_id", "client_secret", "discovery_endpoint", "username",
                       "password", "openid_scope", "project_id"),
    "v3oidcclientcredentials": ("identity_provider", "protocol", "client_id", "client_secret", "access_token_endpoint",
                                "project_id"),
    "v3oidcaccesstoken": ("identity_provider", "protocol", "access_token", "project_id"),
    "http_basic": ("username", "password", "endpoint"), "none": ("endpoint",), "admin_token": ("endpoint", "token"),
    "v3multifactor": ("auth_methods", "username", "password", "passcode", "user_domain_id", "project_id"),
}
BUILT_IN = ("auro", "betacloud", "binero", "bluebox", "catalyst", "citycloud", "conoha", "dreamcompute", "elastx",
            "entercloudsuite", "fuga", "ibmcloud", "internap", "limestonenetworks", "otc", "otc-swiss", "ovh-us", "rackspace",
            "switchengines", "ultimum", "unitedstack", "zetta")

if __name__ == "__main__":
    main()
