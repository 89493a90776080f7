#!/usr/bin/env bash
# The server (CertificateServer.java) against wrk: a minute in all, plain, over TLS, and with a new connection for each request.
# No answer may be missing or wrong.
. "$(dirname "${BASH_SOURCE[0]}")/our-server.bash"

ec=(ec -pkeyopt ec_paramgen_curve:P-256)
authority ca
issue live 'DNS:localhost,IP:127.0.0.1' "${ec[@]}"
issue second 'DNS:second.test' "${ec[@]}"
serve CertificateServer.java 128 .
secure=${ports[0]} plain=${ports[2]}

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
load 'in the clear' 30 "http://127.0.0.1:$plain/hello"
load 'over TLS' 20 "https://127.0.0.1:$secure/facts"
load 'a connection for each request' 10 -H 'Connection: close' "http://127.0.0.1:$plain/hello"

echo close >&3
ended '0 closed'
is 'and has complained of nothing' '' "$(grep -E '^(SEVERE|WARNING|Exception)' server.err || :)"
exit "$failed"
