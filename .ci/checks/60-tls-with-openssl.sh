#!/usr/bin/env bash
# The client (TlsCalls.java) against openssl s_server set up in every wrong way, and against nginx with client certificates: the
# right failure each, which names the certificate and what is wrong with it, and no connection left behind. All certificates
# and keys are made by openssl.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || :; done; rm -rf "$work"' EXIT
cd "$work"

"$GODWIT" --version >/dev/null

# key FILE: an elliptic one, in PKCS #8
key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"; }

# authority NAME: a root of its own
authority() {
  key "$1"
  openssl req -x509 -new -key "$1.key" -subj "/CN=$1 authority" -days 30 -out "$1.pem" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
}

# issue NAME AUTHORITY EXTENSIONS [FROM UNTIL]
issue() {
  key "$1"
  openssl req -new -key "$1.key" -subj "/CN=$1" -out "$1.csr"
  mkdir -p "ca-$1"
  : >"ca-$1/index"
  cat >"ca-$1/conf" <<CONF
[ca]
default_ca = here
[here]
dir = ca-$1
database = ca-$1/index
new_certs_dir = ca-$1
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[ext]
basicConstraints = critical,CA:FALSE
$3
CONF
  openssl ca -batch -notext -config "ca-$1/conf" -extensions ext -cert "$2.pem" -keyfile "$2.key" -in "$1.csr" -out "$1.pem" \
    -startdate "${4:-20200101000000Z}" -enddate "${5:-20490101000000Z}" 2>>openssl.log
}

local=$'subjectAltName = DNS:localhost,IP:127.0.0.1\nextendedKeyUsage = serverAuth'
{
  authority company
  authority stranger
  issue good company "$local"
  issue expired company "$local" 20200101000000Z 20210203040506Z
  issue wronghost company $'subjectAltName = DNS:other.test\nextendedKeyUsage = serverAuth'
  issue wrongusage company $'subjectAltName = DNS:localhost\nextendedKeyUsage = clientAuth'
  issue unknownca stranger "$local"
  issue ada company 'extendedKeyUsage = clientAuth'
  issue eve stranger 'extendedKeyUsage = clientAuth'
  key selfsigned
  openssl req -x509 -new -key selfsigned.key -subj /CN=selfsigned -days 30 -addext subjectAltName=DNS:localhost -out selfsigned.pem
  # the client's key in the forms there are
  openssl pkcs8 -topk8 -v2 aes-256-cbc -passout pass:s3cret -in ada.key -out ada.p8
  openssl ec -in ada.key -out ada.sec1
  openssl ec -in ada.key -aes256 -passout pass:s3cret -out ada.sec1.encrypted
  openssl pkcs12 -export -inkey ada.key -in ada.pem -passout pass:s3cret -out ada.p12
} 2>>openssl.log

# serve NAME CERTIFICATE OPTIONS...: notes the port that the server has taken
serve() {
  local name=$1 certificate=$2 port=
  shift 2
  : >"$name.out" # there before it is looked into
  openssl s_server -accept 127.0.0.1:0 -www -cert "$certificate.pem" -key "$certificate.key" "$@" >>"$name.out" 2>&1 &
  pids+=($!)
  for _ in {1..100}; do
    port=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' "$name.out")
    [[ -z $port ]] || break
    sleep 0.05
  done
  [[ -n $port ]] || { echo "no server $name:"; cat "$name.out"; exit 1; }
  printf '%s=%s\n' "$name" "$port" >>ports
}

clients=(-Verify 2 -verify_return_error -CAfile company.pem)
serve good13 good -tls1_3
serve good12 good -tls1_2
for wrong in expired selfsigned wronghost wrongusage unknownca; do serve "$wrong" "$wrong"; done
serve tls10 good -tls1 -cipher DEFAULT:@SECLEVEL=0
serve mutual13 good -tls1_3 "${clients[@]}"
serve mutual12 good -tls1_2 "${clients[@]}"

ports=($(python3 -c '
import socket
sockets = [socket.socket() for _ in range(2)]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])'))
cat >nginx.conf <<CONF
daemon off; master_process off; pid $work/nginx.pid; error_log $work/error.log;
events {}
http {
  access_log off; client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work; uwsgi_temp_path $work; scgi_temp_path $work;
  ssl_certificate $work/good.pem; ssl_certificate_key $work/good.key;
  ssl_client_certificate $work/company.pem; ssl_verify_client on; ssl_session_cache shared:one:1m;
  server {
    listen 127.0.0.1:${ports[0]} ssl; ssl_protocols TLSv1.3;
    location / { return 200 "\$ssl_client_s_dn \$ssl_protocol resumed=\$ssl_session_reused"; }
  }
  server {
    listen 127.0.0.1:${ports[1]} ssl; ssl_protocols TLSv1.2;
    location / { return 200 "\$ssl_client_s_dn \$ssl_protocol resumed=\$ssl_session_reused"; }
  }
}
CONF
nginx -p "$work" -c "$work/nginx.conf" -e "$work/error.log" &
pids+=($!)
for _ in {1..100}; do
  curl -s --noproxy '*' --max-time 5 -o /dev/null --cacert company.pem "https://localhost:${ports[1]}/" && break
  sleep 0.1
done
printf 'nginx13=%s\nnginx12=%s\n' "${ports[@]}" >>ports
echo "$(openssl version), $(nginx -v 2>&1)"
timeout 120 "$JDK25/bin/java" -XX:+UseSerialGC --class-path "$(dirname "$GODWIT")/godwit-cli/target/launcher/lib/godwit-core.jar" \
  "$here/TlsCalls.java" "$work" || { tail -n 5 ./*.out error.log; exit 1; }
