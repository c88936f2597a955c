# SPDX-License-Identifier: Apache-2.0
# The image service (Glance), on files or on Ceph. Sourced by up.sh.
image_conf() {
mkdir -p "$ETC/glance" "$DATA/images" "$DATA/staging" "$DATA/tasks" "$DATA/glance"
cp "$VENV/etc/glance/glance-api-paste.ini" "$ETC/glance/"
{ cat <<C
[DEFAULT]
enabled_backends = $(if on_ceph; then echo ceph:rbd; else echo file:file; fi)
$(if on_ceph; then echo show_image_direct_url = true; fi)
node_staging_uri = file://$DATA/staging
worker_self_reference_url = $U:$P_GLANCE
transport_url = $MQURL
[os_glance_tasks_store]
filesystem_store_datadir = $DATA/tasks
[os_glance_staging_store]
filesystem_store_datadir = $DATA/staging
[glance_store]
$(if on_ceph; then printf 'default_backend = ceph\n[ceph]\nrbd_store_pool = images\nrbd_store_user = glance\nrbd_store_ceph_conf = %s\nrbd_thin_provisioning = true\n' "$CEPH_ETC/ceph.conf"
else printf 'default_backend = file\n[file]\nfilesystem_store_datadir = %s\n' "$DATA/images"; fi)
[paste_deploy]
flavor = keystone
config_file = $ETC/glance/glance-api-paste.ini
[database]
connection = $(DBURL glance)
C
authtoken glance; privsep "$ETC/glance/glance-api.conf"; } > "$ETC/glance/glance-api.conf"
}
image_db() {
  once glance-db "$B/glance-manage" --config-file "$ETC/glance/glance-api.conf" db_sync
  once glance-metadefs "$B/glance-manage" --config-file "$ETC/glance/glance-api.conf" db_load_metadefs "$VENV/etc/glance/metadefs"
}
image_start() { api glance-api "$P_GLANCE" glance.wsgi.api:application 1 "" OS_GLANCE_CONFIG_DIR="$ETC/glance"; }
image_wait() { wait_http "$U:$P_GLANCE/" 90 glance-api; }
