#!/usr/bin/env bash
# The client (ProxyCalls.java) by real proxies: squid in the clear, with a login and over TLS; tinyproxy; microsocks with and
# without a password. The origin is nginx, in the clear and over TLS. Each line says what was seen.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
chmod 755 "$work"
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || :; done; wait 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"

ports=($(python3 -c '
import socket
sockets = [socket.socket() for _ in range(8)]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])'))
plain=${ports[0]} tls=${ports[1]} squid=${ports[2]} squidlogin=${ports[3]} squidtls=${ports[4]} tiny=${ports[5]} socks=${ports[6]} sockslogin=${ports[7]}

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=localhost" \
  -addext "subjectAltName=DNS:localhost,DNS:origin.test,IP:127.0.0.1" -keyout key.pem -out cert.pem 2>/dev/null
chmod 644 key.pem

cat >nginx.conf <<CONF
daemon off; master_process off; pid $work/nginx.pid; error_log $work/error.log;
events {}
http {
  access_log off; client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work; uwsgi_temp_path $work; scgi_temp_path $work;
  server {
    listen 127.0.0.1:$plain; listen 127.0.0.1:$tls ssl; ssl_certificate $work/cert.pem; ssl_certificate_key $work/key.pem;
    location / { default_type text/plain; return 200 "origin \$scheme [\$http_proxy_authorization]"; }
  }
}
CONF
nginx -p "$work" -c "$work/nginx.conf" -e "$work/error.log" & pids+=($!)

printf 'ada:%s\n' "$(openssl passwd -apr1 s3cret)" >passwd
cat >squid.conf <<CONF
http_port 127.0.0.1:$squid
http_port 127.0.0.1:$squidlogin name=login
https_port 127.0.0.1:$squidtls tls-cert=$work/cert.pem tls-key=$work/key.pem
auth_param basic program /usr/lib/squid/basic_ncsa_auth $work/passwd
auth_param basic children 1
acl login myportname login
acl known proxy_auth REQUIRED
acl forbidden dstdomain forbidden.test
http_access deny forbidden
http_access deny login !known
http_access allow all
hosts_file $work/hosts
cache deny all
pid_filename none
access_log none
cache_log stdio:/dev/null
coredump_dir $work
shutdown_lifetime 1 seconds
CONF
echo "127.0.0.1 origin.test" >hosts
squid -N -f "$work/squid.conf" >squid.out 2>&1 & pids+=($!)

cat >tinyproxy.conf <<CONF
Port $tiny
Listen 127.0.0.1
Timeout 30
Allow 127.0.0.1
LogFile "$work/tinyproxy.log"
BasicAuth ada s3cret
CONF
tinyproxy -d -c "$work/tinyproxy.conf" >tinyproxy.out 2>&1 & pids+=($!)

microsocks -i 127.0.0.1 -p "$socks" >/dev/null 2>&1 & pids+=($!)
microsocks -i 127.0.0.1 -p "$sockslogin" -u ada -P s3cret >/dev/null 2>&1 & pids+=($!)

for port in "${ports[@]}"; do
  for _ in {1..150}; do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
    sleep 0.1
  done
done

"$GODWIT" --version >/dev/null
timeout 120 "$JDK25/bin/java" -XX:+UseSerialGC --class-path "$(dirname "$GODWIT")/godwit-cli/target/launcher/lib/godwit-core.jar" \
  "$here/ProxyCalls.java" "$work/cert.pem" "${ports[@]}" || { cat squid.out tinyproxy.out tinyproxy.log error.log; exit 1; }
echo "$(squid -v | head -1); $(tinyproxy -v)"
