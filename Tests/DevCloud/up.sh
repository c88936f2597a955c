#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Brings up a small but real OpenStack (2025.1: Keystone, Cinder with backup, Glance) on 127.0.0.1.
# DEVCLOUD_SERVICES adds to it: compute network keymanager object loadbalancer, or all.
# Run it again and it only starts what is not running. See README.md for the back ends.
set -euo pipefail
HERE=$(dirname "$(readlink -f "$0")")
. "$HERE/lib.sh"

T0=$(date +%s.%N); TL=$T0
took() { local n; n=$(date +%s.%N); printf '%7.1fs  (+%6.1fs)  %s\n' "$(echo "$n $T0" | awk '{print $1-$2}')" "$(echo "$n $TL" | awk '{print $1-$2}')" "$1"; TL=$n; }

mkdir -p "$STATE" "$ETC" "$LOG" "$RUN" "$DATA"
exec 9>"$STATE/.lock"; flock -n 9 || { echo "another up.sh is running on $STATE" >&2; exit 1; }
WANT=" ${DEVCLOUD_SERVICES:-} "
case $WANT in *" all "*) WANT=" compute network keymanager object loadbalancer ";; esac
case $WANT in *" compute "*|*" loadbalancer "*) WANT+="network ";; esac
want() { case $WANT in *" $1 "*) return 0;; esac; return 1; }
for s in $WANT; do case $s in compute|network|keymanager|object|loadbalancer) ;; *) echo "DEVCLOUD_SERVICES has no $s" >&2; exit 1;; esac; done
SERVICES=(image); for s in network compute keymanager object loadbalancer; do if want $s; then SERVICES+=("$s"); fi; done
case $BACKEND in files|nfs) ;; ceph) . "$HERE/ceph.sh";; *) echo "DEVCLOUD_BACKEND must be files, nfs or ceph" >&2; exit 1;; esac
on_ceph() { [ "$BACKEND" = ceph ]; }
if on_ceph && want compute && [ "$VIRT" = kvm ]; then echo "guests (DEVCLOUD_VIRT=kvm) do not reach Ceph; use files or nfs" >&2; exit 1; fi

# ---------------------------------------------------------------- install
export DEBIAN_FRONTEND=noninteractive
SUDO=; [ "$(id -u)" = 0 ] || SUDO="sudo -n"
debs=(rabbitmq-server mariadb-server mariadb-client qemu-utils nfs-common)
if on_ceph; then debs+=("${CEPH_DEBS[@]}"); fi
if want network; then debs+=(ovn-central ovn-host openvswitch-switch); fi
if want object; then debs+=(memcached); fi
if want compute; then
  echo "$VIRT" > "$STATE/.virt"
  if [ "$VIRT" = kvm ]; then debs+=(qemu-system-x86 libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients python3-libvirt genisoimage); fi
else VIRT=fake; fi
install_debs() {
  local miss=() p
  for p in "${debs[@]}"; do dpkg-query -W -f '${db:Status-Abbrev}' "$p" 2>/dev/null | grep -q '^ii' || miss+=("$p"); done
  [ ${#miss[@]} = 0 ] && return 0
  # Nothing may be started by the packages' own scripts; the file is removed again only if it was ours.
  local ours=
  if [ ! -e /usr/sbin/policy-rc.d ]; then printf '#!/bin/sh\nexit 101\n' | $SUDO tee /usr/sbin/policy-rc.d >/dev/null; $SUDO chmod 755 /usr/sbin/policy-rc.d; ours=1; fi
  $SUDO env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 install -y -q --no-install-recommends "${miss[@]}" || { $SUDO apt-get update -q && $SUDO env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y -q --no-install-recommends "${miss[@]}"; }
  [ -z "$ours" ] || $SUDO rm -f /usr/sbin/policy-rc.d
}
install_pip() {
  local stamp=$VENV/.devcloud-$(sha256sum "$HERE/requirements.lock" | cut -c1-16)
  [ -e "$stamp" ] && return 0
  local uv; uv=$(command -v uv || true)
  if [ -z "$uv" ]; then
    [ -x "$STATE/uv/bin/uv" ] || { python3 -m venv "$STATE/uv" && "$STATE/uv/bin/pip" install -q --disable-pip-version-check uv; }
    uv=$STATE/uv/bin/uv
  fi
  export UV_PYTHON_DOWNLOADS=never UV_CACHE_DIR=${UV_CACHE_DIR:-$STATE/uvcache} SSL_CERT_FILE=${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}
  "$uv" venv -q --allow-existing --python "${DEVCLOUD_PYTHON:-/usr/bin/python3}" "$VENV"
  "$uv" pip install -q --no-deps --python "$VENV/bin/python" -r "$HERE/requirements.lock"
  touch "$stamp"
}
install_debs > "$LOG/install-apt.log" 2>&1 & A=$!
install_pip > "$LOG/install-pip.log" 2>&1 & B=$!
wait $B || { cat "$LOG/install-pip.log" >&2; exit 1; }; took "PyPI packages into the venv (with apt alongside)"
wait $A || { tail -30 "$LOG/install-apt.log" >&2; exit 1; }; took "apt packages"
B=$VENV/bin
export PATH=$B:$PATH
SP=$("$B/python" -c 'import sysconfig;print(sysconfig.get_paths()["purelib"])')
if on_ceph; then ceph_python; ceph_conf; fi

# ---------------------------------------------------------------- database + broker
db=("mariadb" --no-defaults -h "$IP" -P "$P_DB" -u root "-p$PASS")
DBURL() { echo "mysql+pymysql://root:$PASS@$IP:$P_DB/$1?charset=utf8"; }
MQURL="rabbit://devcloud:$PASS@$IP:$P_MQ/"
ports=(mariadb:$P_DB rabbitmq:$P_MQ rabbitmq:$P_MQDIST keystone-api:$P_KEYSTONE cinder-api:$P_CINDER glance-api:$P_GLANCE)
if want compute; then ports+=(nova-api:$P_NOVA placement-api:$P_PLACEMENT); fi
if want network; then ports+=(neutron-api:$P_NEUTRON ovn-nb:$P_NB ovn-sb:$P_SB); fi
if want keymanager; then ports+=(barbican-api:$P_BARBICAN); fi
if want object; then ports+=(swift-proxy:$P_SWIFT memcached:$P_MEMCACHED); fi
if want loadbalancer; then ports+=(octavia-api:$P_OCTAVIA); fi
for p in "${ports[@]}"; do
  if ! alive "${p%%:*}" && port_open "${p##*:}"; then
    echo "!! port ${p##*:} of ${p%%:*} is in use; stop what uses it or set DEVCLOUD_PORT_OFFSET (now $OFF)" >&2; exit 1
  fi
done
if ! alive mariadb; then
  fresh=; if [ ! -d "$DATA/mysql/mysql" ]; then
    mkdir -p "$DATA/mysql"
    mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$DATA/mysql" --auth-root-authentication-method=normal --skip-test-db >"$LOG/mariadb-install.log" 2>&1
    fresh=1
  fi
  start mariadb mariadbd --no-defaults --user="$(id -un)" --datadir="$DATA/mysql" --socket="$RUN/mysql.sock" --pid-file="$RUN/mariadbd.self" \
    --bind-address="$IP" --port="$P_DB" --skip-name-resolve --skip-log-bin --max-connections=600 --innodb-flush-log-at-trx-commit=2 \
    --innodb-doublewrite=0 --innodb-buffer-pool-size=96M --innodb-log-file-size=64M --performance-schema=OFF --innodb-flush-method=nosync \
    --character-set-server=utf8mb3 --collation-server=utf8mb3_general_ci
fi
if ! alive rabbitmq; then
  mkdir -p "$ETC/rabbit" "$DATA/rabbit" "$DATA/rabbit-home" "$LOG/rabbit"
  cat > "$ETC/rabbit/rabbitmq.conf" <<R
listeners.tcp.1 = $IP:$P_MQ
default_user = devcloud
default_pass = $PASS
loopback_users = none
disk_free_limit.absolute = 50MB
vm_memory_high_watermark.absolute = 1GB
log.console = true
log.console.level = warning
log.file = false
R
  echo '[].' > "$ETC/rabbit/enabled_plugins"
  epmd_bin=$(ls -d /usr/lib/erlang/erts-*/bin/epmd /usr/bin/epmd 2>/dev/null | head -1)
  start epmd "$epmd_bin" -address "$IP" -port "$P_EPMD"
  start rabbitmq env HOME="$DATA/rabbit-home" RABBITMQ_NODENAME=devcloud@localhost ERL_EPMD_PORT="$P_EPMD" ERL_EPMD_ADDRESS="$IP" \
    RABBITMQ_NODE_IP_ADDRESS="$IP" RABBITMQ_NODE_PORT="$P_MQ" RABBITMQ_DIST_PORT="$P_MQDIST" RABBITMQ_MNESIA_BASE="$DATA/rabbit" \
    RABBITMQ_LOG_BASE="$LOG/rabbit" RABBITMQ_LOGS=- RABBITMQ_CONFIG_FILE="$ETC/rabbit/rabbitmq" RABBITMQ_ENABLED_PLUGINS_FILE="$ETC/rabbit/enabled_plugins" \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}" \
    /usr/lib/rabbitmq/bin/rabbitmq-server
fi
wait_port "$P_DB" 60 mariadb
if [ -n "${fresh:-}" ]; then
  mariadb --no-defaults -S "$RUN/mysql.sock" -u root -e "CREATE USER IF NOT EXISTS root@'$IP' IDENTIFIED BY '$PASS'; ALTER USER root@'$IP' IDENTIFIED BY '$PASS'; GRANT ALL ON *.* TO root@'$IP' WITH GRANT OPTION; ALTER USER root@localhost IDENTIFIED BY '$PASS'; FLUSH PRIVILEGES;"
fi
took "MariaDB up"

# ---------------------------------------------------------------- configuration
mkdir -p "$STATE/lock" "$STATE/mnt" "$DATA/volumes" "$DATA/backups" "$STATE/home"
authtoken() { cat <<A
[keystone_authtoken]
www_authenticate_uri = http://$IP:$P_KEYSTONE/v3
$(svcauth "$1")
service_token_roles = service
service_token_roles_required = true
memcache_use_advanced_pool = false
[oslo_messaging_rabbit]
rabbit_quorum_queue = false
[oslo_messaging_notifications]
driver = noop
[oslo_concurrency]
lock_path = $STATE/lock
[service_user]
send_service_user_token = true
$(svcauth "$1")
A
}
svcauth() { cat <<A
auth_url = http://$IP:$P_KEYSTONE/v3
auth_type = password
username = $1
password = $PASS
project_name = service
user_domain_name = Default
project_domain_name = Default
region_name = $REGION
A
}
# privsep daemons: we are root (or sudo works); never look for sudo when we are root
privsep() { local g h="$B/privsep-helper --config-file $1"; [ -z "$SUDO" ] || h="$SUDO $h"; for g in privsep privsep_osbrick cinder_sys_admin vif_plug_ovs_privileged vif_plug_linux_bridge_privileged nova_sys_admin; do printf '[%s]\nhelper_command = %s\n' "$g" "$h"; done; }

# keystone
mkdir -p "$ETC/keystone/fernet" "$ETC/keystone/credential"; chmod 700 "$ETC/keystone/fernet" "$ETC/keystone/credential"
cat > "$ETC/keystone/keystone.conf" <<C
[DEFAULT]
[database]
connection = $(DBURL keystone)
[token]
provider = fernet
expiration = 28800
[fernet_tokens]
key_repository = $ETC/keystone/fernet
[fernet_receipts]
key_repository = $ETC/keystone/fernet
[credential]
key_repository = $ETC/keystone/credential
[identity]
password_hash_rounds = 4
[oslo_messaging_notifications]
driver = noop
C
# Each of its processes then remembers tokens, as Keystone does in production; one that was revoked stays valid in the others.
[ -z "${DEVCLOUD_KEYSTONE_CACHE:-}" ] || printf '[cache]\nenabled = true\nbackend = dogpile.cache.memory\n' >> "$ETC/keystone/keystone.conf"

# what `keystone-manage fernet_setup` and `credential_setup` do, without two slow starts of Python
for d in fernet credential; do for k in 0 1; do f=$ETC/keystone/$d/$k
  [ -s "$f" ] || ( umask 077; head -c 32 /dev/urandom | base64 -w0 | tr '+/' '-_' > "$f" ); done; done

# cinder: real NFS driver; its share is bind-mounted where the driver expects it, so no NFS client is needed
SHARE=127.0.0.1:/devcloud/volumes
MNT=$STATE/mnt/$(printf %s "$SHARE" | md5sum | cut -d' ' -f1)
mkdir -p "$ETC/cinder" "$MNT" "$STATE/cinder"
cp "$VENV/etc/cinder/"{api-paste.ini,resource_filters.json} "$ETC/cinder/"
echo "$SHARE" > "$ETC/cinder/nfs_shares"
{ cat <<C
[DEFAULT]
my_ip = $IP
host = devcloud
state_path = $STATE/cinder
api_paste_config = $ETC/cinder/api-paste.ini
resource_query_filters_file = $ETC/cinder/resource_filters.json
rootwrap_config = $VENV/etc/cinder/rootwrap.conf
transport_url = $MQURL
auth_strategy = keystone
enabled_backends = $(if on_ceph; then echo ceph; else echo nfs; fi)
default_availability_zone = nova
storage_availability_zone = nova
glance_api_servers = http://$IP:$P_GLANCE
image_conversion_dir = $STATE/cinder/conversion
$(if on_ceph; then ceph_cinder_backup; else printf 'backup_driver = %s\nbackup_posix_path = %s\n' "${DEVCLOUD_BACKUP_DRIVER:-cinder.backup.drivers.posix.PosixBackupDriver}" "$DATA/backups"; fi)
backup_file_size = 67108864
backup_sha_block_size_bytes = 32768
backup_compression_algorithm = ${DEVCLOUD_BACKUP_COMPRESSION:-zstd}
backup_workers = 1
osapi_volume_workers = 1
report_interval = 5
service_down_time = 60
scheduler_driver_init_wait_time = 10
periodic_interval = 5
periodic_fuzzy_delay = 1
volume_clear = none
graceful_shutdown_timeout = 2
quota_volumes = 200
quota_snapshots = 200
quota_gigabytes = 5000
quota_backups = 200
quota_backup_gigabytes = 5000
[database]
connection = $(DBURL cinder)
[nfs]
volume_driver = $(if [ "$BACKEND" = nfs ]; then echo cinder.volume.drivers.nfs.NfsDriver; else echo flatnfs.FlatNfsDriver; fi)
volume_backend_name = nfs
nfs_shares_config = $ETC/cinder/nfs_shares
nfs_mount_point_base = $STATE/mnt
nfs_mount_attempts = 1
nfs_snapshot_support = true
nfs_sparsed_volumes = true
nas_secure_file_operations = false
nas_secure_file_permissions = false
max_over_subscription_ratio = 20
$(if on_ceph; then ceph_cinder; fi)
[nova]
$(svcauth nova)
C
authtoken cinder; privsep "$ETC/cinder/cinder.conf"
if want keymanager; then printf '[key_manager]\nbackend = barbican\n[barbican]\nauth_endpoint = http://%s:%s/v3\nbarbican_endpoint = http://%s:%s\nsend_service_user_token = true\n' "$IP" "$P_KEYSTONE" "$IP" "$P_BARBICAN"; fi
} > "$ETC/cinder/cinder.conf"

# uwsgi NAME PORT MODULE PROCS PYARGV [ENV...]
api() {
  local name=$1 port=$2 module=$3 procs=$4 pyargv=$5; shift 5
  local mod=${module%%:*} call=${module##*:}
  cat > "$ETC/$name.uwsgi.ini" <<U
[uwsgi]
http-socket = $IP:$port
master = true
processes = $procs
threads = 1
enable-threads = true
lazy-apps = true
need-app = true
die-on-term = true
hook-master-start = unix_signal:15 gracefully_kill_them_all
worker-reload-mercy = 3
exit-on-reload = false
no-orphans = true
buffer-size = 65535
thunder-lock = true
start-time = %t
add-header = Connection: close
disable-logging = false
log-x-forwarded-for = false
http-chunked-input = true
http-raw-body = true
chunked-input-timeout = 60
chunked-input-limit = 134217728
$( [ "${mod#/}" != "$mod" ] && echo "wsgi-file = $mod" || echo "module = $mod:$call" )
$( [ -n "$pyargv" ] && echo "pyargv = $pyargv" || true )
U
  start "$name" env HOME="$STATE/home" "$@" "$B/uwsgi" --ini "$ETC/$name.uwsgi.ini"
}
export HOME_SAVE=${HOME:-/root}

. "$HERE/services/image.sh"
for s in "${SERVICES[@]}"; do . "$HERE/services/$s.sh"; "${s}_conf"; done

# ---------------------------------------------------------------- schemas
DBS=(keystone cinder glance)
if want compute; then DBS+=(nova nova_api nova_cell0 placement); fi
if want network; then DBS+=(neutron); fi
if want keymanager; then DBS+=(barbican); fi
if want loadbalancer; then DBS+=(octavia octavia_persistence); fi
for d in "${DBS[@]}"; do echo "CREATE DATABASE IF NOT EXISTS $d CHARACTER SET utf8mb3;"; done | "${db[@]}"
once() { # NAME CMD...
  local n=$1; shift; [ -e "$STATE/.done-$n" ] && return 0
  local s; s=$(date +%s.%N)
  HOME="$STATE/home" "$@" >"$LOG/once-$n.log" 2>&1 || { echo "!! $n failed:" >&2; tail -20 "$LOG/once-$n.log" >&2; return 1; }
  touch "$STATE/.done-$n"
  printf '            %-22s %5.1fs\n' "$n" "$(echo "$(date +%s.%N) $s" | awk '{print $1-$2}')"
}
KM=("$B/keystone-manage" --config-file "$ETC/keystone/keystone.conf")
ks() { once keystone-db "${KM[@]}" db_sync
  once keystone-bootstrap "${KM[@]}" bootstrap --bootstrap-password "$PASS" --bootstrap-region-id "$REGION" \
    --bootstrap-public-url "http://$IP:$P_KEYSTONE/v3" --bootstrap-internal-url "http://$IP:$P_KEYSTONE/v3" --bootstrap-admin-url "http://$IP:$P_KEYSTONE/v3"
  api keystone-api "$P_KEYSTONE" keystone.wsgi.api:application "${DEVCLOUD_KEYSTONE_PROCS:-2}" "" OS_KEYSTONE_CONFIG_DIR="$ETC/keystone"
  wait_http "http://$IP:$P_KEYSTONE/v3" 60 keystone-api
  HOME="$STATE/home" "$B/python" "$HERE/seed.py" "http://$IP:$P_KEYSTONE/v3" "$PASS" "$REGION" "$STATE/clouds.yaml" $WANT > "$LOG/seed.log" 2>&1 || { tail -20 "$LOG/seed.log" >&2; return 1; }
}
pids=()
if on_ceph; then ceph_up & pids+=($!); fi
ks & pids+=($!)
( once cinder-db "$B/cinder-manage" --config-file "$ETC/cinder/cinder.conf" db sync; image_db ) & pids+=($!)
( for s in "${SERVICES[@]:1}"; do "${s}_db"; done ) & pids+=($!)
for p in "${pids[@]}"; do wait "$p" || exit 1; done
took "schemas, keystone up, users and catalog seeded"

# ---------------------------------------------------------------- daemons
on_ceph || awk -v m="$MNT" '$2==m{f=1}END{exit !f}' /proc/mounts || $SUDO mount --bind "$DATA/volumes" "$MNT"
wait_port "$P_MQ" 60 rabbitmq; took "RabbitMQ up"
cf="$ETC/cinder/cinder.conf"
for d in scheduler volume backup; do
  CEPH_NS=(); if on_ceph && [ $d != scheduler ]; then ceph_ns; fi
  start "cinder-$d" "${CEPH_NS[@]}" env HOME="$STATE/home" PYTHONPATH="$HERE" PYTHONDONTWRITEBYTECODE=1 "$B/cinder-$d" --config-file "$cf"
done
api cinder-api "$P_CINDER" cinder.wsgi.api:application 2 "--config-file $cf"
for s in "${SERVICES[@]}"; do "${s}_start"; done
wait_http "http://$IP:$P_CINDER/" 90 cinder-api
for s in "${SERVICES[@]}"; do "${s}_wait"; done
took "API servers answering"
HOME="$STATE/home" "$B/python" "$HERE/healthy.py" "$STATE/clouds.yaml" $WANT
took "all services report up"
if [ "$VIRT" = kvm ]; then kvm_guest; took "guest image, flavors, external network"; fi
echo "export OS_CLIENT_CONFIG_FILE=$STATE/clouds.yaml OS_CLOUD=devcloud"
