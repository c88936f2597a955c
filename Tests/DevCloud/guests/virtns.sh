#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The small world of libvirtd, QEMU and ovs-vswitchd: own mount, network and host name spaces, so that the taps and bridges they make,
# and libvirt's fixed folders, are nobody else's.  Stays up as the process that holds the name spaces.
set -eu
L=$1 NAME=$2
hostname "$NAME"
ip link set lo up
for d in etc:/etc/libvirt lib:/var/lib/libvirt cache:/var/cache/libvirt log:/var/log/libvirt run:/run/libvirt; do
  mkdir -p "$L/${d%%:*}" "${d#*:}"; mount --bind "$L/${d%%:*}" "${d#*:}"
done
# libvirtd insists on Debian's user libvirt-qemu, even when told to run QEMU as root
for f in passwd:libvirt-qemu:x:64055:64055::/var/lib/libvirt:/usr/sbin/nologin group:libvirt-qemu:x:64055:; do
  n=${f%%:*}; grep -v '^libvirt-qemu:' "/etc/$n" > "$L/$n"; echo "${f#*:}" >> "$L/$n"; chmod 644 "$L/$n"; mount --bind "$L/$n" "/etc/$n"
done
exec sleep infinity
