# SPDX-License-Identifier: Apache-2.0
# Key manager (Barbican) with its new default policies. Sourced by up.sh.
keymanager_conf() {
mkdir -p "$ETC/barbican" "$STATE/home/.barbican"
sed -e 's/^pipeline = .*barbican-api-keystone.*/&/' "$VENV/etc/barbican/barbican-api-paste.ini" | sed -e "s#^/v1: .*#/v1: barbican-api-keystone#" > "$ETC/barbican/barbican-api-paste.ini"
{ cat <<C
[DEFAULT]
host_href = $U:$P_BARBICAN
transport_url = $MQURL
db_auto_create = false
[database]
connection = $(DBURL barbican)
[secretstore]
namespace = barbican.secretstore.plugin
enabled_secretstore_plugins = store_crypto
[crypto]
namespace = barbican.crypto.plugin
enabled_crypto_plugins = simple_crypto
[simple_crypto_plugin]
kek = dGhpcnR5X3R3b19ieXRlX2tleWJsYWhibGFoYmxhaGg=
[queue]
enable = false
[oslo_policy]
enforce_new_defaults = true
enforce_scope = true
C
authtoken barbican; } > "$STATE/home/.barbican/barbican.conf"
printf 'from paste import deploy\napplication = deploy.loadapp("config:%s")\n' "$ETC/barbican/barbican-api-paste.ini" > "$ETC/barbican/wsgi.py"
}
keymanager_db() { once barbican-db env HOME="$STATE/home" "$B/barbican-manage" --config-file "$STATE/home/.barbican/barbican.conf" db upgrade; }
keymanager_start() { api barbican-api "$P_BARBICAN" "$ETC/barbican/wsgi.py" 1 ""; }
keymanager_wait() { wait_http "$U:$P_BARBICAN/" 90 barbican-api; }
