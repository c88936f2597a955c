# SPDX-License-Identifier: Apache-2.0
"""nova's libvirt driver.  Cinder's "NFS" share is a local folder here, so a volume is a file in it: nothing is mounted."""
import os

from lxml import etree
from nova.virt.libvirt import config, driver
from nova.virt.libvirt.volume import nfs


class LocalShare(nfs.LibvirtNFSVolumeDriver):
    def _get_mount_path(self, connection_info):
        return os.environ["DEVCLOUD_VOLUMES"]

    def connect_volume(self, connection_info, instance):
        connection_info["data"]["device_path"] = self._get_device_path(connection_info)

    def disconnect_volume(self, connection_info, instance, force=False):
        pass


def summing(format_dom):
    """A network card that sums its own packets: Open vSwitch in user space passes on unsummed ones, and TCP drops them."""
    def wrapped(self):
        card = format_dom(self)
        if self.uses_virtio:
            element = card.find("driver")
            if element is None:
                element = etree.SubElement(card, "driver")
            for side in ("host", "guest"):
                etree.SubElement(element, side, csum="off", tso4="off", tso6="off", ufo="off", ecn="off")
        return card
    return wrapped


class KvmHV(driver.LibvirtDriver):
    def __init__(self, *args, **kwargs):
        interface = config.LibvirtConfigGuestInterface
        interface.format_dom = summing(interface.format_dom)
        driver.VOLUME_DRIVERS["nfs"] = "nova.virt.kvmhv.LocalShare"
        super().__init__(*args, **kwargs)
