# SPDX-License-Identifier: Apache-2.0
"""What a cloud with real guests needs to be used by a member: a public Debian image, a small flavor, an external
network. Idempotent.  guest.py CLOUDS_YAML IMAGE.qcow2 [OS_VERSION]"""
import datetime
import os
import sys

os.environ["OS_CLIENT_CONFIG_FILE"] = sys.argv[1]
import openstack  # noqa: E402

path, version = sys.argv[2], (sys.argv[3:] or ["12"])[0]
c = openstack.connect(cloud="devcloud-admin")
name = "Debian " + version
if not c.get_image(name):
    built = datetime.datetime.fromtimestamp(os.path.getmtime(path), datetime.timezone.utc).date()
    c.create_image(name, filename=path, disk_format="qcow2", container_format="bare", visibility="public", wait=True,
                   validate_checksum=False, min_disk=2, min_ram=512, os_type="linux", os_distro="debian",
                   os_version=version, os_purpose="generic", architecture="x86_64", hypervisor_type="qemu",
                   hw_rng_model="virtio", hw_disk_bus="virtio", hw_vif_model="virtio",
                   image_build_date=str(built), image_original_user="debian", image_source="private",
                   image_description="minimal Debian, built by build-image.sh", replace_frequency="never",
                   provided_until="none", uuid_validity="none", hotfix_hours="0")
if not c.get_flavor("SCS-1L-1"):
    f = c.create_flavor("SCS-1L-1", ram=1024, vcpus=1, disk=0)
    c.set_flavor_specs(f.id, {"hw_rng:allowed": "true", "scs:cpu-type": "crowded-core",
                              "scs:name-v1": "SCS-1L:1", "scs:name-v2": "SCS-1L-1"})
external = list(c.network.networks(is_router_external=True))
if not external:
    external = [c.network.create_network(name="public", is_router_external=True, provider_network_type="flat",
                                         provider_physical_network="public")]
    c.network.create_subnet(network_id=external[0].id, name="public", ip_version=4, cidr="198.51.100.0/24",
                            is_dhcp_enabled=False)
print("            guest:", name, "on SCS-1L-1, external network", external[0].name)
