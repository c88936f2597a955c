# SPDX-License-Identifier: Apache-2.0
"""Waits until every service reports itself up; prints what it saw."""
import os
import sys
import time

os.environ["OS_CLIENT_CONFIG_FILE"] = sys.argv[1]
import openstack  # noqa: E402

c = openstack.connect(cloud="devcloud-admin")


def up(kind, names, listing):
    end = time.time() + 90
    while True:
        try:
            seen = {s.binary for s in listing() if s.state == "up"}
        except Exception as e:  # the API may not be fully there yet
            seen, err = set(), e
        if names <= seen:
            print(f"            {kind}: {', '.join(sorted(seen))} up")
            return
        if time.time() > end:
            sys.exit(f"!! {kind}: missing {names - seen} {locals().get('err', '')}")
        time.sleep(0.5)


up("volume", {"cinder-scheduler", "cinder-volume", "cinder-backup"}, c.block_storage.services)
if "compute" in sys.argv[2:]:
    up("compute", {"nova-scheduler", "nova-conductor", "nova-compute"}, c.compute.services)
    end = time.time() + 60  # schedulable only once the scheduler's periodic task has mapped the host into the cell
    while time.time() < end and not list(c.compute.hypervisors()):
        time.sleep(0.5)
    print("            hypervisors:", [h.name for h in c.compute.hypervisors()])
# the scheduler knows the pool only after the volume service's first capability report
end = time.time() + 60
while time.time() < end:
    pools = list(c.block_storage.backend_pools())
    if pools:
        print("            pool:", pools[0].name)
        break
    time.sleep(0.5)
else:
    sys.exit("!! no volume pool")

# cinder-backup counts for the scheduler only after its first capability report, which no API shows: so try one
v = c.block_storage.create_volume(size=1, name="devcloud-probe")
end = time.time() + 120
while c.block_storage.get_volume(v.id).status == "creating":
    time.sleep(0.2)
while True:
    b = c.block_storage.create_backup(volume_id=v.id, name="devcloud-probe")
    while (b := c.block_storage.get_backup(b.id)).status == "creating":
        time.sleep(0.3)
    c.block_storage.delete_backup(b.id)
    while any(x.id == b.id for x in c.block_storage.backups()):
        time.sleep(0.2)
    if b.status == "available":
        break
    if time.time() > end:
        sys.exit(f"!! probe backup: {b.status} {b.fail_reason}")
    time.sleep(1)
c.block_storage.delete_volume(v.id)
print("            probe: volume and backup created and deleted")
