# SPDX-License-Identifier: Apache-2.0
"""Makes a devcloud keep SCS-compatible IaaS, or breaks one demand of it, or heals that again. Idempotent.

compliant.py CLOUDS_YAML                      everything that the scope demands
compliant.py CLOUDS_YAML --break TESTCASE     seeds a defect that fails this test case
compliant.py CLOUDS_YAML --heal TESTCASE      takes it back
compliant.py CLOUDS_YAML --list               the test cases that it can break
"""
import datetime
import os
import re
import sys

os.environ["OS_CLIENT_CONFIG_FILE"] = sys.argv[1]
import openstack  # noqa: E402

cloud = openstack.connect(cloud="devcloud-admin")
FLAVORS = """1V-4 2V-8 4V-16 8V-32 1V-2 2V-4 4V-8 8V-16 16V-32 1V-8 2V-16 4V-32 1L-1 2V-4-20s 4V-16-100s
1V-4-10 2V-8-20 4V-16-50 8V-32-100 1V-2-5 2V-4-10 4V-8-20 8V-16-50 16V-32-100 1V-8-20 2V-16-50 4V-32-100 1L-1-5
16V-64 8V-64 16V-128""".split()
CAPI = "https://nbg1.your-objectstorage.com/osism/openstack-k8s-capi-images/capi.qcow2"
IMAGES = [  # name, distribution, version, purpose, source
    ("Ubuntu 24.04", "ubuntu", "24.04", "generic", "https://cloud-images.ubuntu.com/noble/noble.img"),
    ("Ubuntu 22.04", "ubuntu", "22.04", "generic", "https://cloud-images.ubuntu.com/jammy/jammy.img"),
    ("Debian 13", "debian", "13", "generic", "https://cloud.debian.org/images/cloud/trixie/13.qcow2"),
    ("ubuntu-capi-image v1.31", "ubuntu", "24.04", "k8snode", CAPI),
    ("ubuntu-capi-image-v1.31", "ubuntu", "24.04", "k8snode", CAPI),
    ("AlmaLinux 9", "almalinux", "9", "generic", "https://repo.almalinux.org/almalinux/9/cloud.qcow2"),
]
DEBIAN_12 = ("Debian 12", "debian", "12", "generic", "https://cloud.debian.org/images/cloud/bookworm/12.qcow2")
TYPES = {"scs": "[scs:encrypted, replicated] for tests"}


def specs(name):
    cpus, kind, ram, disk, media = re.fullmatch(r"(\d+)([LV])-(\d+)(?:-(\d+)(s?))?", name).groups()
    extra = {"scs:cpu-type": {"L": "crowded-core", "V": "shared-core"}[kind], "hw_rng:allowed": "true",
             "scs:name-v1": "SCS-" + name.replace("-", ":"), "scs:name-v2": "SCS-" + name}
    if disk:
        extra["scs:disk0-type"] = "ssd" if media else "network"
    return int(cpus), int(ram) * 1024, int(disk or 0), extra


def flavor(name):
    cpus, ram, disk, extra = specs(name)
    found = cloud.compute.find_flavor("SCS-" + name)
    if found and (found.vcpus, found.ram, found.disk) != (cpus, ram, disk):
        cloud.compute.delete_flavor(found)
        found = None
    found = found or cloud.compute.create_flavor(name="SCS-" + name, vcpus=cpus, ram=ram, disk=disk)
    cloud.compute.create_flavor_extra_specs(found, extra)


def properties(row):
    name, distro, version, purpose, source = row
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return {"architecture": "x86_64", "os_distro": distro, "os_version": version, "os_purpose": purpose,
            "hw_disk_bus": "virtio", "hw_rng_model": "virtio", "image_build_date": str(today - datetime.timedelta(3)),
            "image_original_user": distro, "image_source": source, "image_description": name,
            "replace_frequency": "monthly", "provided_until": "2031-12-31", "uuid_validity": "last-3",
            "hotfix_hours": "48", "hypervisor_type": "qemu"}


def patch(image, **values):
    """Sets what is given and removes what is None."""
    has = cloud.image.get(f"/images/{image}").json()
    steps = [{"op": "remove", "path": "/" + k} for k, v in values.items() if v is None and k in has]
    steps += [{"op": "replace" if k in has else "add", "path": "/" + k, "value": v}
              for k, v in values.items() if v is not None and has.get(k) != v]
    if steps:
        kind = "application/openstack-images-v2.1-json-patch"
        answer = cloud.image.patch(f"/images/{image}", json=steps, headers={"Content-Type": kind})
        assert answer.ok, answer.text


def image(row):
    found = cloud.image.find_image(row[0])
    if not found:
        # The newest Debian is what a check boots: where guests run, it must be one that does.
        guest = cloud.image.find_image("Debian 12") if row[0] == "Debian 13" else None
        boots = guest and guest.size > 1 << 20
        data = cloud.image.download_image(guest).content if boots else b"\0" * 65536
        found = cloud.image.create_image(
            name=row[0], disk_format="qcow2" if boots else "raw", container_format="bare", data=data,
            visibility="public", min_disk=3, min_ram=512, validate_checksum=False)
    patch(found.id, min_disk=max(3, found.min_disk or 0), min_ram=512, **properties(row))


def rows():
    # A cloud with guests has a Debian that boots; others get one that does not.
    return IMAGES + [DEBIAN_12]


def volume_type(name, description):
    found = cloud.block_storage.find_type(name) or cloud.block_storage.create_type(name=name)
    cloud.block_storage.update_type(found, description=description)


def compliant():
    for name in FLAVORS:
        flavor(name)
    wanted = {"SCS-" + n for n in FLAVORS}
    for f in list(cloud.compute.flavors()):
        if f.name.startswith("SCS-") and f.name not in wanted and not f.name.startswith("SCS-1V-1"):
            cloud.compute.delete_flavor(f)
    for row in rows():
        image(row)
    for name, description in TYPES.items():
        volume_type(name, description)


def delete_flavor(name):
    found = cloud.compute.find_flavor("SCS-" + name)
    if found:
        cloud.compute.delete_flavor(found)


def set_image(image_name, **values):
    patch(cloud.image.find_image(image_name).id, **values)


def heal_image(name):
    return lambda: image(next(r for r in rows() if r[0] == name))


def odd_flavor(name, vcpus, ram, disk):
    if not cloud.compute.find_flavor(name):
        cloud.compute.create_flavor(name=name, vcpus=vcpus, ram=ram, disk=disk)


def drop_flavor(name):
    found = cloud.compute.find_flavor(name)
    if found:
        cloud.compute.delete_flavor(found)


def rule(present):
    path = "/default-security-group-rules"
    mine = [r for r in cloud.network.get(path).json()["default_security_group_rules"]
            if r["direction"] == "ingress" and r["remote_ip_prefix"] == "192.0.2.0/24"]
    if present and not mine:
        body = {"direction": "ingress", "ethertype": "IPv4", "remote_ip_prefix": "192.0.2.0/24",
                "used_in_default_sg": False, "used_in_non_default_sg": True}
        cloud.network.post(path, json={"default_security_group_rule": body}).raise_for_status()
    for r in [] if present else mine:
        cloud.network.delete(f"{path}/{r['id']}").raise_for_status()


def rename_service(old, new):
    for s in cloud.identity.services():
        if s.type == old:
            cloud.identity.update_service(s, type=new)


def missing_property(key):
    return wrong_property(key, None)


def wrong_property(key, value):
    return (lambda: set_image("AlmaLinux 9", **{key: value}), heal_image("AlmaLinux 9"))


def withheld(kind):
    return (lambda: rename_service(kind, "withheld-" + kind), lambda: rename_service("withheld-" + kind, kind))


DEFECTS = {
    "scs-0100-syntax-check": (lambda: odd_flavor("SCS-2Q-4", 2, 4096, 0), lambda: drop_flavor("SCS-2Q-4")),
    "scs-0100-semantics-check": (lambda: odd_flavor("SCS-32V-128", 32, 65536, 0), lambda: drop_flavor("SCS-32V-128")),
    "scs-0102-prop-architecture": wrong_property("architecture", "x86-64"),
    "scs-0102-prop-os_distro": missing_property("os_distro"),
    "scs-0102-prop-os_version": missing_property("os_version"),
    "scs-0102-prop-os_purpose": wrong_property("os_purpose", "desktop"),
    "scs-0102-prop-min_ram": wrong_property("min_ram", 0),
    "scs-0102-prop-min_disk": wrong_property("min_disk", 0),
    "scs-0102-prop-hw_disk_bus": wrong_property("hw_disk_bus", "ide"),
    "scs-0102-prop-hypervisor_type": wrong_property("hypervisor_type", "bhyve"),
    "scs-0102-prop-hw_rng_model": wrong_property("hw_rng_model", "dice"),
    "scs-0102-prop-image_build_date": wrong_property("image_build_date", "yesterday"),
    "scs-0102-prop-image_original_user": missing_property("image_original_user"),
    "scs-0102-prop-image_source": wrong_property("image_source", "a friend"),
    "scs-0102-prop-image_description": missing_property("image_description"),
    "scs-0102-prop-replace_frequency": wrong_property("replace_frequency", "sometimes"),
    "scs-0102-prop-uuid_validity": wrong_property("uuid_validity", "long"),
    "scs-0102-prop-hotfix_hours": wrong_property("hotfix_hours", "two days"),
    "scs-0102-image-recency": wrong_property("image_build_date", "2024-01-01"),
    "scs-0102-os_purpose-uniqueness": (lambda: set_image("AlmaLinux 9", os_distro="debian", os_version="12"),
                                       heal_image("AlmaLinux 9")),
    "scs-0104-source-debian-13": (lambda: set_image("Debian 13", image_source="https://example.org/13"),
                                  heal_image("Debian 13")),
    "scs-0104-image-ubuntu-2404": (
        lambda: set_image("Ubuntu 24.04", name="Ubuntu 24.o4"),
        lambda: cloud.image.find_image("Ubuntu 24.o4") and set_image("Ubuntu 24.o4", name="Ubuntu 24.04")),
    "scs-0114-syntax-check": (lambda: volume_type("odd", "[scs:replicated, encrypted]"), lambda: volume_type("odd", "")),
    "scs-0114-encrypted-type": (lambda: volume_type("scs", "[scs:replicated]"), lambda: volume_type("scs", TYPES["scs"])),
    "scs-0114-replicated-type": (lambda: volume_type("scs", "[scs:encrypted]"), lambda: volume_type("scs", TYPES["scs"])),
    "scs-0115-default-rules": (lambda: rule(True), lambda: rule(False)),
    "scs-0116-presence": withheld("key-manager"),
    "scs-0123-service-load-balancer": withheld("load-balancer"),
    "scs-0123-service-placement": withheld("placement"),
    "scs-0123-service-s3": withheld("object-store-s3"),
    **{"scs-0103-flavor-" + n.lower(): (lambda n=n: delete_flavor(n), lambda n=n: flavor(n)) for n in FLAVORS},
}

options = sys.argv[2:]
if not options:
    compliant()
elif options == ["--list"]:
    print("\n".join(DEFECTS))
elif options[0] in ("--break", "--heal") and len(options) == 2 and options[1] in DEFECTS:
    DEFECTS[options[1]][options[0] == "--heal"]()
else:
    sys.exit(__doc__)
