# SPDX-License-Identifier: Apache-2.0
# DEVCLOUD_VIRT=kvm: libvirt + QEMU instead of the fake hypervisor, ovs-vswitchd in user space.  Sourced by services/compute.sh.
# QEMU uses KVM where the CPU shows vmx or svm, else it emulates (TCG); DEVCLOUD_VIRT_TYPE=kvm|qemu overrides.
: "${DEVCLOUD_VSWITCHD:=1}"
if [ -z "${DEVCLOUD_VIRT_TYPE:-}" ]; then DEVCLOUD_VIRT_TYPE=qemu; if [ -w /dev/kvm ] && grep -qwE 'vmx|svm' /proc/cpuinfo; then DEVCLOUD_VIRT_TYPE=kvm; fi; fi
LV=$STATE/libvirt
GUEST=${DEVCLOUD_GUEST:-/var/tmp/devcloud-guest-bookworm.qcow2}   # outside the state, so --purge leaves it; built when missing
LVURI="qemu+unix:///system?socket=$LV/run/libvirt-sock"

kvm_conf() { # the parts of nova.conf that differ; repeated sections are merged by oslo.config
  cat <<C
[DEFAULT]
force_config_drive = true
block_device_allocate_retries = 300
block_device_allocate_retries_interval = 1
[libvirt]
connection_uri = $LVURI
virt_type = $DEVCLOUD_VIRT_TYPE
cpu_mode = none
inject_partition = -2
disk_cachemodes = file=unsafe
$( [ "$DEVCLOUD_VIRT_TYPE" = kvm ] || echo "tb_cache_size = 128" )
[vnc]
enabled = false
[spice]
enabled = false
[os_vif_ovs]
ovsdb_connection = unix:$RUN/ovn/db.sock
C
}

kvm_ns() {
  mkdir -p "$LV/etc" "$LV/py"
  alive virt-ns || { start virt-ns unshare --mount --net --uts "$HERE/guests/virtns.sh" "$LV" devcloud; sleep 0.5; }
  local pid; read -r pid _ < "$RUN/virt-ns.pid"
  INNS=(nsenter -t "$pid" --mount --net --uts)
}

kvm_ext() { # br-ex is the way out: the gateway of the external network answers, and says at once that nothing lies beyond it
  local i; for ((i=0;i<100;i++)); do "${INNS[@]}" ip link show br-ex >/dev/null 2>&1 && break; sleep 0.1; done
  "${INNS[@]}" sh -c 'ip addr replace 198.51.100.1/24 dev br-ex && ip link set br-ex up && echo 1 > /proc/sys/net/ipv4/ip_forward'
}

kvm_build() { # alongside, where it is not there yet
  [ -s "$GUEST" ] || { "$HERE/guests/build-image.sh" "$GUEST" bookworm > "$LOG/build-image.log" 2>&1 9>&- & GUEST_BUILD=$!; }
}

kvm_guest() { # a public image, a flavor, an external network
  if [ -n "${GUEST_BUILD:-}" ]; then wait "$GUEST_BUILD" || { tail -20 "$LOG/build-image.log" >&2; return 1; }; fi
  HOME="$STATE/home" "$B/python" "$HERE/guests/guest.py" "$STATE/clouds.yaml" "$GUEST" 12
}

kvm_start() {
  cat > "$LV/etc/libvirtd.conf" <<C
unix_sock_dir = "$LV/run"
unix_sock_rw_perms = "0700"
auth_unix_rw = "none"
auth_unix_ro = "none"
host_uuid = "$( [ -s "$LV/uuid" ] || cat /proc/sys/kernel/random/uuid > "$LV/uuid"; cat "$LV/uuid" )"
log_outputs = "2:stderr"
C
  cat > "$LV/etc/qemu.conf" <<C
user = "root"
group = "root"
dynamic_ownership = 0
remember_owner = 0
security_driver = "none"
cgroup_controllers = []
namespaces = []
stdio_handler = "file"
C
  ln -sf /usr/lib/python3/dist-packages/libvirt*.py /usr/lib/python3/dist-packages/libvirtmod*.so "$LV/py/"
  start libvirtd "${INNS[@]}" /usr/sbin/libvirtd --config "$LV/etc/libvirtd.conf" --pid-file "$LV/run/libvirtd.self"
  local i; for ((i=0;i<100;i++)); do virsh -q -c "$LVURI" version >/dev/null 2>&1 && return 0; sleep 0.2; done
  echo "!! libvirtd does not answer" >&2; tail -20 "$LOG/libvirtd.log" >&2; return 1
}
