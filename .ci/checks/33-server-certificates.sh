#!/usr/bin/env bash
# The server's certificates (CertificateServer.java) against curl and openssl s_client: one per host by SNI, of two kinds of keys,
# clients of the wrong authority, ALPN, resumption, an exchange of certificates while connections go on, and 64 MiB each way.
# All certificates and keys are made by openssl. Each line says what was seen.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
server_pid=
trap '[[ -z $server_pid ]] || kill "$server_pid" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"

"$GODWIT" --version >/dev/null

# issue NAME ALTERNATIVE-NAMES KIND...: a key of that kind and a certificate of the authority "ca"
issue() {
  openssl req -newkey "${@:3}" -nodes -keyout "$1.key" -subj "/CN=$1" -out "$1.csr" 2>>openssl.log
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -days 30 -extfile <(printf 'subjectAltName = %s\n' "$2") -out "$1.pem" 2>>openssl.log
}
ec=(ec -pkeyopt ec_paramgen_curve:P-256)
openssl req -x509 -newkey "${ec[@]}" -nodes -keyout ca.key -subj '/CN=company' -days 30 -out ca.pem \
  -addext keyUsage=critical,keyCertSign,cRLSign 2>>openssl.log
openssl req -x509 -newkey "${ec[@]}" -nodes -keyout other.key -subj '/CN=eve' -days 30 -out other.pem 2>>openssl.log
issue first 'DNS:localhost,IP:127.0.0.1' "${ec[@]}"
issue second 'DNS:second.test' rsa:2048
issue ada 'DNS:ada' "${ec[@]}"
issue renewed 'DNS:localhost,IP:127.0.0.1' "${ec[@]}"
cp first.pem live.pem && cp first.key live.key

mkfifo commands
"$JDK25/bin/java" -XX:+UseSerialGC -Xmx64m --class-path "$(dirname "$GODWIT")/godwit-cli/target/launcher/lib/godwit-core.jar" \
  "$here/CertificateServer.java" . <commands >server.log 2>server.err &
server_pid=$!
exec 3>commands
until_says() {
  for _ in {1..300}; do
    grep -qs "^$1" server.log && return
    sleep 0.1
  done
  echo "the server did not say '$1':" && cat server.log server.err
  exit 1
}
until_says ports
read -r _ port mutual <server.log

failed=0
is() {
  if [[ $3 == "$2" ]]; then
    printf '  %s: %s\n' "$1" "${3//$'\n'/ | }"
  else
    printf 'WRONG %s: should be "%s" and is "%s"\n' "$1" "$2" "$3"
    failed=1
  fi
}
ask() { curl -sS --noproxy '*' --max-time 30 --cacert ca.pem "$@" 2>curl.err || echo "curl exits with $?"; }
base=https://localhost:$port

echo "handshakes:"
is 'ALPN' 'http/1.1' "$(openssl s_client -connect "localhost:$port" -CAfile ca.pem -alpn h2,http/1.1 </dev/null 2>/dev/null | sed -n 's/^ALPN protocol: //p')"
is 'h2 alone is refused' 'no' "$(openssl s_client -connect "localhost:$port" -CAfile ca.pem -alpn h2 </dev/null >/dev/null 2>&1 && echo yes || echo no)"
printf 'GET /facts HTTP/1.0\r\n\r\n' | openssl s_client -connect "localhost:$port" -CAfile ca.pem -sess_out session -ign_eof >/dev/null 2>&1 || :
is 'a session is resumed' 'Reused' "$(openssl s_client -connect "localhost:$port" -CAfile ca.pem -sess_in session </dev/null 2>/dev/null | grep -m 1 -oE '^(New|Reused)' || :)"

echo "certificates:"
subject() { openssl s_client -connect "localhost:$port" -CAfile ca.pem "$@" </dev/null 2>/dev/null | openssl x509 -noout -subject -nameopt compat | sed 's/.*CN *= *//'; }
is 'without SNI' 'first' "$(subject -noservername)"
is 'the second host, RSA' 'second' "$(subject -servername second.test)"
is 'a host nobody serves' 'first' "$(subject -servername third.test)"
is 'the second host by curl' 'https TLSv1.3 second.test nobody' "$(ask --resolve "second.test:$port:127.0.0.1" "https://second.test:$port/facts")"

echo "clients:"
is 'with a certificate of our authority' 'https TLSv1.3 localhost CN=ada' "$(ask --cert ada.pem --key ada.key "https://localhost:$mutual/facts")"
is 'with one of somebody else' 'no' "$(ask --cert other.pem --key other.key "https://localhost:$mutual/facts" | grep -q '^curl exits' && echo no || echo yes)"

echo "64 MiB there and back:"
head -c 67108864 /dev/urandom >film
for version in 1.2 1.3; do
  is "TLS $version" 200 "$(ask --tls-max $version -H 'Expect:' -T film -o back -w '%{http_code}' "$base/echo")"
  cmp film back || failed=1
done

echo "while it runs:"
exec 4> >(openssl s_client -connect "localhost:$port" -CAfile ca.pem -quiet -no_ign_eof >kept 2>/dev/null)
kept_pid=$!
printf 'GET /facts HTTP/1.1\r\nHost: a\r\n\r\n' >&4
for _ in {1..100}; do ! grep -q nobody kept || break; sleep 0.1; done
cp renewed.pem live.pem && cp renewed.key live.key
echo reload >&3
until_says reloaded
is 'new connections' 'renewed' "$(subject -servername localhost)"
printf 'GET /facts HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n' >&4
wait "$kept_pid" || :
exec 4>&-
is 'a kept one goes on' 2 "$(grep -o 'HTTP/1.1 200' kept | wc -l)"

echo close >&3
exec 3>&-
code=0
wait "$server_pid" || code=$?
server_pid=
is 'the server ends with' '0 closed' "$code $(tail -n 1 server.log)"
is 'and has complained of nothing' '' "$(grep -E '^(SEVERE|WARNING|Exception)' server.err || :)"
exit "$failed"
