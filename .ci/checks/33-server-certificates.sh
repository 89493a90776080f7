#!/usr/bin/env bash
# The server's certificates (CertificateServer.java) against curl and openssl s_client: one per host by SNI, of two kinds of keys,
# clients of the wrong authority, ALPN, resumption, an exchange of certificates while connections go on, and 64 MiB each way.
# All certificates and keys are made by openssl. Each line says what was seen.
. "$(dirname "${BASH_SOURCE[0]}")/our-server.bash"

ec=(ec -pkeyopt ec_paramgen_curve:P-256)
authority ca
authority other
issue first 'DNS:localhost,IP:127.0.0.1' "${ec[@]}"
issue second 'DNS:second.test' rsa:2048
issue ada 'DNS:ada' "${ec[@]}"
issue renewed 'DNS:localhost,IP:127.0.0.1' "${ec[@]}"
cp first.pem live.pem && cp first.key live.key

serve CertificateServer.java 64 .
port=${ports[0]} mutual=${ports[1]}

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
is 'TLS 1.3' 'https TLSv1.3 localhost nobody' "$(ask "$base/facts")"
is 'TLS 1.2' 'https TLSv1.2 localhost nobody' "$(ask --tls-max 1.2 "$base/facts")"
is 'TLS 1.1 is not spoken' 'curl exits with 35' "$(ask --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0 "$base/facts")"
is 'HTTP/1.1 by ALPN' 1.1 "$(ask -o a -w '%{http_version}' --http2 "$base/facts")"
is 'two requests, new connections' '1 0 ' "$(ask -w '%{num_connects} ' -o a -o b "$base/facts" "$base/facts")"
is 'a request in the clear to a port of TLS' 400 "$(ask -o a -w '%{http_code}' "http://localhost:$port/facts")"
is 'the second host by curl' 'https TLSv1.3 second.test nobody' "$(ask --resolve "second.test:$port:127.0.0.1" "https://second.test:$port/facts")"

echo "clients:"
is 'with a certificate of our authority' 'https TLSv1.3 localhost CN=ada' "$(ask --cert ada.pem --key ada.key "https://localhost:$mutual/facts")"
is 'the same with TLS 1.2' 'https TLSv1.2 localhost CN=ada' "$(ask --tls-max 1.2 --cert ada.pem --key ada.key "https://localhost:$mutual/facts")"
refused=$(ask "https://localhost:$mutual/facts")
is 'without one' 'curl exits' "${refused% with *}"
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
ended '0 closed'
is 'and has complained of nothing' '' "$(grep -E '^(SEVERE|WARNING|Exception)' server.err || :)"
exit "$failed"
