# SPDX-License-Identifier: Apache-2.0
# Network (Neutron) on OVN; nothing leaves this machine. Sourced by up.sh.
network_conf() {
mkdir -p "$ETC/neutron" "$STATE/neutron" "$DATA/ovn" "$RUN/ovn"
cp "$VENV/etc/neutron/api-paste.ini" "$ETC/neutron/"
{ cat <<C
[DEFAULT]
core_plugin = ml2
service_plugins = ovn-router,qos,trunk,segments,port_forwarding
api_paste_config = $ETC/neutron/api-paste.ini
state_path = $STATE/neutron
transport_url = $MQURL
auth_strategy = keystone
notify_nova_on_port_status_changes = false
notify_nova_on_port_data_changes = false
api_workers = 1
rpc_workers = 0
global_physnet_mtu = 1500
[database]
connection = $(DBURL neutron)
[nova]
$(svcauth nova)
[placement]
$(svcauth placement)
[quotas]
quota_network = 200
quota_subnet = 200
quota_port = 1000
quota_router = 100
quota_security_group = 200
quota_security_group_rule = 2000
C
authtoken neutron; privsep "$ETC/neutron/neutron.conf"; } > "$ETC/neutron/neutron.conf"
cat > "$ETC/neutron/ml2_conf.ini" <<C
[ml2]
type_drivers = geneve,vlan,flat,local
tenant_network_types = geneve
mechanism_drivers = ovn
extension_drivers = port_security,qos
[ml2_type_geneve]
vni_ranges = 1:65000
max_header_size = 38
[ml2_type_flat]
flat_networks = public
[ml2_type_vlan]
network_vlan_ranges = public:1:200
[securitygroup]
enable_security_group = true
[ovn]
ovn_nb_connection = tcp:$IP:$P_NB
ovn_sb_connection = tcp:$IP:$P_SB
ovn_metadata_enabled = false
enable_distributed_floating_ip = false
C
}
network_db() { once neutron-db "$B/neutron-db-manage" --config-file "$ETC/neutron/neutron.conf" --config-file "$ETC/neutron/ml2_conf.ini" upgrade heads; }
ovn_up() {
  local o=/usr/share/ovn v=/usr/share/openvswitch d
  export OVN_RUNDIR=$RUN/ovn OVS_RUNDIR=$RUN/ovn OVN_DBDIR=$DATA/ovn OVS_DBDIR=$DATA/ovn
  for d in nb:$P_NB:OVN_Northbound sb:$P_SB:OVN_Southbound; do
    local n=${d%%:*} p=${d#*:}; p=${p%%:*}
    [ -e "$DATA/ovn/$n.db" ] || ovsdb-tool create "$DATA/ovn/$n.db" "$o/ovn-$n.ovsschema"
    start "ovn-$n" ovsdb-server --unixctl="$RUN/ovn/$n.ctl" --remote="punix:$RUN/ovn/$n.sock" --remote="ptcp:$p:$IP" "$DATA/ovn/$n.db"
  done
  [ -e "$DATA/ovn/conf.db" ] || ovsdb-tool create "$DATA/ovn/conf.db" "$v/vswitch.ovsschema"
  start ovs-db ovsdb-server --unixctl="$RUN/ovn/ovsdb.ctl" --remote="punix:$RUN/ovn/db.sock" "$DATA/ovn/conf.db"
  wait_port "$P_NB" 20 ovn-nb; wait_port "$P_SB" 20 ovn-sb
  start ovn-northd ovn-northd --unixctl="$RUN/ovn/northd.ctl" --ovnnb-db="unix:$RUN/ovn/nb.sock" --ovnsb-db="unix:$RUN/ovn/sb.sock"
  local vs=(ovs-vsctl --db="unix:$RUN/ovn/db.sock" --no-wait)
  "${vs[@]}" -- init
  "${vs[@]}" set open_vswitch . external_ids:system-id=devcloud external_ids:hostname=devcloud "external_ids:ovn-remote=\"tcp:$IP:$P_SB\"" \
    external_ids:ovn-encap-type=geneve external_ids:ovn-encap-ip="$IP" external_ids:ovn-bridge-datapath-type=netdev external_ids:ovn-bridge-mappings=public:br-ex external_ids:ovn-cms-options=enable-chassis-as-gw \
    datapath_types=netdev iface_types=geneve,internal,tap,vxlan
  "${vs[@]}" --may-exist add-br br-ex -- set bridge br-ex datapath_type=netdev
  "${vs[@]}" --may-exist add-br br-int -- set bridge br-int datapath_type=netdev fail-mode=secure
  if [ "$VIRT" = kvm ]; then kvm_ns; fi
  if [ "${DEVCLOUD_VSWITCHD:-0}" = 1 ]; then start ovs-vswitchd ${INNS[@]+"${INNS[@]}"} ovs-vswitchd --unixctl="$RUN/ovn/vswitchd.ctl" --disable-system "unix:$RUN/ovn/db.sock"; fi
  if [ "$VIRT" = kvm ]; then kvm_ext; fi
  start ovn-controller ovn-controller "unix:$RUN/ovn/db.sock"
}
network_start() {
  ovn_up
  api neutron-api "$P_NEUTRON" neutron.wsgi.api:application 1 "" OS_NEUTRON_CONFIG_DIR="$ETC/neutron" "OS_NEUTRON_CONFIG_FILES=neutron.conf;ml2_conf.ini" OVN_RUNDIR="$RUN/ovn" OVS_RUNDIR="$RUN/ovn"
}
network_wait() { wait_http "$U:$P_NEUTRON/" 120 neutron-api; }
