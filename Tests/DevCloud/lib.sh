# SPDX-License-Identifier: Apache-2.0
# Shared by up.sh and down.sh.  Everything lives under $STATE; nothing outside it is written
# except Debian packages.  Only processes named by a pid file of ours are ever signalled.
BACKEND=${DEVCLOUD_BACKEND:-files}
BASE=${DEVCLOUD_BASE:-/var/tmp/scs-check-devcloud}
STATE=$BASE/$BACKEND
VENV=${DEVCLOUD_VENV:-$BASE/venv}
ETC=$STATE/etc LOG=$STATE/log RUN=$STATE/run DATA=$STATE/data
# All below the ports that the kernel gives to outgoing connections (32768 and up).
case $BACKEND in nfs) OFF=10000;; ceph) OFF=15000;; *) OFF=20000;; esac
OFF=${DEVCLOUD_PORT_OFFSET:-$OFF}
IP=127.0.0.1
PASS=${DEVCLOUD_PASSWORD:-devcloud-secret}
REGION=devcloud
P_KEYSTONE=$((5000+OFF)) P_CINDER=$((8776+OFF)) P_GLANCE=$((9292+OFF)) P_NOVA=$((8774+OFF))
P_PLACEMENT=$((8778+OFF)) P_NEUTRON=$((9696+OFF)) P_BARBICAN=$((9311+OFF)) P_OCTAVIA=$((9876+OFF))
P_SWIFT=$((8080+OFF)) P_SWIFT_O=$((6200+OFF)) P_SWIFT_C=$((6201+OFF)) P_SWIFT_A=$((6202+OFF))
P_NB=$((6641+OFF)) P_SB=$((6642+OFF)) P_MEMCACHED=$((11211+OFF))
# fake (default) or kvm: guests that really run; a state folder remembers it
VIRT=${DEVCLOUD_VIRT:-$(cat "$STATE/.virt" 2>/dev/null || echo fake)}
P_DB=$((3306+OFF)) P_MQ=$((5672+OFF)) P_MQDIST=$((5673+OFF)) P_EPMD=$((4369+OFF))
U=http://$IP

# alive NAME: true when the process in NAME.pid is ours and running (pid and start time must match)
alive() {
  local f=$RUN/$1.pid pid st
  [ -s "$f" ] || return 1
  read -r pid st < "$f"
  [ -d "/proc/$pid" ] && [ "$(awk '{print $22}' "/proc/$pid/stat" 2>/dev/null)" = "$st" ]
}
# start NAME CMD...: run in its own session, remember pid + start time
start() {
  local name=$1; shift
  alive "$name" && return 0
  setsid nohup "$@" >>"$LOG/$name.log" 2>&1 </dev/null 9>&- &
  local pid=$!
  sleep 0.05
  echo "$pid $(awk '{print $22}' /proc/$pid/stat 2>/dev/null || echo 0)" > "$RUN/$name.pid"
}
port_open() { (exec 3<>"/dev/tcp/$IP/$1") 2>/dev/null; }
wait_port() { # PORT SECONDS NAME
  local i; for ((i=0;i<$2*5;i++)); do port_open "$1" && return 0
    if [ -n "${3:-}" ] && [ -s "$RUN/$3.pid" ] && ! alive "$3"; then echo "!! $3 died; last log lines:" >&2; tail -15 "$LOG/$3.log" >&2; return 1; fi
    sleep 0.2; done
  echo "!! timeout waiting for port $1 ($3)" >&2; tail -15 "$LOG/$3.log" >&2; return 1
}
wait_http() { # URL SECONDS NAME
  local i c; for ((i=0;i<$2*4;i++)); do
    c=$(curl -s -o /dev/null -m 5 -w '%{http_code}' "$1" || true)
    case $c in 200|300|401) return 0;; esac
    if [ -n "${3:-}" ] && [ -s "$RUN/$3.pid" ] && ! alive "$3"; then echo "!! $3 died; last log lines:" >&2; tail -25 "$LOG/$3.log" >&2; return 1; fi
    sleep 0.25; done
  echo "!! timeout waiting for $1 ($3, last code $c)" >&2; tail -25 "$LOG/$3.log" >&2; return 1
}
