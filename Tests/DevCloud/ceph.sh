# SPDX-License-Identifier: Apache-2.0
# DEVCLOUD_BACKEND=ceph: a real one-node Ceph (mon, mgr, one bluestore OSD on a sparse file), user space only.
# Sourced by up.sh.  The daemons that use Ceph see $ETC/ceph as /etc/ceph in a mount namespace of their own, so everything
# works with the stock default paths (os-brick hard-codes /etc/ceph/*.keyring) and nothing is written to the real /etc/ceph.
CEPH_ETC=$ETC/ceph CEPH_DATA=$DATA/ceph CEPH_RUN=$RUN/ceph
CEPH_DEBS=(ceph-mon ceph-mgr ceph-osd ceph-common python3-rados python3-rbd)
P_CEPH2=$((3300+OFF)) P_CEPH1=$((6789+OFF)) P_OSD=$((6800+OFF))
ceph_ns() { # prefix for a command that shall see our /etc/ceph
  CEPH_NS=(unshare --mount --propagation private sh -c 'mount --bind "$0" /etc/ceph && exec "$@"' "$CEPH_ETC")
}

ceph_conf() {
  local u
  mkdir -p "$CEPH_ETC" "$CEPH_RUN" "$CEPH_DATA"/{mon,mgr,osd,crash}
  [ -s "$CEPH_ETC/fsid" ] || cat /proc/sys/kernel/random/uuid > "$CEPH_ETC/fsid"
  { cat <<C
[global]
fsid = $(cat "$CEPH_ETC/fsid")
mon_host = [v2:$IP:$P_CEPH2,v1:$IP:$P_CEPH1]
mon_initial_members = a
public_addr = $IP
cluster_addr = $IP
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
auth_allow_insecure_global_id_reclaim = false
ms_bind_port_min = $P_OSD
ms_bind_port_max = $((P_OSD+99))
run_dir = $CEPH_RUN
admin_socket = $CEPH_RUN/\$name.\$pid.asok
crash_dir = $CEPH_DATA/crash
log_to_file = false
log_to_stderr = true
err_to_stderr = true
mon_cluster_log_to_file = false
mon_cluster_log_to_stderr = false
pid_file =
debug_rocksdb = 0/0
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_allow_pool_delete = true
mon_warn_on_pool_no_redundancy = false
[mon]
mon_data = $CEPH_DATA/mon
mon_data_avail_warn = 3
mon_data_avail_crit = 1
mgr_initial_modules =
[mgr]
mgr_data = $CEPH_DATA/mgr
[osd]
osd_data = $CEPH_DATA/osd
osd_objectstore = bluestore
bluestore_block_size = ${DEVCLOUD_CEPH_BYTES:-34359738368}
bluestore_fsck_on_mount = false
osd_memory_target = 939524096
bluestore_cache_autotune = false
bluestore_cache_size = 67108864
osd_op_num_shards = 2
osd_op_num_threads_per_shard = 1
osd_max_scrubs = 1
osd_scrub_begin_hour = 0
osd_class_update_on_start = false
C
    for u in cinder cinder-backup glance admin; do printf '[client.%s]\nkeyring = %s\n' "$u" "$CEPH_ETC/ceph.client.$u.keyring"; done
    printf '[client]\nlog_to_stderr = false\nadmin_socket =\nrbd_cache_writethrough_until_flush = false\n'; } > "$CEPH_ETC/ceph.conf"
}

CEPH=(ceph -c "$CEPH_ETC/ceph.conf" --connect-timeout 30)
ceph_user() { # NAME POOL [MORE OSD CAPS]
  [ -s "$CEPH_ETC/ceph.client.$1.keyring" ] || ( umask 077; "${CEPH[@]}" auth get-or-create "client.$1" mon 'profile rbd' mgr "profile rbd pool=$2" osd "profile rbd pool=$2${3:-}" \
    -o "$CEPH_ETC/ceph.client.$1.keyring" )
}

ceph_up() {
  local c=$CEPH_ETC/ceph.conf k=$CEPH_ETC/mon.keyring f p i t; t=$(date +%s.%N)
  f=$(cat "$CEPH_ETC/fsid")
  if [ ! -e "$STATE/.done-ceph-mon" ]; then
    rm -rf "$CEPH_DATA/mon" "$k"; mkdir -p "$CEPH_DATA/mon"
    ( umask 077; a=$CEPH_ETC/ceph.client.admin.keyring
      ceph-authtool -C "$k" -g -n mon. --cap mon 'allow *' &&
      ceph-authtool -C "$a" -g -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' &&
      ceph-authtool "$k" --import-keyring "$a" &&
      monmaptool -c "$c" --create --clobber --fsid "$f" --addv a "[v2:$IP:$P_CEPH2,v1:$IP:$P_CEPH1]" "$CEPH_ETC/monmap" &&
      ceph-mon -c "$c" -i a --mkfs --monmap "$CEPH_ETC/monmap" --keyring "$k" ) > "$LOG/once-ceph-mon.log" 2>&1 || { tail -20 "$LOG/once-ceph-mon.log" >&2; return 1; }
    touch "$STATE/.done-ceph-mon"
  fi
  start ceph-mon ceph-mon -c "$c" -i a -f
  wait_port "$P_CEPH2" 30 ceph-mon
  [ -s "$CEPH_DATA/mgr/keyring" ] || ( umask 077; "${CEPH[@]}" auth get-or-create mgr.a mon 'allow profile mgr' osd 'allow *' -o "$CEPH_DATA/mgr/keyring" )
  start ceph-mgr ceph-mgr -c "$c" -i a -f
  if [ ! -e "$STATE/.done-ceph-osd" ]; then
    rm -rf "$CEPH_DATA/osd"; mkdir -p "$CEPH_DATA/osd"
    ( u=$(cat /proc/sys/kernel/random/uuid); umask 077
      "${CEPH[@]}" osd new "$u" 0 &&
      "${CEPH[@]}" auth get-or-create osd.0 mon 'allow profile osd' mgr 'allow profile osd' osd 'allow *' -o "$CEPH_DATA/osd/keyring" &&
      ceph-osd -c "$c" -i 0 --mkfs --osd-uuid "$u" ) > "$LOG/once-ceph-osd.log" 2>&1 || { tail -20 "$LOG/once-ceph-osd.log" >&2; return 1; }
    touch "$STATE/.done-ceph-osd"
  fi
  start ceph-osd ceph-osd -c "$c" -i 0 -f
  if [ ! -e "$STATE/.done-ceph-pools" ]; then
    for p in volumes backups images; do "${CEPH[@]}" osd pool create "$p" 8 && "${CEPH[@]}" osd pool application enable "$p" rbd; done > "$LOG/once-ceph-pools.log" 2>&1
    ceph_user cinder volumes ', profile rbd-read-only pool=images'
    ceph_user cinder-backup backups
    ceph_user glance images
    for p in volumes backups images; do rbd -c "$c" pool init "$p"; done >> "$LOG/once-ceph-pools.log" 2>&1
    touch "$STATE/.done-ceph-pools"
  fi
  if [ -n "${DEVCLOUD_CEPH_COMPAT:-}" ]; then "${CEPH[@]}" osd set-require-min-compat-client "$DEVCLOUD_CEPH_COMPAT" 2>/dev/null; fi   # mimic: clones v2
  # the drivers ask for free space; without the mgr's report it is 0
  for ((i=0;i<120;i++)); do "${CEPH[@]}" df -f json 2>/dev/null | grep -q '"total_avail_bytes":[1-9]' && { printf '            %-22s %5.1fs\n' ceph "$(echo "$(date +%s.%N) $t" | awk '{print $1-$2}')"; return 0; }; sleep 0.5; done
  echo "!! ceph reports no free space" >&2; "${CEPH[@]}" -s >&2; return 1
}

ceph_python() { # the bindings exist for Debian's own Python only
  local m; for m in rados rbd; do ln -sfn /usr/lib/python3/dist-packages/$m.cpython-*.so "$SP/"; done
  "$B/python" -c 'import rados, rbd' || { echo "!! python3-rbd does not fit this venv; DEVCLOUD_PYTHON must be Debian's /usr/bin/python3" >&2; return 1; }
}

ceph_cinder() { cat <<C
[ceph]
volume_driver = cinder.volume.drivers.rbd.RBDDriver
volume_backend_name = ceph
rbd_pool = volumes
rbd_user = cinder
rbd_ceph_conf = /etc/ceph/ceph.conf
rados_connect_timeout = 30
C
}
ceph_cinder_backup() { cat <<C
backup_driver = cinder.backup.drivers.ceph.CephBackupDriver
backup_ceph_user = cinder-backup
backup_ceph_pool = backups
backup_ceph_conf = /etc/ceph/ceph.conf
C
}
