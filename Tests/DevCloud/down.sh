#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Stops what up.sh started (by pid file): `down.sh` everything, `down.sh NAME...` only those; `down.sh --purge` also deletes the state.
set -u
. "$(dirname "$(readlink -f "$0")")/lib.sh"
stop() {
  local name=$1 sig=${2:-TERM} pid st
  if alive "$name"; then
    read -r pid st < "$RUN/$name.pid"
    kill -"$sig" -- "-$pid" 2>/dev/null || kill -"$sig" "$pid" 2>/dev/null
    for _ in $(seq 1 100); do alive "$name" || break; sleep 0.1; done
    if alive "$name"; then kill -KILL -- "-$pid" 2>/dev/null; fi
    echo "stopped $name ($pid)"
  fi
  rm -f "$RUN/$name.pid"
}
[ -d "$RUN" ] || { echo "nothing to stop in $STATE"; exit 0; }
if [ $# -gt 0 ] && [ "$1" != --purge ]; then for n in "$@"; do stop "$n"; done; exit 0; fi
if alive libvirtd; then # guests outlive libvirtd, so they go first
  LV="virsh -q -c qemu+unix:///system?socket=$STATE/libvirt/run/libvirt-sock"
  for g in $($LV list --name); do $LV destroy "$g" && echo "stopped guest $g"; done
fi
# services first, then the infrastructure they lean on
for f in $(ls -t "$RUN"/*.pid 2>/dev/null); do
  n=$(basename "$f" .pid)
  case $n in mariadb|rabbitmq|epmd|keystone-api|ovn-*|ovs-*|virt-ns|ceph-*) ;; *) stop "$n" & ;; esac
done
wait
for n in ovn-controller ovs-vswitchd virt-ns ovn-northd ovn-nb ovn-sb ovs-db keystone-api rabbitmq epmd mariadb ceph-mgr ceph-osd ceph-mon; do stop "$n"; done
for m in $(awk -v s="$STATE/mnt/" 'index($2,s)==1{print $2}' /proc/mounts); do umount "$m" && echo "unmounted $m"; done
if [ "${1:-}" = --purge ]; then rm -rf --one-file-system "$STATE"; echo "purged $STATE"; fi
