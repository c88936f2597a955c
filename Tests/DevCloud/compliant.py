# SPDX-License-Identifier: Apache-2.0
"""Makes a devcloud keep every automated test case of SCS-compatible IaaS, v5.1 and next. Idempotent; heals every defect
of defects.py.  compliant.py CLOUDS_YAML"""
import os
import re
import sys
import tempfile

os.environ["OS_CLIENT_CONFIG_FILE"] = sys.argv[1]
import openstack  # noqa: E402

cloud = openstack.connect(cloud="devcloud-admin")
member = openstack.connect(cloud="devcloud")

# scs-0103: fifteen mandatory flavors, then sixteen recommended ones
FLAVORS = """1V-4 2V-8 4V-16 8V-32 1V-2 2V-4 4V-8 8V-16 16V-32 1V-8 2V-16 4V-32 1L-1 2V-4-20s 4V-16-100s
1V-4-10 2V-8-20 4V-16-50 8V-32-100 1V-2-5 2V-4-10 4V-8-20 8V-16-50 16V-32-100 1V-8-20 2V-16-50 4V-32-100 1L-1-5
16V-64 8V-64 16V-128""".split()
CAPI = "https://nbg1.your-objectstorage.com/osism/openstack-k8s-capi-images/"
UBUNTU, DEBIAN = "https://cloud-images.ubuntu.com/", "https://cloud.debian.org/images/cloud/"
IMAGES = {  # scs-0104: name -> distribution, version, purpose, where it comes from
    "Ubuntu 24.04": ("ubuntu", "24.04", "generic", UBUNTU + "noble/noble.img"),
    "Ubuntu 22.04": ("ubuntu", "22.04", "generic", UBUNTU + "jammy/jammy.img"),
    "Debian 12": ("debian", "12", "generic", DEBIAN + "bookworm/12.qcow2"),
    "Debian 13": ("debian", "13", "generic", DEBIAN + "trixie/13.qcow2"),
    "ubuntu-capi-image v1.31": ("ubuntu", "24.04", "k8snode", CAPI + "1.31.qcow2"),
    "ubuntu-capi-image-v1.31": ("ubuntu", "24.04", "k8snode", CAPI + "1.31.qcow2"),
    "AlmaLinux 9": ("almalinux", "9", "generic", "https://repo.almalinux.org/almalinux/9/cloud.qcow2"),
}
TYPES = {"scs": "[scs:encrypted, replicated] for tests"}
RULES = "/default-security-group-rules"


def demanded(name):
    """What scs-0100 and scs-0103 derive from a name: vCPUs, MiB, GB, extra specs."""
    cpus, kind, ram, disk, media = re.fullmatch(r"(\d+)([LV])-(\d+)(?:-(\d+)(s?))?", name).groups()
    specs = {"scs:cpu-type": {"L": "crowded-core", "V": "shared-core"}[kind], "hw_rng:allowed": "true",
             "scs:name-v1": "SCS-" + name.replace("-", ":"), "scs:name-v2": "SCS-" + name}
    if disk:
        specs["scs:disk0-type"] = "ssd" if media else "network"
    return int(cpus), int(ram) * 1024, int(disk or 0), specs


def flavors():
    has = {f.name: f for f in cloud.compute.flavors()}
    for extra in set(has) - {"SCS-" + n for n in FLAVORS}:
        if extra.startswith("SCS-"):
            cloud.compute.delete_flavor(has[extra])
    for name in FLAVORS:
        cpus, ram, disk, specs = demanded(name)
        f = has.get("SCS-" + name)
        if f and (f.vcpus, f.ram, f.disk) != (cpus, ram, disk):
            cloud.compute.delete_flavor(f)
            f = None
        f = f or cloud.compute.create_flavor(name="SCS-" + name, vcpus=cpus, ram=ram, disk=disk)
        for surplus in {k for k in f.extra_specs or {} if k.startswith("scs:")} - set(specs):
            cloud.compute.delete_flavor_extra_specs_property(f, surplus)
        if any((f.extra_specs or {}).get(k) != v for k, v in specs.items()):
            cloud.compute.create_flavor_extra_specs(f, specs)


def patch(image, values):
    """Sets what is given, and removes what is None."""
    has = cloud.image.get(f"/images/{image}").json()
    steps = [{"op": "remove", "path": "/" + k} for k, v in values.items() if v is None and k in has]
    steps += [{"op": "replace" if k in has else "add", "path": "/" + k, "value": v}
              for k, v in values.items() if v is not None and has.get(k) != v]
    if steps:
        kind = "application/openstack-images-v2.1-json-patch"
        answer = cloud.image.patch(f"/images/{image}", json=steps, headers={"Content-Type": kind})
        assert answer.ok, answer.text


def find_image(name):
    return next(iter(cloud.image.images(name=name)), None)


def upload(name, file=None, **more):
    """A public image with the file's data (qcow2), or with a few zeros."""
    data = {"filename": file, "disk_format": "qcow2"} if file else {"data": bytes(65536), "disk_format": "raw"}
    return cloud.image.create_image(name=name, container_format="bare", visibility="public", validate_checksum=False,
                                    min_disk=3, min_ram=512, **data, **more)


def download(image, file):
    with open(file, "wb") as f:
        for chunk in cloud.image.download_image(image, stream=True).iter_content(1 << 20):
            f.write(chunk)


def properties(name, image):
    distro, version, purpose, source = IMAGES[name]
    return {"architecture": "x86_64", "os_distro": distro, "os_version": version, "os_purpose": purpose,
            "hw_disk_bus": "virtio", "hw_rng_model": "virtio", "hypervisor_type": "qemu", "min_disk": 3, "min_ram": 512,
            "image_build_date": image.created_at[:10], "image_original_user": distro, "image_source": source,
            "image_description": name + " for tests", "replace_frequency": "yearly", "provided_until": "2099-12-31",
            "uuid_validity": "last-3", "hotfix_hours": "48", "visibility": "public"}


def images():
    for i in list(cloud.image.images(visibility="public")):
        if i.name not in IMAGES:
            cloud.image.delete_image(i)
    for name in IMAGES:
        image = find_image(name)
        if image and (image.status != "active" or "devcloud_defect" in image.properties):
            cloud.image.delete_image(image)
            image = None
        if not image and name == "Debian 13":  # the newest Debian is the one that scs-0101 boots
            with tempfile.TemporaryDirectory(dir="/var/tmp") as d:
                older = find_image("Debian 12")
                download(older, d + "/image")
                image = upload(name, d + "/image" if older.disk_format == "qcow2" else None)
        image = image or upload(name)
        patch(image.id, properties(name, image))


def volume_type(name, description):
    found = cloud.block_storage.find_type(name) or cloud.block_storage.create_type(name=name)
    if found.description != description:
        cloud.block_storage.update_type(found, description=description)


def is_welcome(rule):
    return rule["direction"] == "egress" or (rule["remote_group_id"] == "PARENT" and not rule["used_in_non_default_sg"])


def security_group_rules():
    rules = cloud.network.get(RULES).json()["default_security_group_rules"]
    for r in rules:
        if not is_welcome(r):
            cloud.network.delete(f"{RULES}/{r['id']}").raise_for_status()
    for version in ("IPv4", "IPv6"):
        if not any(r["direction"] == "egress" and r["ethertype"] == version and not r["remote_ip_prefix"]
                   and r["used_in_default_sg"] and r["used_in_non_default_sg"] for r in rules):
            body = {"direction": "egress", "ethertype": version,
                    "used_in_default_sg": True, "used_in_non_default_sg": True}
            cloud.network.post(RULES, json={"default_security_group_rule": body}).raise_for_status()


def services():
    """Lists every service and endpoint in the catalogue again."""
    for s in cloud.identity.services():
        if not s.is_enabled:
            cloud.identity.update_service(s, is_enabled=True)
    hosts = {s.id: s.type for s in cloud.identity.services()}
    s3 = next((e.url for e in cloud.identity.endpoints() if hosts[e.service_id] == "object-store-s3"), None)
    for e in cloud.identity.endpoints():
        if s3 and hosts[e.service_id] == "object-store" and not e.url.startswith(s3):
            cloud.identity.update_endpoint(e, url=s3 + "/v1/AUTH_%(project_id)s")


def secrets_quota(count):
    """How many secrets the project of devcloud may have; -1 is any number."""
    role = cloud.identity.find_role("key-manager:service-admin")
    cloud.identity.assign_project_role_to_user(cloud.current_project_id, cloud.current_user_id, role)
    manager = openstack.connect(cloud="devcloud-admin").key_manager
    body = {"project_quotas": {"secrets": count}}
    manager.put(f"/project-quotas/{member.current_project_id}", json=body).raise_for_status()


def backup_service(on):
    for s in cloud.block_storage.services(binary="cinder-backup"):
        verb = cloud.block_storage.enable_service if on else cloud.block_storage.disable_service
        if (s.status == "enabled") != on:
            verb(s)


def external_networks(on):
    for n in cloud.network.networks(name="public"):
        if n.is_router_external != on:
            cloud.network.update_network(n, is_router_external=on)


def compliant():
    services()
    flavors()
    images()
    for name, description in TYPES.items():
        volume_type(name, description)
    for t in cloud.block_storage.types():
        if t.name not in TYPES and (t.description or "").startswith("[scs:"):
            cloud.block_storage.delete_type(t)
    security_group_rules()
    secrets_quota(-1)
    backup_service(True)
    external_networks(True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    compliant()
