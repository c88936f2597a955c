# SPDX-License-Identifier: Apache-2.0
"""What a cloud with real guests needs to be used by a member: a public Debian image, flavors, an external network.  Idempotent.
guest.py CLOUDS_YAML IMAGE.qcow2 [OS_VERSION]"""
import os
import sys

os.environ["OS_CLIENT_CONFIG_FILE"] = sys.argv[1]
import openstack  # noqa: E402

path, version = sys.argv[2], (sys.argv[3:] or ["12"])[0]
c = openstack.connect(cloud="devcloud-admin")
name = "Debian " + version
if not c.get_image(name):
    c.create_image(name, filename=path, disk_format="qcow2", container_format="bare", visibility="public", wait=True, min_disk=2, min_ram=512,
                   os_distro="debian", os_version=version, os_type="linux", architecture="x86_64", hw_rng_model="virtio", hw_disk_bus="virtio",
                   hw_vif_model="virtio", image_original_user="debian", image_source="private", replace_frequency="never", provided_until="none",
                   image_description="minimal Debian, built by build-image.sh", validate_checksum=False)
for n, vcpus, ram, disk in (("SCS-1V-1", 1, 1024, 0), ("SCS-1V-4-20s", 1, 4096, 20)):
    if not c.get_flavor(n):
        f = c.create_flavor(n, ram, vcpus, disk)
        c.set_flavor_specs(f.id, {"hw_rng:allowed": "true"})
if not list(c.network.networks(is_router_external=True)):
    n = c.network.create_network(name="public", is_router_external=True, provider_network_type="flat", provider_physical_network="public")
    c.network.create_subnet(network_id=n.id, name="public", ip_version=4, cidr="198.51.100.0/24", is_dhcp_enabled=False)
print("guest:", c.get_image(name).id, [f.name for f in c.compute.flavors()], [n.name for n in c.network.networks(is_router_external=True)])
