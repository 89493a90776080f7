#!/usr/bin/env bash
# The client (HttpbinCalls.java, HttpbinContent.java) against httpbin under gunicorn, with nginx in front on two ports, which are
# two origins: redirects, cookies, credentials, cache, statuses and what requests contain; content coded, in chunks, slowly and by
# ranges. Each line says what was seen. Where httpbin itself does not do as the RFCs say, HttpbinCalls.java says so.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || :; done; rm -rf "$work"' EXIT
cd "$work"

ports=($(python3 -c '
import socket
sockets = [socket.socket() for _ in range(3)]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])'))

# Debian's own Python, whatever other one comes first on the path.
/usr/bin/python3 /usr/bin/gunicorn --bind "127.0.0.1:${ports[0]}" --worker-class gthread --threads 8 --no-sendfile \
  --worker-tmp-dir "$work" --log-level warning httpbin:app >gunicorn.log 2>&1 &
pids+=($!)

cat >nginx.conf <<CONF
daemon off; master_process off; pid $work/nginx.pid; error_log $work/error.log;
events {}
http {
  access_log off; client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work; uwsgi_temp_path $work; scgi_temp_path $work;
  upstream httpbin { server 127.0.0.1:${ports[0]}; keepalive 8; }
  server {
    listen 127.0.0.1:${ports[1]}; listen 127.0.0.1:${ports[2]};
    location / {
      proxy_pass http://httpbin; proxy_http_version 1.1;
      proxy_set_header Host \$http_host; proxy_set_header Connection "";
    }
  }
}
CONF
nginx -p "$work" -c "$work/nginx.conf" -e "$work/error.log" &
pids+=($!)
for _ in {1..300}; do
  curl -sf --noproxy '*' --max-time 5 -o /dev/null "http://127.0.0.1:${ports[1]}/get" && break
  sleep 0.1
done
echo "httpbin $(/usr/bin/python3 -c 'import importlib.metadata as m; print(m.version("httpbin"))') under gunicorn, behind $(nginx -v 2>&1)"

# godwit-codings with its libraries, of the versions that the build has.
version() { sed -n "s|.*<$1.version>\(.*\)</$1.version>.*|\1|p" "$root/pom.xml"; }
dependency() { echo "<dependency><groupId>$1</groupId><artifactId>$2</artifactId><version>$(version "$3")</version></dependency>"; }
cat >pom.xml <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>check</groupId><artifactId>codings</artifactId><version>1</version>
  <dependencies>
    $(dependency com.aayushatharva.brotli4j brotli4j brotli4j)
    $(dependency com.github.luben zstd-jni zstd-jni)
    $(dependency org.jspecify jspecify jspecify)
  </dependencies>
</project>
XML
timeout 200 mvn -B -q -Dorg.slf4j.simpleLogger.defaultLogLevel=warn dependency:copy-dependencies -DoutputDirectory=lib
"$GODWIT" --version >/dev/null
core=$root/godwit-cli/target/launcher/lib/godwit-core.jar
"$JDK25/bin/javac" -d codings --class-path "$core:lib/*" "$root"/godwit-codings/src/main/java/io/godwit/codings/*.java
run() {
  timeout 200 "$JDK25/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --class-path "$core:codings:lib/*" "$@" ||
    { cat gunicorn.log error.log; exit 1; }
}
run "$here/HttpbinCalls.java" "http://127.0.0.1:${ports[1]}" "http://127.0.0.1:${ports[2]}"
run "$here/HttpbinContent.java" "http://127.0.0.1:${ports[1]}"
