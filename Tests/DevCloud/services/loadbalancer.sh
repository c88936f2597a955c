# SPDX-License-Identifier: Apache-2.0
# Load balancer (Octavia), whose drivers do nothing. Sourced by up.sh.
loadbalancer_conf() {
mkdir -p "$ETC/octavia" "$RUN/octavia" "$STATE/octavia"
[ -s "$ETC/octavia/ca.pem" ] || openssl req -x509 -newkey rsa:2048 -passout "pass:$PASS" -days 3650 -subj /CN=devcloud-octavia -keyout "$ETC/octavia/ca.key" -out "$ETC/octavia/ca.pem" 2>"$LOG/once-octavia-ca.log"
{ cat <<C
[DEFAULT]
transport_url = $MQURL
[api_settings]
bind_host = $IP
bind_port = $P_OCTAVIA
auth_strategy = keystone
api_base_uri = $U:$P_OCTAVIA
enabled_provider_drivers = amphora:amphora with no-op compute, octavia:same
default_provider_driver = amphora
allow_tls_terminated_listeners = true
[database]
connection = $(DBURL octavia)
[health_manager]
heartbeat_key = devcloud
bind_ip = $IP
[controller_worker]
amphora_driver = amphora_noop_driver
compute_driver = compute_noop_driver
network_driver = network_noop_driver
volume_driver = volume_noop_driver
image_driver = image_noop_driver
distributor_driver = distributor_noop_driver
amp_boot_network_list = 00000000-0000-0000-0000-000000000001
amp_flavor_id = 1
client_ca = $ETC/octavia/ca.pem
workers = 1
[haproxy_amphora]
server_ca = $ETC/octavia/ca.pem
client_cert = $ETC/octavia/ca.pem
[certificates]
cert_manager = noop_cert_manager
cert_generator = local_cert_generator
ca_certificate = $ETC/octavia/ca.pem
ca_private_key = $ETC/octavia/ca.key
ca_private_key_passphrase = $PASS
server_certs_key_passphrase = devcloud-insecure-32-byte-phrase
[driver_agent]
status_socket_path = $RUN/octavia/status.sock
stats_socket_path = $RUN/octavia/stats.sock
get_socket_path = $RUN/octavia/get.sock
[oslo_messaging]
topic = octavia_prov
[task_flow]
persistence_connection = $(DBURL octavia_persistence)
jobboard_enabled = false
[service_auth]
$(svcauth octavia)
C
authtoken octavia; } > "$ETC/octavia/octavia.conf"
}
loadbalancer_db() {
  once octavia-db "$B/octavia-db-manage" --config-file "$ETC/octavia/octavia.conf" upgrade head
  once octavia-persistence "$B/octavia-db-manage" --config-file "$ETC/octavia/octavia.conf" upgrade_persistence
}
loadbalancer_start() {
  api octavia-api "$P_OCTAVIA" "$B/octavia-wsgi" 1 "--config-file $ETC/octavia/octavia.conf"
  start octavia-worker env HOME="$STATE/home" "$B/octavia-worker" --config-file "$ETC/octavia/octavia.conf"
  start octavia-driver-agent env HOME="$STATE/home" "$B/octavia-driver-agent" --config-file "$ETC/octavia/octavia.conf"
}
loadbalancer_wait() { wait_http "$U:$P_OCTAVIA/" 90 octavia-api; }
