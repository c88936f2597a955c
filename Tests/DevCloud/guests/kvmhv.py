# SPDX-License-Identifier: Apache-2.0
"""nova's libvirt driver.  Cinder's "NFS" share is a local folder here, so a volume is a file in it: nothing is mounted."""
import os

from nova.virt.libvirt import driver
from nova.virt.libvirt.volume import nfs


class LocalShare(nfs.LibvirtNFSVolumeDriver):
    def _get_mount_path(self, connection_info):
        return os.environ["DEVCLOUD_VOLUMES"]

    def connect_volume(self, connection_info, instance):
        connection_info["data"]["device_path"] = self._get_device_path(connection_info)

    def disconnect_volume(self, connection_info, instance, force=False):
        pass


class KvmHV(driver.LibvirtDriver):
    def __init__(self, *args, **kwargs):
        driver.VOLUME_DRIVERS["nfs"] = "nova.virt.kvmhv.LocalShare"
        super().__init__(*args, **kwargs)
