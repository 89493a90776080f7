#!/usr/bin/env bash
# What the launcher promises: a GET within three times `java -version` (medians of five, in turns), the right bytes from
# nginx, from any folder and through a symbolic link; one line and nothing else where there is no JDK 25.
set -euo pipefail
work=$(mktemp -d)
nginx_pid=
trap '[[ -z $nginx_pid ]] || kill "$nginx_pid" 2>/dev/null || :; rm -rf "$work"' EXIT

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir "$work/www"
head -c 10000 /dev/urandom | base64 >"$work/www/page.txt"
cat >"$work/nginx.conf" <<CONF
daemon off; master_process off; pid $work/nginx.pid; error_log $work/error.log;
events {}
http { access_log off; server { listen 127.0.0.1:$port; root $work/www; } }
CONF
nginx -p "$work" -c "$work/nginx.conf" -e "$work/error.log" &
nginx_pid=$!
url=http://127.0.0.1:$port/page.txt
for _ in {1..50}; do curl -sf -o /dev/null "$url" && break || sleep 0.1; done

"$GODWIT" "$url" | cmp - "$work/www/page.txt"
ln -s "$GODWIT" "$work/linked"
(cd / && "$work/linked" "$url") | cmp - "$work/www/page.txt"
echo "the page of nginx came through whole, also from another folder and through a symbolic link"

# The milliseconds that a command takes.
milliseconds() {
  local began=$EPOCHREALTIME ended
  "$@" >/dev/null 2>&1
  ended=$EPOCHREALTIME
  echo $(((${ended/./} - ${began/./}) / 1000))
}
median() { sort -n | sed -n 3p; }

# A busy machine gets three chances.
for attempt in 1 2 3; do
  : >"$work/version"
  : >"$work/get"
  for _ in 1 2 3 4 5; do
    milliseconds "$JDK25/bin/java" -version >>"$work/version"
    milliseconds "$GODWIT" "$url" >>"$work/get"
  done
  version=$(median <"$work/version")
  get=$(median <"$work/get")
  echo "attempt $attempt: java -version $version ms, a GET $get ms (medians of five)"
  ((get <= 3 * version)) && break
  ((attempt < 3)) || { echo "a GET takes more than three times java -version" >&2; exit 1; }
done

# A checkout without a JDK: only the shell's own tools on the PATH, no JAVA_HOME, and a find_jdk that looks nowhere else.
mkdir -p "$work/checkout/.ci" "$work/bin"
cp "$GODWIT" "$work/checkout/"
cp "$(dirname "$GODWIT")/.ci/build-command" "$work/checkout/.ci/"
sed '/^  for jdk_home/,/^  done/d' "$(dirname "$GODWIT")/.ci/find-jdk.sh" >"$work/checkout/.ci/find-jdk.sh"
for tool in sh mkdir find; do ln -s "$(command -v "$tool")" "$work/bin/$tool"; done
if env -i PATH="$work/bin" HOME="$work" "$work/checkout/godwit" "$url" >"$work/out" 2>"$work/err"; then exit 1; fi
[[ ! -s $work/out && $(wc -l <"$work/err") == 1 ]] && grep -q 'JDK 25' "$work/err"
echo "without a JDK: $(cat "$work/err")"
