#!/usr/bin/env bash
# The client (OAuth2Calls.java) against an OAuth 2 server that we did not write, no.nav.security:mock-oauth2-server from Maven
# Central, in a process of its own: client credentials, an authorization code with PKCE, refresh tokens, refusals, and 64 calls
# that share one token. Each line says what was seen. What that server does not do as the RFCs say stands where it shows.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=3.0.1
work=$(mktemp -d)
server_pid=
trap '[[ -z $server_pid ]] || kill "$server_pid" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"

cat >pom.xml <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>check</groupId><artifactId>oauth2</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>no.nav.security</groupId><artifactId>mock-oauth2-server</artifactId><version>$version</version></dependency>
  </dependencies>
</project>
XML
timeout 240 mvn -B -q -Dorg.slf4j.simpleLogger.defaultLogLevel=warn dependency:copy-dependencies -DoutputDirectory=lib
echo "mock-oauth2-server $version with $(find lib -name '*.jar' | wc -l) jars"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
# Tokens of the issuer "short" live a moment. A refresh token is replaced with each use.
export JSON_CONFIG='{"interactiveLogin": false, "rotateRefreshToken": true, "tokenCallbacks": [
  {"issuerId": "short", "tokenExpiry": 3,
   "requestMappings": [{"requestParam": "grant_type", "match": "*", "claims": {"sub": "ada", "aud": ["godwit"]}}]}]}'
SERVER_HOSTNAME=127.0.0.1 SERVER_PORT=$port "$JDK25/bin/java" -XX:+UseSerialGC -Xmx128m --class-path 'lib/*' \
  no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt >server.log 2>&1 &
server_pid=$!
for _ in {1..300}; do
  curl -sf --noproxy '*' --max-time 5 -o /dev/null "http://127.0.0.1:$port/isalive" && break
  kill -0 "$server_pid" || { echo "the server ended:"; cat server.log; exit 1; }
  sleep 0.1
done

"$GODWIT" --version >/dev/null
timeout 120 "$JDK25/bin/java" -XX:+UseSerialGC --class-path "$(dirname "$GODWIT")/godwit-cli/target/launcher/lib/godwit-core.jar" \
  "$here/OAuth2Calls.java" "http://127.0.0.1:$port" || { tail -n 40 server.log; exit 1; }
