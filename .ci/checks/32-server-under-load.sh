#!/usr/bin/env bash
# The server (TlsServer.java) against curl over TLS 1.2 and 1.3, with and without a client certificate, and against wrk: a
# minute in all, plain, over TLS, and with a new connection for each request. No answer may be missing or wrong.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
server_pid=
trap '[[ -z $server_pid ]] || kill "$server_pid" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"

"$GODWIT" --version >/dev/null
new_key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
openssl req -x509 "${new_key[@]}" -days 2 -subj /CN=authority -keyout ca.key -out ca.pem 2>/dev/null
# certificate NAME SUBJECT EXTENSIONS: signed by the authority
certificate() {
  openssl req "${new_key[@]}" -subj "$2" -keyout "$1.key" -out "$1.csr" 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile <(echo "$3") -out "$1.pem" 2>/dev/null
}
certificate server /CN=localhost 'subjectAltName=DNS:localhost,IP:127.0.0.1'
certificate client /CN=ada 'extendedKeyUsage=clientAuth'

mkfifo commands
"$JDK25/bin/java" -XX:+UseSerialGC -Xmx128m --class-path "$(dirname "$GODWIT")/godwit-cli/target/launcher/lib/godwit-core.jar" \
  "$here/TlsServer.java" server.pem server.key ca.pem <commands >server.log 2>server.err &
server_pid=$!
exec 3>commands
for _ in {1..300}; do
  ! grep -q '^ports' server.log || break
  sleep 0.1
done
read -r _ plain secure mutual <server.log || { cat server.err; exit 1; }

failed=0
# is WHAT EXPECTED SEEN
is() {
  if [[ $3 == "$2" ]]; then
    printf '  %s: %s\n' "$1" "$3"
  else
    printf 'WRONG %s: should be "%s" and is "%s"\n' "$1" "$2" "$3"
    failed=1
  fi
}
ask() {
  curl -sS --noproxy '*' --max-time 20 --cacert ca.pem "$@" 2>curl.err || echo "curl exits with $?"
}

echo "curl over TLS:"
is 'TLS 1.3' TLSv1.3 "$(ask "https://localhost:$secure/")"
is 'TLS 1.2' TLSv1.2 "$(ask --tls-max 1.2 "https://localhost:$secure/")"
is 'TLS 1.1 is not spoken' 'curl exits with 35' "$(ask --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0 "https://localhost:$secure/")"
is 'two requests, new connections' '1 0 ' "$(ask -w '%{num_connects} ' -o a -o b "https://localhost:$secure/" "https://localhost:$secure/")"
is 'HTTP/1.1 by ALPN' 1.1 "$(ask -o a -w '%{http_version}' --http2 "https://localhost:$secure/")"
is 'a request in the clear to a port of TLS' 400 "$(ask -o a -w '%{http_code}' "http://localhost:$secure/")"
is 'a client certificate' 'TLSv1.3 CN=ada' "$(ask --cert client.pem --key client.key "https://localhost:$mutual/")"
is 'the same with TLS 1.2' 'TLSv1.2 CN=ada' "$(ask --tls-max 1.2 --cert client.pem --key client.key "https://localhost:$mutual/")"
refused=$(ask "https://localhost:$mutual/")
case $refused in
  'curl exits with 56' | 'curl exits with 35') is 'none where one is needed' "$refused" "$refused" ;;
  *) is 'none where one is needed' 'curl exits with 56' "$refused" ;;
esac

# load WHAT SECONDS ARGUMENTS...: wrk, which must have had answers, and nothing but good ones
load() {
  local what=$1 seconds=$2 out
  shift 2
  out=$(timeout $((seconds + 20)) wrk -t1 -c64 -d"${seconds}s" --timeout 10s "$@" 2>&1) || failed=1
  local count bad
  count=$(sed -nE 's/^ *([0-9]+) requests in.*/\1/p' <<<"$out")
  bad=$(grep -E 'Socket errors|Non-2xx' <<<"$out" || :)
  if [[ ${count:-0} -gt 100 && -z $bad ]]; then
    printf '  %s: %s requests in %s s, none failed\n' "$what" "$count" "$seconds"
  else
    printf 'WRONG %s: %s\n' "$what" "$out"
    failed=1
  fi
}

echo "wrk, 64 connections:"
load 'in the clear' 30 "http://127.0.0.1:$plain/"
load 'over TLS' 20 "https://127.0.0.1:$secure/"
load 'a connection for each request' 10 -H 'Connection: close' "http://127.0.0.1:$plain/"

exec 3>&-
code=0
wait "$server_pid" || code=$?
server_pid=
is 'the server ends with' 0 "$code"
is 'and has complained of nothing' '' "$(grep -E '^(SEVERE|WARNING|Exception)' server.err || :)"
exit "$failed"
