#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random catalogs from our own Keystone, and configurations that select among their entries: compares the endpoints that
the program calls with keystoneauth's choice.

catalogue.py PROGRAM [short|long|COUNT [SEED]]      exit status 1: the program called another endpoint"""
import http.server
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import warnings

sys.dont_write_bytecode = True
import configuration  # starts again with a Python that has openstacksdk, where this one has none
import openstack.config.loader as loader
from keystoneauth1 import exceptions

# The services that the program calls, by the standards that need them.
ASKED = {"compute": "/flavors", "image": "/images", "block-storage": "/types", "network": "/security-groups"}
STANDARDS = ("scs-0103", "scs-0104", "scs-0114", "scs-0115")
REGIONS = ("R1", "R2")


class Keystone(http.server.BaseHTTPRequestHandler):
    """Issues a token to every caller and records the requests."""
    protocol_version = "HTTP/1.1"
    catalog, asked = [], []

    def log_message(self, *_):
        pass

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, body, headers = 404, {"message": "nothing here"}, {"X-OpenStack-Request-ID": "req-1"}
        if self.path == "/v3/auth/tokens":
            status, headers["X-Subject-Token"] = 201, "token"
            body = {"token": {"expires_at": "2999-01-01T00:00:00.000000Z", "issued_at": "2020-01-01T00:00:00.000000Z",
                              "methods": ["password"], "user": {"id": "u", "name": "u", "domain": {"id": "d", "name": "d"}},
                              "project": {"id": "0123456789abcdef", "name": "p", "domain": {"id": "d", "name": "d"}},
                              "roles": [{"id": "r", "name": "member"}], "catalog": Keystone.catalog}}
        elif self.path.startswith("/v3"):
            links = [{"rel": "self", "href": f"http://{self.headers['Host']}/v3/"}]
            status, body = 200, {"version": {"id": "v3.14", "status": "stable", "links": links}}
        else:
            Keystone.asked.append(self.path)
        text = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(text)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_HEAD = do_DELETE = answer


def catalog(chance, base):
    """Services whose endpoints differ in the first part of their path."""
    services, number = [], 0
    types = ["compute", "image", "network", "block-storage", "volumev3", "volumev2", "volume", "block-store", "rax:compute"]
    for kind in chance.sample(types, chance.randrange(3, len(types) + 1)):
        for _ in range(chance.choice((1, 1, 1, 2))):
            endpoints = []
            for interface in ("public", "internal", "admin"):
                for region in REGIONS:
                    if chance.random() < 0.6:
                        number += 1
                        key = chance.choice(("region_id", "region_id", "region_id", "region"))
                        url = "" if chance.random() < 0.05 else f"{base}/e{number}"
                        endpoints.append({"interface": interface, key: region, "url": url, "id": f"e{number}"})
            chance.shuffle(endpoints)
            service = {"type": kind, "id": f"s{len(services)}", "endpoints": endpoints}
            if chance.random() < 0.8:
                service["name"] = chance.choice(("one", "two"))
            services.append(service)
    return services


def cloud(chance, base):
    """A configuration that selects among them."""
    found = {"auth": {"auth_url": base + "/v3", "username": "u", "password": "p", "project_name": "p",
                      "user_domain_id": "d", "project_domain_id": "d"}}
    if chance.random() < 0.7:
        found["region_name"] = chance.choice(REGIONS)
    if chance.random() < 0.5:
        found["interface"] = chance.choice(("public", "internal", "adminURL", ["internal", "public"], ["admin", "internal"]))
    for service in ("compute", "image", "network", "block_storage", "volume", "volumev3"):
        for key, values in (("interface", ("internal", "publicURL", "admin")), ("region_name", REGIONS),
                            ("service_name", ("one", "two")), ("endpoint_override", (f"{base}/o-{service}",)),
                            ("service_type", ("rax:compute", "volume", "volumev3", "compute"))):
            if chance.random() < (0.03 if "service_type" == key or "override" in key else 0.12):
                found[f"{service}_{key}"] = chance.choice(values)
    return found


def expected(region):
    """The first part of each service's path, as chosen by keystoneauth."""
    access = region.get_session().auth.get_access(region.get_session())
    result = {}
    for service in ASKED:
        override = region.get_endpoint(service)
        if override:
            result[service] = override.rsplit("/", 1)[1]
            continue
        try:
            url = access.service_catalog.url_for(
                service_type=region.get_service_type(service), service_name=region.get_service_name(service),
                interface=region.get_interface(service), region_name=region.get_region_name(service))
            result[service] = url.rsplit("/", 1)[1]
        except (exceptions.EndpointNotFound, ValueError):
            # keystoneauth raises a programming error if several types match and none has an endpoint.
            result[service] = None
    return result


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    form = sys.argv[2] if len(sys.argv) > 2 else "short"
    count = {"short": 200, "long": 3000}.get(form) or int(form)
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    warnings.simplefilter("ignore")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Keystone)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    found, missing, wrong = 0, 0, []
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "clouds.yaml"
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "OS_CLIENT_CONFIG_FILE": str(file)}
        for seed in range(first, first + count):
            chance = random.Random(seed)
            Keystone.catalog = catalog(chance, base)
            file.write_text(json.dumps({"clouds": {"c": cloud(chance, base)}}))
            region = loader.OpenStackConfig(config_files=[str(file)], secure_files=[], vendor_files=[]).get_one("c")
            wanted = expected(region)
            Keystone.asked = []
            run = subprocess.run([program, "run", *STANDARDS, "--cloud", "c", "--output", folder + "/out"], cwd=folder,
                                 env=environment, capture_output=True, text=True, timeout=120)
            if run.returncode == 64:
                raise SystemExit(f"seed {seed}: {run.stderr}")
            for service, path in ASKED.items():
                asked = {url.split("/")[1] for url in Keystone.asked if path in url}
                if asked == ({wanted[service]} if wanted[service] else set()):
                    found, missing = found + bool(asked), missing + (not asked)
                else:
                    wrong.append(f"seed {seed}: {service} was looked for at {asked or 'no place'}, expected {wanted[service]}")
    print(f"{count} catalogues from seed {first}: {found} services found and {missing} not found where keystoneauth does so")
    if wrong:
        print(f"{len(wrong)} were looked for elsewhere:")
        print("\n".join("  " + line for line in wrong[:40]))
        raise SystemExit(1)


if __name__ == "__main__":
    main()
