# SPDX-License-Identifier: Apache-2.0
"""Seeds a defect into a compliant devcloud, or takes it back. A defect bears the id of the test case that it breaks.

defects.py CLOUDS_YAML --list
defects.py CLOUDS_YAML --seed scs-0100-syntax-check
defects.py CLOUDS_YAML --heal scs-0100-syntax-check
"""
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import compliant as c  # noqa: E402

cloud = c.cloud
VICTIM = "AlmaLinux 9"  # in no list of scs-0104
ROOT = 97 << 20         # where the guest's root file system begins, see guests/build-image.sh


def flavor(name, vcpus, ram, disk):
    return lambda: cloud.compute.create_flavor(name=name, vcpus=vcpus, ram=ram, disk=disk), c.flavors


def no_flavor(name):
    return lambda: cloud.compute.delete_flavor(cloud.compute.find_flavor("SCS-" + name)), c.flavors


def image(name, **values):
    """Sets properties of an image, or removes those that are None; makes the image first where there is none."""
    def seed():
        found = c.find_image(name)
        if not found:
            found = c.upload(name)
            distro, version = name.lower().split()
            c.patch(found.id, c.properties(VICTIM, found) | {"os_distro": distro, "os_version": version})
        c.patch(found.id, values)
    return seed, c.images


def image_without_data():
    def seed():
        found = cloud.image.create_image(name="AlmaLinux 8", container_format="bare", disk_format="raw")
        c.patch(found.id, c.properties(VICTIM, found) | {"os_version": "8"})
    return seed, c.images


def guest(command, script):
    """A Debian 13 whose `command` is this script."""
    def seed():
        old, new = c.find_image("Debian 12"), c.find_image("Debian 13")
        if old.disk_format != "qcow2":
            sys.exit("needs guests: DEVCLOUD_VIRT=kvm")
        with tempfile.TemporaryDirectory(dir="/var/tmp") as d:
            c.download(old, d + "/qcow2")
            with open(d + "/script", "w") as f:
                f.write("#!/bin/sh\n" + script + "\n")
            inside = "/usr/local/bin/" + command
            edits = f"write {d}/script {inside}\nset_inode_field {inside} mode 0100755\n"
            subprocess.run(["qemu-img", "convert", "-O", "raw", d + "/qcow2", d + "/raw"], check=True)
            subprocess.run(["/usr/sbin/debugfs", "-w", "-f", "-", f"{d}/raw?offset={ROOT}"], input=edits, text=True, check=True)
            subprocess.run(["qemu-img", "convert", "-O", "qcow2", d + "/raw", d + "/qcow2"], check=True)
            cloud.image.delete_image(new)
            weak = c.upload("Debian 13", d + "/qcow2", devcloud_defect=command)
        c.patch(weak.id, c.properties("Debian 13", weak))
    return seed, c.images


def volume_type(name, description):
    def heal():
        for n, d in c.TYPES.items():
            c.volume_type(n, d)
        if name not in c.TYPES:
            cloud.block_storage.delete_type(cloud.block_storage.find_type(name))
    return lambda: c.volume_type(name, description), heal


def ingress_rule():
    body = {"direction": "ingress", "ethertype": "IPv4", "remote_ip_prefix": "192.0.2.0/24",
            "used_in_default_sg": False, "used_in_non_default_sg": True}
    return (lambda: cloud.network.post(c.RULES, json={"default_security_group_rule": body}).raise_for_status(),
            c.security_group_rules)


def unlisted(*types):
    """Takes services out of the catalogue."""
    def seed():
        for s in cloud.identity.services():
            if s.type in types:
                cloud.identity.update_service(s, is_enabled=False)
    return seed, c.services


def swift_without_s3():
    """Points the catalogue's object-store to a host that does not speak S3: Keystone."""
    def seed():
        kinds = {s.id: s.type for s in cloud.identity.services()}
        keystone = next(e.url for e in cloud.identity.endpoints() if kinds[e.service_id] == "identity")
        for e in cloud.identity.endpoints():
            if kinds[e.service_id] == "object-store":
                cloud.identity.update_endpoint(e, url=keystone)
    return seed, c.services


DEFECTS = {
    "scs-0100-syntax-check": flavor("SCS-2Q-4", 2, 4096, 0),
    "scs-0100-semantics-check": flavor("SCS-32V-128", 32, 65536, 0),
    "scs-0101-entropy-avail": guest(
        "cat", 'case $1 in */entropy_avail) echo 128;; *) exec /bin/cat "$@";; esac'),
    "scs-0101-fips-test": guest("rngtest", 'echo "rngtest: FIPS 140-2 failures: 1000"'),
    "scs-0102-prop-architecture": image(VICTIM, architecture="x86-64"),
    "scs-0102-prop-hash_algo": image_without_data(),
    "scs-0102-prop-min_disk": image(VICTIM, min_disk=0),
    "scs-0102-prop-min_ram": image(VICTIM, min_ram=0),
    "scs-0102-prop-os_version": image(VICTIM, os_version=None),
    "scs-0102-prop-os_distro": image(VICTIM, os_distro=None),
    "scs-0102-prop-os_purpose": image(VICTIM, os_purpose="desktop"),
    "scs-0102-prop-hw_disk_bus": image(VICTIM, hw_disk_bus="ide"),
    "scs-0102-prop-hypervisor_type": image(VICTIM, hypervisor_type="bhyve"),
    "scs-0102-prop-hw_rng_model": image(VICTIM, hw_rng_model="dice"),
    "scs-0102-prop-image_build_date": image(VICTIM, image_build_date="yesterday"),
    "scs-0102-prop-image_original_user": image(VICTIM, image_original_user=None),
    "scs-0102-prop-image_source": image(VICTIM, image_source="a friend"),
    "scs-0102-prop-image_description": image(VICTIM, image_description=None),
    "scs-0102-prop-replace_frequency": image(VICTIM, replace_frequency="sometimes"),
    "scs-0102-prop-provided_until": image(VICTIM, provided_until=None),
    "scs-0102-prop-uuid_validity": image(VICTIM, uuid_validity="long"),
    "scs-0102-prop-hotfix_hours": image(VICTIM, hotfix_hours="two days"),
    "scs-0102-image-recency": image(VICTIM, image_build_date="2024-01-01"),
    "scs-0102-os_purpose-uniqueness": image(VICTIM, os_distro="debian", os_version="12"),
    **{"scs-0103-flavor-" + n.lower(): no_flavor(n) for n in c.FLAVORS},
    "scs-0104-source-capi-1": image("ubuntu-capi-image v1.31", image_source="https://example.org/capi"),
    "scs-0104-source-capi-2": image("ubuntu-capi-image-v1.31", image_source="https://example.org/capi"),
    "scs-0104-source-ubuntu-2404": image("Ubuntu 24.04", image_source="https://example.org/noble"),
    "scs-0104-source-ubuntu-2204": image("Ubuntu 22.04", image_source="https://example.org/jammy"),
    "scs-0104-source-ubuntu-2004": image("Ubuntu 20.04", image_source="https://example.org/focal"),
    "scs-0104-source-debian-13": image("Debian 13", image_source="https://example.org/13"),
    "scs-0104-source-debian-12": image("Debian 12", image_source="https://example.org/12"),
    "scs-0104-source-debian-11": image("Debian 11", image_source="https://example.org/11"),
    "scs-0104-image-capi-1": image("ubuntu-capi-image v1.31", visibility="private"),
    "scs-0104-image-capi-2": image("ubuntu-capi-image-v1.31", visibility="private"),
    "scs-0104-image-ubuntu-2404": image("Ubuntu 24.04", visibility="private"),
    "scs-0104-image-ubuntu-2204": image("Ubuntu 22.04", visibility="private"),
    "scs-0104-image-debian-13": image("Debian 13", visibility="private"),
    "scs-0104-image-debian-12": image("Debian 12", visibility="private"),
    "scs-0114-syntax-check": volume_type("unsorted", "[scs:replicated, encrypted]"),
    "scs-0114-encrypted-type": volume_type("scs", "[scs:replicated]"),
    "scs-0114-replicated-type": volume_type("scs", "[scs:encrypted]"),
    "scs-0115-default-rules": ingress_rule(),
    "scs-0116-presence": unlisted("key-manager"),
    "scs-0116-permissions": (lambda: c.secrets_quota(0), lambda: c.secrets_quota(-1)),
    "scs-0117-test-backup": (lambda: c.backup_service(False), lambda: c.backup_service(True)),
    "scs-0123-service-compute": unlisted("compute"),
    "scs-0123-service-image": unlisted("image"),
    "scs-0123-service-network": unlisted("network"),
    "scs-0123-service-load-balancer": unlisted("load-balancer"),
    "scs-0123-service-placement": unlisted("placement"),
    "scs-0123-storage-apis": unlisted("block-storage", "volumev3"),
    "scs-0123-service-s3": unlisted("object-store-s3"),
    "scs-0123-swift-s3": swift_without_s3(),
}

match sys.argv[2:]:
    case ["--list"]:
        print("\n".join(DEFECTS))
    case ["--seed", name] if name in DEFECTS:
        DEFECTS[name][0]()
    case ["--heal", name] if name in DEFECTS:
        DEFECTS[name][1]()
    case _:
        sys.exit(__doc__)
