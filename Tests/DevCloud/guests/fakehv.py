# SPDX-License-Identifier: Apache-2.0
"""nova's own fake hypervisor, plus the one thing cinder's NFS driver asks of a hypervisor: assisted snapshots of
attached volumes.  There is no guest, so qemu-img on the file does what QEMU would have done live."""
import hashlib
import json
import os
import subprocess

from nova.virt import fake
from nova.volume import cinder


def _img(*args):
    return subprocess.run(("qemu-img",) + args, check=True, capture_output=True, text=True).stdout


class FakeHV(fake.FakeDriverWithoutFakeNodes):  # its node identity survives a restart
    def _folder(self, context, instance, volume_id):
        from nova import objects
        bdm = objects.BlockDeviceMapping.get_by_volume_and_instance(context, volume_id, instance.uuid)
        info = json.loads(bdm.connection_info)
        base = info.get("mount_point_base") or info["data"].get("mount_point_base") or os.environ["DEVCLOUD_MNT"]
        return os.path.join(base, hashlib.md5(info["data"]["export"].encode()).hexdigest())

    def get_host_uptime(self):
        return subprocess.run(["uptime"], capture_output=True, text=True).stdout

    def volume_snapshot_create(self, context, instance, volume_id, create_info):
        # cinder has already made the qcow2 overlay; a live QEMU would now switch to it
        cinder.API().update_snapshot_status(context, create_info["snapshot_id"], "creating")

    def volume_snapshot_delete(self, context, instance, volume_id, snapshot_id, delete_info):
        d = self._folder(context, instance, volume_id)
        back = {}
        for f in os.listdir(d):
            p = os.path.join(d, f)
            if f.startswith("volume-" + volume_id) and not f.endswith(".info"):
                i = json.loads(_img("info", "-U", "--output=json", p))
                back[f] = (os.path.basename(i.get("backing-filename") or ""), i["format"])
        merge, target = delete_info["file_to_merge"], delete_info.get("merge_target_file")
        if target is None:  # pull into the active file; what remains below it is `merge` (or nothing)
            below = {b for b, _ in back.values()}
            top = [f for f in back if f not in below][0]
            fmt = ("-F", back[merge][1]) if merge else ()
            _img("rebase", "-f", "qcow2", "-b", merge or "", *fmt, os.path.join(d, top))
        else:               # commit `merge` down into `target`, then hang its overlay onto `target`
            _img("commit", "-d", "-b", os.path.join(d, target), os.path.join(d, merge))
            for f, (b, _) in back.items():
                if b == merge:
                    _img("rebase", "-u", "-f", "qcow2", "-b", target, "-F", back[target][1], os.path.join(d, f))
        cinder.API().update_snapshot_status(context, snapshot_id, "deleting")
