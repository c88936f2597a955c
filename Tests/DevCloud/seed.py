# SPDX-License-Identifier: Apache-2.0
"""Seeds keystone: service users, catalog, a demo project with a non-admin member, clouds.yaml. Idempotent."""
import sys
from keystoneauth1 import session
from keystoneauth1.identity import v3

url, pw, region, clouds, *want = sys.argv[1:]
host = url.rsplit(":", 1)[0]
off = int(url.rsplit(":", 1)[1].split("/")[0]) - 5000
s = session.Session(v3.Password(url, username="admin", password=pw, project_name="admin",
                                user_domain_id="default", project_domain_id="default"))
E = {"endpoint_filter": {"service_type": "identity", "interface": "public"}}


def get(path, key, **q):
    return s.get(path, params=q, **E).json()[key]


def ensure(coll, key, match, body):
    got = [x for x in get("/" + coll, coll) if all(x.get(k) == v for k, v in match.items())]
    return got[0] if got else s.post("/" + coll, json={key: {**match, **body}}, **E).json()[key]


roles = {r["name"]: r["id"] for r in get("/roles", "roles")}
for r in ("member", "reader", "manager", "service", "creator", "observer", "audit", "key-manager:service-admin",
          "load-balancer_member", "ResellerAdmin", "swiftoperator"):
    if r not in roles:
        roles[r] = s.post("/roles", json={"role": {"name": r}}, **E).json()["role"]["id"]
svc = ensure("projects", "project", {"name": "service", "domain_id": "default"}, {})
admin_project = ensure("projects", "project", {"name": "admin", "domain_id": "default"}, {})


def grant(project, user, *names):
    for n in names:
        s.put(f"/projects/{project['id']}/users/{user['id']}/roles/{roles[n]}", **E)


def user(name):
    return ensure("users", "user", {"name": name, "domain_id": "default"}, {"password": pw})


CAT = [
    ("cinder", "block-storage", 8776, "/v3"),
    ("cinderv3", "volumev3", 8776, "/v3"),
    ("glance", "image", 9292, ""),
]
OPTIONAL = {
    "compute": [("nova", "compute", 8774, "/v2.1"), ("placement", "placement", 8778, "")],
    "network": [("neutron", "network", 9696, "")],
    "keymanager": [("barbican", "key-manager", 9311, "")],
    "object": [("swift", "object-store", 8080, "/v1/AUTH_%(project_id)s"), ("s3", "object-store-s3", 8080, "")],
    "loadbalancer": [("octavia", "load-balancer", 9876, "")],
}
for w in dict.fromkeys(want):
    CAT += OPTIONAL[w]
eps = {(e["service_id"], e["interface"]) for e in get("/endpoints", "endpoints")}
for name, typ, port, path in CAT:
    sv = ensure("services", "service", {"name": name, "type": typ}, {})
    for i in ("public", "internal", "admin"):
        if (sv["id"], i) not in eps:
            s.post("/endpoints", json={"endpoint": {"service_id": sv["id"], "interface": i, "region_id": region,
                   "url": f"{host}:{port + off}{path}"}}, **E)
    if name not in ("cinderv3", "s3"):
        grant(svc, user(name), "admin", "service")
grant(svc, user("nova"), "admin", "service")  # Cinder signs in as nova
for p, us in (("demo", (("demo", ("member", "load-balancer_member")), ("demo-reader", ("reader",)))),
              ("demo2", (("demo2", ("member", "load-balancer_member")),))):
    proj = ensure("projects", "project", {"name": p, "domain_id": "default"}, {"description": p})
    for u, rs in us:
        grant(proj, user(u), *rs)


for d in ("scs-a", "scs-b"):
    domain = ensure("domains", "domain", {"name": d}, {})
    manager = ensure("users", "user", {"name": d + "-manager", "domain_id": domain["id"]}, {"password": pw})
    s.put(f"/domains/{domain['id']}/users/{manager['id']}/roles/{roles['manager']}", **E)


def cloud(name, u, p):
    return section(name, u, f"""user_domain_name: Default
      project_name: {p}
      project_domain_name: Default""")


def section(name, u, scope):
    return f"""  {name}:
    region_name: {region}
    interface: public
    identity_api_version: 3
    auth:
      auth_url: {url}
      username: {u}
      password: {pw}
      {scope}
"""


def manager(name, d):
    return section(name, d + "-manager", f"""user_domain_name: {d}
      domain_name: {d}""")


with open(clouds, "w") as f:
    f.write("clouds:\n" + cloud("devcloud", "demo", "demo") + cloud("devcloud-admin", "admin", "admin")
            + cloud("devcloud2", "demo2", "demo2") + cloud("devcloud-reader", "demo-reader", "demo")
            + manager("devcloud-manager", "scs-a") + manager("devcloud-manager2", "scs-b"))
print("seeded")
