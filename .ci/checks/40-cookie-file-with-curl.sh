#!/usr/bin/env bash
# Cookie files (CurlCookies.java) between curl and the client: what one has saved the other loads and sends.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
server_pid=
trap '[[ -z $server_pid ]] || kill "$server_pid" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"

"$GODWIT" --version >/dev/null
mkfifo commands answers
"$JDK25/bin/java" -XX:+UseSerialGC -Xmx48m --class-path "$(dirname "$GODWIT")/godwit-cli/target/launcher/lib/godwit-core.jar" \
  "$here/CurlCookies.java" <commands >answers 2>server.err &
server_pid=$!
exec 3>commands 4<answers

# answer: the next line of the program, within 30 seconds
answer() {
  local line
  read -r -t 30 line <&4 || { echo "no answer:" >&2; cat server.err >&2; exit 1; }
  printf '%s' "$line"
}
base=http://www.example.test:$(answer)
at=(--silent --show-error --max-time 30 --resolve "*:${base##*:}:127.0.0.1")

# cookies FIELD: in the order of their names; programs differ in it
cookies() {
  tr ';' '\n' <<<"$1" | sed 's/^ //' | sort | paste -sd ';'
}

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

curl "${at[@]}" --cookie-jar curl.txt "$base/set" >set.out
echo "curl.txt $base/" >&3
of_curl=$(cookies "$(curl "${at[@]}" --cookie curl.txt "$base/")")
is "curl saves and sends" 'domain=4;lasting=2="é";plain=1' "$of_curl"
is "the client loads that and sends" "$of_curl" "$(cookies "$(answer)")"
is "what curl saved" "4" "$(grep -c 'example.test' curl.txt)"
is "lines that the client did not take" "0" "$(answer)"

# The client has written all it holds to a file of its own.
is "the client saves, curl loads and sends" "$of_curl" "$(cookies "$(curl "${at[@]}" --cookie curl.txt.saved "$base/")")"
is "to a path" "$(curl "${at[@]}" --cookie curl.txt "$base/a/b")" "$(curl "${at[@]}" --cookie curl.txt.saved "$base/a/b")"
is "to a host beside it" "domain=4" "$(curl "${at[@]}" --cookie curl.txt.saved "${base/www/api}/")"
is "to a foreign host" "" "$(curl "${at[@]}" --cookie curl.txt.saved "${base/example/other}/")"
is "who may read it" "-rw-------" "$(stat --format %A curl.txt.saved)"
curl "${at[@]}" --cookie curl.txt.saved --cookie-jar again.txt "$base/" >again.out
is "curl saves it again as it was" "$(grep example.test curl.txt | sort)" "$(grep example.test again.txt | sort)"
exec 3>&-
wait "$server_pid" || failed=1
server_pid=
exit "$failed"
