# SPDX-License-Identifier: Apache-2.0
"""A cloud with many flavors and images, as facts in a file and as a server on loopback."""
import http.server
import json
import threading
import urllib.parse

def facts(flavors, images):
    """Facts as `scs-check run --record` writes them."""
    return {
        "flavors": [{
            "id": f"{i:06}", "name": f"SCS-{1 << i % 4}V-{2 << i % 5}" if i % 3 else f"m{i}", "vcpus": 16, "ram": 65536,
            "disk": 0, "links": [], "extra_specs": {
                "scs:cpu-type": "shared-core", "scs:name-v1": f"SCS-4V:{i}", "scs:name-v2": f"SCS-4V-{i}"},
        } for i in range(flavors)],
        "images": [{
            "id": f"{i:08x}-0000-0000-0000-000000000000", "name": f"Image {i}", "visibility": "public",
            "status": "active", "os_hidden": False, "size": 600000000, "min_disk": 8, "min_ram": 512,
            "created_at": "2026-11-20T10:00:00Z", "os_hash_algo": "sha512", "os_hash_value": "a" * 128,
            "checksum": "b" * 32, "architecture": "x86_64", "os_distro": f"d{i}", "os_version": "1",
            "os_purpose": "generic", "hw_disk_bus": "scsi", "hypervisor_type": "qemu", "hw_rng_model": "virtio",
            "image_build_date": "2026-11-19", "image_original_user": "u", "image_source": "https://example.org/x",
            "image_description": "d", "replace_frequency": "monthly", "provided_until": "2031-12-31",
            "uuid_validity": "last-3", "hotfix_hours": "48", "owner": "c" * 32, "disk_format": "qcow2", "tags": [],
        } for i in range(images)],
        "roles": ["member"], "recorded_at": "2026-11-23T00:00:00Z",
    }


class Server:
    """Keystone, Nova's flavors and Glance's images over HTTP, page by page."""

    def __init__(self, facts):
        lists = {"/compute/v2.1/flavors/detail": ("flavors", facts["flavors"]),
                 "/image/v2/images": ("images", facts["images"])}
        pages = {path: (key, [json.dumps(x).encode() for x in items], {x["id"]: i for i, x in enumerate(items)})
                 for path, (key, items) in lists.items()}
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self, body, status=200, **headers):
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                domain = {"id": "default", "name": "Default"}
                catalog = [{"type": kind, "endpoints": [{"interface": "public", "region_id": "R", "url": outer.url + path}]}
                           for kind, path in (("compute", "/compute/v2.1"), ("image", "/image"))]
                token = {"expires_at": "2099-01-01T00:00:00.000000Z", "user": {"name": "u", "id": "u", "domain": domain},
                         "project": {"name": "p", "id": "p", "domain": domain}, "roles": [{"name": "member", "id": "m"}],
                         "catalog": catalog}
                self.answer(json.dumps({"token": token}).encode(), 201, X_Subject_Token="token")

            def do_GET(self):
                url = urllib.parse.urlparse(self.path)
                query = dict(urllib.parse.parse_qsl(url.query))
                if url.path not in pages:
                    return self.answer(b"{}", 404)
                key, items, index = pages[url.path]
                limit = min(1000, int(query.get("limit", 1000)))
                if query.get("sort_dir") == "desc":
                    end = index[query["marker"]] if "marker" in query else len(items)
                    page, more = items[max(0, end - limit):end][::-1], end > limit
                else:
                    start = index[query["marker"]] + 1 if "marker" in query else 0
                    page, more = items[start:start + limit], start + limit < len(items)
                link = b',"next":"/"' if key == "images" else b',"flavors_links":[{"rel":"next","href":"/"}]'
                self.answer(b'{"' + key.encode() + b'":[' + b",".join(page) + b"]" + (link if more else b"") + b"}")

        class Threads(http.server.ThreadingHTTPServer):
            request_queue_size, daemon_threads = 128, True

        self.server = Threads(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def environment(self):
        """What the program needs to find it."""
        return {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "OS_AUTH_URL": self.url + "/v3", "OS_USERNAME": "u",
                "OS_PASSWORD": "p", "OS_PROJECT_NAME": "p", "OS_USER_DOMAIN_NAME": "Default",
                "OS_PROJECT_DOMAIN_NAME": "Default", "OS_REGION_NAME": "R"}

    def close(self):
        self.server.shutdown()
