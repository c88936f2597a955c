#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds a small Debian guest for the kvm flavour of devcloud: build-image.sh OUT.qcow2 [bookworm|trixie]
# Needs root, Debian's mmdebstrap, syslinux, mtools, qemu-utils.  No loop device, no mount of the image: the root file
# system is filled by mke2fs -d, the boot partition (FAT) by mcopy, and syslinux writes into the file.
set -euo pipefail; PATH=$PATH:/usr/sbin:/sbin
for p in mmdebstrap syslinux mtools dosfstools fdisk qemu-utils; do dpkg-query -W -f '${db:Status-Abbrev}' "$p" 2>/dev/null | grep -q '^ii' || miss+=" $p"; done
[ -z "${miss:-}" ] || DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y -q --no-install-recommends $miss
OUT=$(readlink -f "${1:?where to}") SUITE=${2:-bookworm}
W=$(mktemp -d "${TMPDIR:-/var/tmp}/guest.XXXXXX"); trap 'rm -rf --one-file-system "$W"' EXIT
ROOT_MB=${ROOT_MB:-1000} BOOT_MB=${BOOT_MB:-96}
MIRROR=${MIRROR:-http://deb.debian.org/debian}
PKGS=systemd-sysv,udev,dbus,linux-image-cloud-amd64,initramfs-tools,cloud-init,rng-tools5,sudo,iproute2,ifupdown,isc-dhcp-client,iputils-ping,kmod,procps,mawk,net-tools   # net-tools: cloud-init writes default routes with route(8)
mmdebstrap --quiet --mode=root --variant=minbase --include="$PKGS" --components=main \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --aptopt='Acquire::Languages "none"' \
  --setup-hook='I=$1/etc/initramfs-tools; mkdir -p "$I/conf.d" "$I/hooks"; echo MODULES=list > "$I/conf.d/devcloud"' \
  --setup-hook='printf "#!/bin/sh\n[ x\$1 != xprereqs ] || exit 0\n. /usr/share/initramfs-tools/hook-functions\nmanual_add_modules virtio_pci virtio_blk virtio_scsi sd_mod ext4\n" > "$1/etc/initramfs-tools/hooks/devcloud"; chmod 755 "$1/etc/initramfs-tools/hooks/devcloud"' \
  "$SUITE" "$W/root" "$MIRROR"
R=$W/root
echo debian > "$R/etc/hostname"; : > "$R/etc/machine-id"
printf 'LABEL=root / ext4 defaults,errors=remount-ro 0 1\n' > "$R/etc/fstab"
printf 'auto lo\niface lo inet loopback\nsource /etc/network/interfaces.d/*\n' > "$R/etc/network/interfaces"
# Emulated, every Python start costs seconds, so cloud-init runs only what a test guest needs.  There is no way out of devcloud:
# names must fail at once, and packages wanted by a test must be in the image already.
cat > "$R/etc/cloud/cloud.cfg.d/90_devcloud.cfg" <<C
datasource_list: [ ConfigDrive, None ]
manage_etc_hosts: true
locale: false
cloud_init_modules: [ bootcmd, write-files, set_hostname, update_hostname, update_etc_hosts, users-groups ]
cloud_config_modules: [ apt-configure, runcmd ]
cloud_final_modules: [ package-update-upgrade-install, scripts-per-instance, scripts-user, final-message ]
C
mkdir -p "$R/etc/systemd/system.conf.d"
printf '[Manager]\nDefaultEnvironment="RES_OPTIONS=timeout:1 attempts:1"\n' > "$R/etc/systemd/system.conf.d/devcloud.conf"
printf 'Acquire::Retries "0";\nAcquire::http::Timeout "3";\nAcquire::https::Timeout "3";\n' > "$R/etc/apt/apt.conf.d/90devcloud"
for u in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer; do ln -sf /dev/null "$R/etc/systemd/system/$u"; done
rm -rf "$R"/var/cache/apt/*.bin "$R"/var/lib/apt/lists/* "$R"/boot/*.old
K=$(ls "$R"/boot/vmlinuz-* | sort -V | tail -1); I=$R/boot/initrd.img-${K##*/vmlinuz-}
cat > "$W/syslinux.cfg" <<C
SERIAL 0 115200
DEFAULT debian
TIMEOUT 1
LABEL debian
  LINUX /vmlinuz
  INITRD /initrd.img
  APPEND root=LABEL=root ro console=tty0 console=ttyS0,115200
C
img=$W/disk.raw
truncate -s $(( (1 + BOOT_MB + ROOT_MB + 1) ))M "$img"
printf 'label: dos\nstart=1MiB, size=%dMiB, type=c, bootable\nstart=%dMiB, size=%dMiB, type=83\n' "$BOOT_MB" $((1+BOOT_MB)) "$ROOT_MB" | sfdisk -q "$img"
truncate -s "${BOOT_MB}M" "$W/boot.img"; mkfs.vfat -n BOOT "$W/boot.img" >/dev/null
mcopy -i "$W/boot.img" "$K" ::/vmlinuz; mcopy -i "$W/boot.img" "$I" ::/initrd.img; mcopy -i "$W/boot.img" "$W/syslinux.cfg" ::/syslinux.cfg
syslinux --install "$W/boot.img"
rm -f "$R"/boot/vmlinuz-* "$R"/boot/initrd.img-*    # they live on the boot partition
truncate -s "${ROOT_MB}M" "$W/root.img"; mke2fs -q -t ext4 -L root -d "$R" "$W/root.img"
dd if="$W/boot.img" of="$img" bs=1M seek=1 conv=notrunc,sparse status=none
dd if="$W/root.img" of="$img" bs=1M seek=$((1+BOOT_MB)) conv=notrunc,sparse status=none
dd if="$(ls /usr/lib/syslinux/mbr/mbr.bin /usr/lib/SYSLINUX/mbr.bin 2>/dev/null | head -1)" of="$img" bs=440 count=1 conv=notrunc status=none
qemu-img convert -O qcow2 -c "$img" "$OUT.part"; mv "$OUT.part" "$OUT"
ls -l "$OUT"
