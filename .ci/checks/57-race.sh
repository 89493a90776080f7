#!/usr/bin/env bash
# The client (RaceCalls.java) in a network namespace where packets to some addresses vanish: the next address overtakes them
# (RFC 8305). Skipped, and said so, where namespaces are not permitted.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$GODWIT" --version >/dev/null
jar="$(dirname "$GODWIT")/godwit-cli/target/launcher/lib/godwit-core.jar"

inside() {
  # 192.0.2.0/24 is on a link where nobody answers; 127.0.0.1 is the server of the program.
  ip link set lo up
  ip link add hole type dummy 2>/dev/null || ip tuntap add hole mode tap
  ip addr add 198.51.100.1/24 dev hole && ip link set hole up
  ip route add 192.0.2.0/24 via 198.51.100.2 dev hole
  ip neigh add 198.51.100.2 lladdr 02:00:00:00:00:01 dev hole nud permanent
}
export -f inside
if ! unshare --user --map-root-user --net bash -c inside 2>/dev/null; then
  if ! unshare --net bash -c inside 2>/dev/null; then
    echo "SKIPPED: no network namespaces here, so no address that swallows packets"
    exit 0
  fi
  unshare=(unshare --net)
else
  unshare=(unshare --user --map-root-user --net)
fi
timeout 60 "${unshare[@]}" bash -c "inside; exec '$JDK25/bin/java' -XX:+UseSerialGC --class-path '$jar' '$here/RaceCalls.java'"
