# SPDX-License-Identifier: Apache-2.0
"""cinder's NFS driver with snapshots kept as plain (sparse, reflinked where the file system can) copies.

The upstream NFS driver keeps snapshots as qcow2 chains.  Two consequences make it unfit for a backup test bed:
a backup of a volume that has a snapshot stores only the top qcow2 layer (measured: restored file is 192 KiB and points
at the old volume), and a backup of an attached volume needs a hypervisor that answers nova's assisted snapshots.
With flat copies every volume is always one raw file, so both just work.

A third: cinder-backup opens a restore target with mode "wb" and skips zero blocks of a new one.  On a block device that is
harmless; a file is truncated by it and stays too short when its tail is zero, after which every attach is refused.
"""
import os

from cinder import interface
from cinder.image import image_utils
from cinder.volume.drivers import nfs


@interface.volumedriver
class FlatNfsDriver(nfs.NfsDriver):
    def _file(self, obj, name):
        return os.path.join(self._get_mount_point_for_share(obj.provider_location), name)

    def _snap(self, snapshot):
        return self._file(snapshot.volume, "snapshot-%s" % snapshot.id)

    def _copy(self, src, dst):
        self._execute("cp", "--sparse=always", "--reflink=auto", src, dst, run_as_root=self._execute_as_root)
        self._set_rw_permissions(dst)

    def terminate_connection(self, volume, connector, **kwargs):
        super().terminate_connection(volume, connector, **kwargs)
        path = self.local_path(volume)
        if os.path.exists(path) and os.path.getsize(path) < volume.size << 30:
            os.truncate(path, volume.size << 30)

    def create_snapshot(self, snapshot):
        self._copy(self.local_path(snapshot.volume), self._snap(snapshot))

    def delete_snapshot(self, snapshot):
        self._delete(self._snap(snapshot))

    def snapshot_revert_use_temp_snapshot(self):
        return False

    def revert_to_snapshot(self, context, volume, snapshot):
        self._copy(self._snap(snapshot), self.local_path(volume))

    def _new_from(self, volume, provider_location, src):
        volume.provider_location = provider_location
        dst = self.local_path(volume)
        self._copy(src, dst)
        if os.path.getsize(dst) < volume.size << 30:
            image_utils.resize_image(dst, volume.size, run_as_root=self._execute_as_root)
        return {"provider_location": provider_location}

    def create_volume_from_snapshot(self, volume, snapshot):
        return self._new_from(volume, snapshot.volume.provider_location, self._snap(snapshot))

    def create_cloned_volume(self, volume, src_vref):
        return self._new_from(volume, src_vref.provider_location, self.local_path(src_vref))
