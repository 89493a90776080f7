#!/usr/bin/env bash
# The command against nginx, side by side with curl: the same bytes, and the same exit codes. With a file of 1 GiB, chunks,
# HEAD, 404, nobody there, unknown hosts, certificates that are good, expired, for another host and of nobody we know, client
# certificates, pins, versions of TLS.
set -euo pipefail
work=$(mktemp -d)
nginx_pid=
trap '[[ -z $nginx_pid ]] || kill "$nginx_pid" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"

ports=($(python3 -c '
import socket
sockets = [socket.socket() for _ in range(8)]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])'))
plain=${ports[0]} good=${ports[1]} expired=${ports[2]} other=${ports[3]} unknown=${ports[4]} nobody=${ports[5]} asking=${ports[6]} dated=${ports[7]}

# An authority of our own, and what it has signed.
authority() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=$1" -keyout "$1.key" -out "$1.pem" 2>/dev/null; }
# certificate NAME AUTHORITY SUBJECT-ALTERNATIVE-NAME BEGIN END
certificate() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr" 2>/dev/null
  printf '[ca]\ndefault_ca=d\n[d]\ndatabase=%s\nserial=%s\nnew_certs_dir=%s\ndefault_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n[x]\nsubjectAltName=%s\n' \
    "$work/index" "$work/serial" "$work" "$3" >"$1.cnf"
  : >>index
  [[ -f serial ]] || echo 1000 >serial
  openssl ca -batch -notext -config "$1.cnf" -extensions x -cert "$2.pem" -keyfile "$2.key" -startdate "$4" -enddate "$5" -in "$1.csr" -out "$1.pem" 2>ca.log || { cat ca.log; exit 1; }
}
authority trusted
authority stranger
certificate good trusted DNS:localhost,IP:127.0.0.1 20200101000000Z 20991231000000Z
certificate expired trusted DNS:localhost 20200101000000Z 20210101000000Z
certificate other trusted DNS:other.example 20200101000000Z 20991231000000Z
certificate unknown stranger DNS:localhost 20200101000000Z 20991231000000Z
# A certificate for the client, its key plain, encrypted, with the certificate in one file, and in a key store.
certificate client trusted DNS:client 20200101000000Z 20991231000000Z
openssl pkcs8 -topk8 -in client.key -passout pass:s3cret -out encrypted.key 2>/dev/null
cat client.pem client.key >both.pem
openssl pkcs12 -export -in client.pem -inkey client.key -passout pass:s3cret -out client.p12
openssl x509 -in good.pem -pubkey -noout >good.pub
pin=sha256//$(openssl pkey -pubin -in good.pub -outform der | openssl dgst -sha256 -binary | base64)
mkdir authorities
cp trusted.pem "authorities/$(openssl x509 -in trusted.pem -hash -noout).0"

mkdir www
head -c 5000 /dev/urandom >www/small
for i in {1..2000}; do echo "line $i of a page that is sent in chunks"; done >www/page.txt
truncate -s 1G www/large
for i in 0 333333333 777777777 1073741000; do head -c 800 /dev/urandom | dd of=www/large bs=1 seek=$i conv=notrunc status=none; done
tls() { echo "server { listen 127.0.0.1:$1 ssl; ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate $work/$2.pem; ssl_certificate_key $work/$2.key; root $work/www; }"; }
cat >nginx.conf <<CONF
daemon off; master_process off; pid $work/nginx.pid; error_log $work/error.log;
events {}
http {
  access_log off; client_body_temp_path $work/t1; proxy_temp_path $work/t2; fastcgi_temp_path $work/t3; uwsgi_temp_path $work/t4; scgi_temp_path $work/t5;
  types { text/plain txt; }
  server {
    listen 127.0.0.1:$plain; root $work/www;
    location /chunked/ { alias $work/www/; ssi on; ssi_types *; }
    location /slow/ { alias $work/www/; limit_rate 400m; }
  }
  $(tls "$good" good)
  $(tls "$expired" expired)
  $(tls "$other" other)
  $(tls "$unknown" unknown)
  server {
    listen 127.0.0.1:$asking ssl; ssl_certificate $work/good.pem; ssl_certificate_key $work/good.key; root $work/www;
    ssl_client_certificate $work/trusted.pem; ssl_verify_client on;
  }
  server {
    listen 127.0.0.1:$dated ssl; ssl_certificate $work/good.pem; ssl_certificate_key $work/good.key; root $work/www; ssl_protocols TLSv1.2;
  }
}
CONF
nginx -p "$work" -c "$work/nginx.conf" -e "$work/error.log" &
nginx_pid=$!
base=http://127.0.0.1:$plain
for _ in {1..50}; do curl -sf -o /dev/null "$base/small" && break || sleep 0.1; done

failed=0
# same WORDS-OF-THE-MESSAGE ARGUMENTS...: both programs, same exit code; ours says the words in one line, or nothing
same() {
  local words=$1 code=0 curls=0
  shift
  "$GODWIT" --cacert trusted.pem -o ours.out "$@" 2>err || code=$?
  curl -s --cacert trusted.pem -o curl.out "$@" || curls=$?
  if [[ $code != "$curls" ]]; then echo "exit codes differ for $*: godwit $code, curl $curls: $(<err)"; failed=1; fi
  if [[ -n $words ]] && { [[ $(wc -l <err) != 1 ]] || ! grep -q "^godwit: ($code) .*$words" err; }; then
    echo "for $* the message should have '$words': $(<err)"
    failed=1
  fi
  if [[ -z $words && -s err ]]; then echo "for $* there should be no message: $(<err)"; failed=1; fi
  printf '  %3d  %s  %s\n' "$code" "${*//$work\//}" "$(<err)"
}
# equal FILE...: what came is what was there
equal() { cmp "$1" "$2" || failed=1; }

echo "exit codes, the same as curl's:"
same '' "$base/small" && equal ours.out www/small
same '' "$base/chunked/page.txt" && equal ours.out www/page.txt
curl -s -D- -o /dev/null "$base/chunked/page.txt" | grep -qi '^transfer-encoding: chunked' || { echo "nginx sends no chunks"; failed=1; }
same '' -I "$base/small" && grep -q '^Content-Length: 5000' ours.out || failed=1
same '' "$base/none"
same '404 Not Found' -f "$base/none"
same 'connection refused' "http://127.0.0.1:$nobody/"
same 'cannot resolve nosuch.invalid' http://nosuch.invalid/
same "protocol 'gopherx' is not supported" gopherx://localhost/
same '' "https://localhost:$good/small" && equal ours.out www/small
same 'expired' "https://localhost:$expired/small"
same 'other.example' "https://localhost:$other/small"
same 'which is not trusted' "https://localhost:$unknown/small"
same '' -k "https://localhost:$expired/small" && equal ours.out www/small
same 'not a TLS port' "https://127.0.0.1:$plain/"

echo "authorities, client certificates, pins, versions:"
same 'no-such.pem' --cacert no-such.pem "https://localhost:$good/small"
same '' --cacert stranger.pem --capath authorities "https://localhost:$good/small" && equal ours.out www/small
same '' --cacert stranger.pem "https://localhost:$unknown/small" && equal ours.out www/small
same '' --cert client.pem --key client.key "https://localhost:$asking/small" && equal ours.out www/small
same '' --cert client.pem --key encrypted.key --pass s3cret "https://localhost:$asking/small" && equal ours.out www/small
same '' -E both.pem "https://localhost:$asking/small" && equal ours.out www/small
same '' --cert client.p12:s3cret --cert-type P12 "https://localhost:$asking/small" && equal ours.out www/small
same 'no-such.pem' --cert no-such.pem "https://localhost:$asking/small"
same 'encrypted.key' --cert client.pem --key encrypted.key --pass wrong "https://localhost:$asking/small"
same '' --pinnedpubkey "$pin" "https://localhost:$good/small" && equal ours.out www/small
same '' --pinnedpubkey good.pub "https://localhost:$good/small" && equal ours.out www/small
same '' --pinnedpubkey "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=;$pin" "https://localhost:$good/small"
same 'pinned' --pinnedpubkey sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= "https://localhost:$good/small"
same 'pinned' -k --pinnedpubkey sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= "https://localhost:$good/small"
same '' --tlsv1.2 "https://localhost:$dated/small" && equal ours.out www/small
same '' --tlsv1.3 "https://localhost:$good/small" && equal ours.out www/small
same 'TLS' --tlsv1.3 "https://localhost:$dated/small"
same '' --resolve "localhost:$nobody:127.0.0.1" "https://localhost:$good/small" && equal ours.out www/small

# The reader that goes away, and a full disk behind standard output.
code=0
"$GODWIT" "$base/large" 2>err | head -c 1000 >/dev/null || code=${PIPESTATUS[0]}
[[ $code == 23 && ! -s err ]] || { echo "a closed pipe: $code, $(<err)"; failed=1; }
code=0
"$GODWIT" "$base/small" >/dev/full 2>err || code=$?
[[ $code == 23 ]] && grep -q 'No space left' err || { echo "a full disk: $code, $(<err)"; failed=1; }

# 1 GiB, in the memory of a small page.
JDK_JAVA_OPTIONS=-Xmx32m "$GODWIT" -s "$base/large" 2>/dev/null | cmp - www/large
JDK_JAVA_OPTIONS=-Xmx32m "$GODWIT" -s -o large.out "$base/large" 2>/dev/null
cmp large.out www/large
echo "1 GiB came through byte by byte, with a heap of 32 MiB, to a pipe and into a file"

# The progress bar, for a person on a terminal, and for nobody else.
script -qec "'$GODWIT' -o large.out $base/slow/large" typescript >bar </dev/null
tr '\r' '\n' <bar | grep -q 'large 100% .* 1024/1024 MiB' || { echo "no progress bar: $(tail -c 200 bar)"; failed=1; }
cmp large.out www/large
"$GODWIT" -o large.out "$base/slow/large" 2>err
[[ ! -s err ]] || { echo "a progress bar for nobody: $(<err)"; failed=1; }
echo "a long transfer shows a progress bar on a terminal"

# Ctrl-C, with a server that accepts and says nothing.
python3 - "$GODWIT" <<'PYTHON' || failed=1
import signal, socket, subprocess, sys
with socket.create_server(("127.0.0.1", 0)) as server:
    url = "http://127.0.0.1:%d/" % server.getsockname()[1]
    command = subprocess.Popen([sys.argv[1], "-v", url], stderr=subprocess.PIPE, text=True)
    lines = [command.stderr.readline()]
    while not lines[-1].startswith(">"):
        lines.append(command.stderr.readline())
    command.send_signal(signal.SIGINT)
    rest = command.communicate(timeout=60)[1]
    print("Ctrl-C ends it with", command.returncode)
    sys.exit(command.returncode != 130 or "Exception" in rest)
PYTHON

# The last URL gives the exit code, as with curl.
for urls in "http://127.0.0.1:$nobody/ $base/small" "$base/small http://127.0.0.1:$nobody/"; do
  code=0 curls=0
  # shellcheck disable=SC2086
  "$GODWIT" -s $urls >/dev/null || code=$?
  # shellcheck disable=SC2086
  curl -s $urls >/dev/null || curls=$?
  [[ $code == "$curls" ]] || { echo "two URLs: godwit $code, curl $curls"; failed=1; }
done

exit "$failed"
