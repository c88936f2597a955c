# SPDX-License-Identifier: Apache-2.0
# Compute (Nova) with Placement: Nova's fake hypervisor, or with DEVCLOUD_VIRT=kvm guests that really run. Sourced by up.sh.
if [ "$VIRT" = kvm ]; then . "$HERE/guests/kvm.sh"; fi
compute_conf() {
if [ "$VIRT" = kvm ]; then kvm_build; fi
mkdir -p "$ETC/nova" "$ETC/placement" "$STATE/nova/instances"
cp "$VENV/etc/nova/api-paste.ini" "$ETC/nova/"
{ cat <<C
[DEFAULT]
[api]
auth_strategy = keystone
[placement_database]
connection = $(DBURL placement)
C
authtoken placement; } > "$ETC/placement/placement.conf"
{ cat <<C
[DEFAULT]
my_ip = $IP
host = devcloud
state_path = $STATE/nova
instances_path = $STATE/nova/instances
transport_url = $MQURL
compute_driver = $( [ "$VIRT" = kvm ] && echo kvmhv.KvmHV || echo fakehv.FakeHV )
vif_plugging_is_fatal = false
vif_plugging_timeout = 0
report_interval = 5
service_down_time = 60
graceful_shutdown_timeout = 2
osapi_compute_workers = 1
resume_guests_state_on_host_boot = false
[api]
auth_strategy = keystone
[wsgi]
api_paste_config = $ETC/nova/api-paste.ini
[scheduler]
workers = 1
discover_hosts_in_cells_interval = 2
[conductor]
workers = 1
[api_database]
connection = $(DBURL nova_api)
[database]
connection = $(DBURL nova)
[glance]
api_servers = $U:$P_GLANCE
$(svcauth nova)
[placement]
$(svcauth placement)
[neutron]
service_metadata_proxy = false
$(svcauth neutron)
[cinder]
os_region_name = $REGION
catalog_info = block-storage:cinder:publicURL
$(svcauth cinder)
[quota]
instances = 100
cores = 400
ram = 1000000
C
if want keymanager; then printf '[key_manager]\nbackend = barbican\n[barbican]\nauth_endpoint = %s/v3\nbarbican_endpoint = %s\n' "$U:$P_KEYSTONE" "$U:$P_BARBICAN"; fi
if [ "$VIRT" = kvm ]; then kvm_conf; fi
authtoken nova; privsep "$ETC/nova/nova.conf"; } > "$ETC/nova/nova.conf"
}
compute_db() {
  once placement-db "$B/placement-manage" --config-file "$ETC/placement/placement.conf" db sync
  once nova-api-db "$B/nova-manage" --config-file "$ETC/nova/nova.conf" api_db sync
  once nova-cell0 "$B/nova-manage" --config-file "$ETC/nova/nova.conf" cell_v2 map_cell0
  once nova-cell1 "$B/nova-manage" --config-file "$ETC/nova/nova.conf" cell_v2 create_cell --name cell1
  once nova-db "$B/nova-manage" --config-file "$ETC/nova/nova.conf" db sync
}
compute_start() {
  local d
  api placement-api "$P_PLACEMENT" placement.wsgi.api:application 1 "" OS_PLACEMENT_CONFIG_DIR="$ETC/placement"
  api nova-api "$P_NOVA" nova.wsgi.osapi_compute:application 1 "" OS_NOVA_CONFIG_DIR="$ETC/nova"
  for d in conductor scheduler; do start "nova-$d" env HOME="$STATE/home" "$B/nova-$d" --config-file "$ETC/nova/nova.conf"; done
  if [ "$VIRT" = kvm ]; then kvm_start; fi
  start nova-compute env HOME="$STATE/home" DEVCLOUD_MNT="$STATE/mnt" DEVCLOUD_VOLUMES="$DATA/volumes" PYTHONPATH="$STATE/libvirt/py" PYTHONDONTWRITEBYTECODE=1 \
    "$B/python" "$HERE/guests/novacompute.py" --config-file "$ETC/nova/nova.conf"
}
compute_wait() { wait_http "$U:$P_PLACEMENT/" 90 placement-api; wait_http "$U:$P_NOVA/" 120 nova-api; }
