# For checks of our own server, which source this: a folder of their own to work in, a Java file that serves from the jar that the
# launcher has built, and a line for each thing that was seen. The server prints "ports ..." when it is ready, reads commands from
# descriptor 3, and is stopped whatever happens. A check ends with `exit "$failed"`.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
server_pid=
trap '[[ -z $server_pid ]] || kill "$server_pid" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"
"$GODWIT" --version >/dev/null

# serve FILE.java MEGABYTES ARGUMENTS...: starts the server with that heap; the ports are in the array "ports"
serve() {
  mkfifo commands
  "$JDK25/bin/java" -XX:+UseSerialGC -Xmx"$2"m --class-path "$(dirname "$GODWIT")/godwit-cli/target/launcher/lib/godwit-core.jar" \
    "$here/$1" "${@:3}" <commands >server.log 2>server.err &
  server_pid=$!
  exec 3>commands
  until_says ports
  read -ra ports <server.log
  ports=("${ports[@]:1}")
}

# until_says WORD: waits, at most 30 seconds, for the server to say it.
until_says() {
  for _ in {1..300}; do
    grep -qs "^$1" server.log && return
    sleep 0.1
  done
  echo "the server did not say '$1':" && cat server.log server.err
  exit 1
}

# ended EXPECTED: waits for the server to end; its exit code and its last word are to be that
ended() {
  exec 3>&-
  local code=0
  wait "$server_pid" || code=$?
  server_pid=
  is 'the server ends with' "$1" "$code $(tail -n 1 server.log)"
}

failed=0
# is WHAT EXPECTED SEEN
is() {
  if [[ $3 == "$2" ]]; then
    printf '  %s: %s\n' "$1" "${3//$'\n'/ | }"
  else
    printf 'WRONG %s: should be "%s" and is "%s"\n' "$1" "$2" "$3"
    failed=1
  fi
}

# authority NAME: makes one, NAME.pem and NAME.key
authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -subj "/CN=$1" -days 30 -out "$1.pem" \
    -addext keyUsage=critical,keyCertSign,cRLSign 2>>openssl.log
}

# issue NAME ALTERNATIVE-NAMES KIND...: a key of that kind and a certificate of the authority "ca"
issue() {
  openssl req -newkey "${@:3}" -nodes -keyout "$1.key" -subj "/CN=$1" -out "$1.csr" 2>>openssl.log
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -days 30 -extfile <(printf 'subjectAltName = %s\n' "$2") -out "$1.pem" 2>>openssl.log
}
