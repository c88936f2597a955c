# SPDX-License-Identifier: Apache-2.0
# Object store (Swift) with S3 on the same host. Sourced by up.sh.
object_conf() {
mkdir -p "$ETC/swift" "$DATA/swift/node/d1" "$STATE/swift-cache"
cat > "$ETC/swift/swift.conf" <<C
[swift-hash]
swift_hash_path_prefix = devcloud
swift_hash_path_suffix = devcloud
[storage-policy:0]
name = Policy-0
default = yes
C
if [ ! -e "$ETC/swift/object.ring.gz" ]; then ( cd "$ETC/swift"
    for r in object:$P_SWIFT_O container:$P_SWIFT_C account:$P_SWIFT_A; do
      "$B/swift-ring-builder" "${r%%:*}.builder" create 4 1 1; "$B/swift-ring-builder" "${r%%:*}.builder" add "r1z1-$IP:${r##*:}/d1" 1; "$B/swift-ring-builder" "${r%%:*}.builder" rebalance
    done ) > "$LOG/once-swift-rings.log" 2>&1
fi
for r in object:$P_SWIFT_O container:$P_SWIFT_C account:$P_SWIFT_A; do n=${r%%:*}; cat > "$ETC/swift/$n-server.conf" <<C
[DEFAULT]
bind_ip = $IP
bind_port = ${r##*:}
workers = 0
user = $(id -un)
swift_dir = $ETC/swift
devices = $DATA/swift/node
mount_check = false
log_to_console = true
disable_fallocate = true
[pipeline:main]
pipeline = $n-server
[app:$n-server]
use = egg:swift#$n
replication_server = true
C
done
cat > "$ETC/swift/proxy-server.conf" <<C
[DEFAULT]
bind_ip = $IP
bind_port = $P_SWIFT
workers = 0
user = $(id -un)
swift_dir = $ETC/swift
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck proxy-logging cache listing_formats bulk tempurl authtoken s3keys s3api s3token keystoneauth copy container-quotas account-quotas slo dlo versioned_writes symlink proxy-logging proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:proxy-logging]
use = egg:swift#proxy_logging
[filter:cache]
use = egg:swift#memcache
memcache_servers = $IP:$P_MEMCACHED
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:tempurl]
use = egg:swift#tempurl
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
[filter:s3keys]
paste.filter_factory = s3keys:filter_factory
$(svcauth swift)
[filter:s3token]
use = egg:swift#s3token
auth_uri = $U:$P_KEYSTONE/v3
reseller_prefix = AUTH_
delay_auth_decision = true
$(svcauth swift | grep -v region_name)
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
www_authenticate_uri = $U:$P_KEYSTONE/v3
delay_auth_decision = true
cache = swift.cache
include_service_catalog = false
$(svcauth swift)
[filter:keystoneauth]
use = egg:swift#keystoneauth
operator_roles = admin, member, swiftoperator
reseller_admin_role = ResellerAdmin
[filter:copy]
use = egg:swift#copy
[filter:container-quotas]
use = egg:swift#container_quotas
[filter:account-quotas]
use = egg:swift#account_quotas
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_versioned_writes = true
allow_object_versioning = true
[filter:symlink]
use = egg:swift#symlink
C
}
object_db() { :; }
object_start() {
  local n
  start memcached memcached -l "$IP" -p $P_MEMCACHED -m 64 -U 0 -u "$(id -un)"
  for n in account container object proxy; do start "swift-$n" env HOME="$STATE/home" PYTHONDONTWRITEBYTECODE=1 "$B/python" "$HERE/services/swiftd.py" "$n" "$ETC/swift/$n-server.conf"; done
}
object_wait() { wait_http "$U:$P_SWIFT/healthcheck" 60 swift-proxy; }
