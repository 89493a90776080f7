#!/usr/bin/env bash
# The server (CurlServer.java) against curl, and against raw bytes for what curl would never send: HTTP/1.0 and 1.1, kept
# connections, chunks both ways, Expect, HEAD, trailers, the statuses of refused requests, pipelining, 64 MiB there and back,
# and a close that lets what runs finish. Each line says what was seen.
. "$(dirname "${BASH_SOURCE[0]}")/our-server.bash"
serve CurlServer.java 48
port=${ports[0]} hasty=${ports[1]} balanced=${ports[2]}
base=http://127.0.0.1:$port

# has WHAT PATTERN FILE: the file has a line that matches
has() {
  local line
  if line=$(tr -d '\r' <"$3" | grep -m 1 -iE -- "$2"); then
    printf '  %s: %s\n' "$1" "$line"
  else
    printf 'WRONG %s: no line matches %s in\n%s\n' "$1" "$2" "$(<"$3")"
    failed=1
  fi
}
# hasnt WHAT PATTERN FILE
hasnt() {
  if tr -d '\r' <"$3" | grep -iE -- "$2"; then
    echo "WRONG $1: no line should match $2"
    failed=1
  else
    echo "  $1"
  fi
}
# ask ARGUMENTS...: curl, quiet and bounded; its exit code in place of its output if it fails
ask() {
  curl -sS --noproxy '*' --max-time 30 "$@" || echo "curl exits with $?"
}
status() { ask -o /dev/null -w '%{http_code}' "$@"; }

echo "versions and connections:"
is 'GET' hello "$(ask -D head "$base/hello")"
has 'version' '^HTTP/1.1 200 OK$' head
has 'length' '^Content-Length: 5$' head
has 'date' '^Date: ...,' head
is 'three requests, new connections' '1 0 0' "$(ask -w '%{num_connects} ' -o a -o b -o c "$base/hello" "$base/trailers" "$base/hello" | sed 's/ $//')"
is 'HTTP/1.0' hello "$(ask -0 -D head "$base/hello")"
has 'version' '^HTTP/1.0 200 OK$' head
is 'two requests of 1.0, new connections' '1 1' "$(ask -0 -w '%{num_connects} ' -o a -o b "$base/hello" "$base/hello" | sed 's/ $//')"
is 'two of 1.0 with keep-alive' '1 0' "$(ask -0 -H 'Connection: keep-alive' -D head -w '%{num_connects} ' -o a -o b "$base/hello" "$base/hello" | sed 's/ $//')"
has 'which is granted' '^Connection: keep-alive$' head
is '1.0 with keep-alive and no length' '1 1' "$(ask -0 -H 'Connection: keep-alive' -D head -w '%{num_connects} ' -o a -o b "$base/trailers" "$base/trailers" | sed 's/ $//')"
hasnt 'no chunks to 1.0' '^Transfer-Encoding' head
is 'and all of the content' 'one two three' "$(<b)"
is 'two of 1.1 with close' '1 1' "$(ask -H 'Connection: close' -D head -w '%{num_connects} ' -o a -o b "$base/hello" "$base/hello" | sed 's/ $//')"
has 'which is confirmed' '^Connection: close$' head

echo "heads:"
is 'HEAD' 200 "$(status -I -D head "$base/hello")"
has 'what GET would have' '^Content-Length: 5$' head
is 'HEAD, then GET on the same connection' '1 0' "$(ask -w '%{num_connects} ' -I -o a "$base/hello" --next -sS -w '%{num_connects}' -o b "$base/hello")"
is '204' 204 "$(status -D head "$base/empty")"
hasnt 'without a length' '^(Content-Length|Transfer-Encoding)' head
is '404' 404 "$(status "$base/none")"
is 'a handler that fails' 500 "$(status "$base/fail")"
ask -D head -o body "$base/hints"
has 'early hints' '^HTTP/1.1 103 ' head
has 'then the answer' '^HTTP/1.1 200 ' head
is 'absolute form, as a proxy is asked' "http://example.org/target?q of http://example.org/target?q" \
  "$(curl -sS --max-time 30 --noproxy '' -x "$base" 'http://example.org/target?q')"

echo "the PROXY protocol:"
seen=$(ask --haproxy-protocol -w ' %{local_port}' "http://127.0.0.1:$balanced/who")
is 'curl says who it is' "/127.0.0.1:${seen##* } at /127.0.0.1:$balanced ${seen##* }" "$seen"
is 'two requests, new connections' '1 0' "$(ask --haproxy-protocol -w '%{num_connects} ' -o a -o b "http://127.0.0.1:$balanced/who" "http://127.0.0.1:$balanced/who" | sed 's/ $//')"
refused=$(ask -o /dev/null "http://127.0.0.1:$balanced/who")
is 'who does not say it' 'curl exits' "${refused% with *}"
printf 'PROXY TCP4 192.0.2.1 203.0.113.7 54321 443\r\nGET /who HTTP/1.0\r\n\r\n' >announced
exec 4<>"/dev/tcp/127.0.0.1/$balanced"
cat announced >&4
is 'a balancer says who has asked' '/192.0.2.1:54321 at /203.0.113.7:443' "$(timeout 15 tail -n 1 <&4)"
exec 4>&-

echo "content up:"
head -c 50000 /dev/urandom >small
is 'with its length' '50000 bytes, length 50000, coding none, trailer none' "$(ask --data-binary @small "$base/count")"
is 'in chunks' '50000 bytes, length not said, coding chunked, trailer none' "$(ask -H 'Transfer-Encoding: chunked' --data-binary @small "$base/count")"
is 'in chunks, nothing' '0 bytes, length not said, coding chunked, trailer none' "$(ask -T - "$base/count" </dev/null)"
ask -H 'Expect: 100-continue' --data-binary @small -v -o body "$base/count" 2>trace
has 'waits for 100' '^< HTTP/1.1 100 ' trace
has 'then the answer' '^< HTTP/1.1 200 ' trace
is 'and its content' '50000 bytes, length 50000, coding none, trailer none' "$(<body)"
ask -0 -H 'Expect: 100-continue' --data-binary @small -v -o body "$base/count" 2>trace
hasnt 'HTTP/1.0 is sent no 100' '^< HTTP/1.[01] 100' trace
is 'an expectation nobody knows' 417 "$(status -H 'Expect: tea' --data-binary @small "$base/count")"
is 'collected' 'collected 50000' "$(ask --data-binary @small "$base/collect")"

echo "content down:"
is 'in chunks' 'one two three' "$(ask -D head "$base/trailers")"
has 'coding' '^Transfer-Encoding: chunked$' head
has 'and trailers' '^X-Sum: 3$' head
is 'the last chunk, raw' '0 | X-Sum: 3 | ' "$(ask --raw "$base/trailers" | tr -d '\r' | tail -n 3 | sed 's/$/ | /' | tr -d '\n' | sed 's/ |  | $/ | /')"

echo "refused:"
head -c 200000 /dev/zero >large
is '413, before the content is asked for' '413 0' "$(ask -o /dev/null -H 'Expect: 100-continue' -w '%{http_code} %{size_upload}' --data-binary @large "$base/collect")"
is '413, in chunks' 413 "$(status -H 'Transfer-Encoding: chunked' -H 'Expect:' --data-binary @large "$base/collect")"
is '414' 414 "$(status "$base/$(printf '%09000d' 0)")"
printf 'X-%05d: 0123456789012345678901234567890123456789\n' {1..150} >fields
is '150 fields' 200 "$(status -H @fields "$base/hello")"
printf 'X-%05d: a\n' {1..250} >fields
is '431, too many fields' 431 "$(status -H @fields "$base/hello")"
is '431, too large a field' 431 "$(status -H "X: $(printf '%070000d' 0)" "$base/hello")"
is '501, a transfer coding' 501 "$(status -X POST -H 'Transfer-Encoding: gzip' "$base/count")"
is '501, a tunnel' 501 "$(curl -sS --max-time 30 --noproxy '' -o /dev/null -w '%{http_connect}' -p -x "$base" http://example.org/ 2>/dev/null || :)"
is '400, a length beside a coding' 400 "$(status -H 'Transfer-Encoding: gzip' -d x "$base/count")"
is '400, a Host that is none' 400 "$(status -H 'Host: a/b' "$base/hello")"

python3 - "$port" "$hasty" <<'PYTHON' || failed=1
import re, socket, sys
port, hasty = map(int, sys.argv[1:])
failed = False

def says(data, to=None, end=False):
    """All that comes back to these bytes, up to the end of the connection."""
    with socket.create_connection(("127.0.0.1", to or port), 15) as s:
        s.sendall(data)
        if end:
            s.shutdown(socket.SHUT_WR)
        got = b""
        while True:
            piece = s.recv(65536)
            if not piece:
                return got
            got += piece

def shows(what, good, seen):
    global failed
    failed |= not good
    print("  %s%s: %s" % ("" if good else "WRONG ", what, seen))

host = b"Host: a\r\n"
ok = b"GET /hello HTTP/1.1\r\n" + host + b"\r\n"
for what, status, data in [
    ("no HTTP", 400, b"hello\r\n\r\n"),
    ("a TLS hello", 400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
    ("LF alone", 400, b"GET / HTTP/1.1\nHost: a\n\n"),
    ("CR within a field", 400, b"GET / HTTP/1.1\r\nHost: a\rX: y\r\n\r\n"),
    ("a folded field", 400, b"GET / HTTP/1.1\r\n" + host + b"X: a\r\n b\r\n\r\n"),
    ("a space before a colon", 400, b"GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
    ("NUL in a field", 400, b"GET / HTTP/1.1\r\n" + host + b"X: \0\r\n\r\n"),
    ("no Host", 400, b"GET / HTTP/1.1\r\n\r\n"),
    ("two Hosts", 400, b"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
    ("two lengths", 400, b"POST / HTTP/1.1\r\n" + host + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nx"),
    ("a length with a sign", 400, b"POST / HTTP/1.1\r\n" + host + b"Content-Length: +1\r\n\r\nx"),
    ("length and coding", 400, b"POST / HTTP/1.1\r\n" + host + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("chunked in 1.0", 400, b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("a bad chunk size", 400, b"POST /count HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n"),
    ("a target that is none", 400, b"GET hello HTTP/1.1\r\n" + host + b"\r\n"),
    ("an octet above 7F in the target", 400, b"GET /\xc3\xbc HTTP/1.1\r\n" + host + b"\r\n"),
    ("a method without end", 501, b"G" * 9000),
    ("the preface of HTTP/2", 505, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ("version 2.0", 505, b"GET / HTTP/2.0\r\n" + host + b"\r\n"),
]:
    # a good request behind it must not be answered
    seen = says(data + ok)
    line = seen.split(b"\r\n", 1)[0].decode()
    good = line.startswith("HTTP/1.") and line.split(" ")[1] == str(status)
    good = good and len(re.findall(rb"HTTP/1\.\d \d\d\d ", seen)) == 1 and b"\r\nConnection: close\r\n" in seen
    shows(what, good, line)

seen = says(b"GET /hello HTTP/1.1\r\nHost: a", hasty)
shows("half a head, for a second", seen.startswith(b"HTTP/1.1 408 ") and b"\r\nConnection: close\r\n" in seen, seen.split(b"\r\n")[0].decode())
seen = says(b"POST /count HTTP/1.1\r\n" + host + b"Content-Length: 5\r\n\r\nab", hasty)
shows("half the content, for a second", seen.startswith(b"HTTP/1.1 408 ") and b"\r\nConnection: close\r\n" in seen, seen.split(b"\r\n")[0].decode())
seen = says(b"", hasty)
shows("nothing, for three seconds", seen == b"", "closed without a word" if seen == b"" else seen)

many = b"".join(
    b"POST /count HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s" % (host, i, b"x" * i) if i % 2 else
    b"GET /target?%d HTTP/1.1\r\n%s\r\n" % (i, host) for i in range(32))
seen = says(b"\r\n" + many, end=True)
order = [part.split(b"\r\n\r\n", 1)[1].decode() for part in seen.split(b"HTTP/1.1 200 OK\r\n")[1:]]
expected = ["%d bytes, length %d, coding none, trailer none" % (i, i) if i % 2 else "/target?%d of http://a/target?%d" % (i, i) for i in range(32)]
shows("32 requests behind each other", order == expected, "answered in order" if order == expected else order)

seen = says(b"POST /count HTTP/1.1\r\n" + host + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n2;a=\"b\"\r\nxy\r\n0\r\nX-Sum: 2\r\n\r\n")
shows("extensions and trailers up", seen.endswith(b"2 bytes, length not said, coding chunked, trailer 2"), seen.split(b"\r\n\r\n")[-1].decode())
sys.exit(failed)
PYTHON

echo "64 MiB there and back, while it comes, with a heap of 48 MiB:"
head -c 67108864 /dev/urandom >film
for coding in '' 'Transfer-Encoding: chunked'; do
  is "${coding:-Content-Length}" 200 "$(ask -H "$coding" -T film -o back -w '%{http_code}' "$base/echo")"
  cmp film back || failed=1
done

echo "the close:"
ask -D head -o waited "$base/wait" >curl.out &
curl_pid=$!
until_says waiting
exec 4<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /hello HTTP/1.1\r\nHost: a\r\n\r\n' >&4
read -r -t 15 line <&4
is 'a kept connection' 'HTTP/1.1 200 OK' "${line%$'\r'}"
echo close >&3
timeout 15 cat <&4 >rest || { echo "WRONG: the idle connection stays open"; failed=1; }
exec 4>&-
is 'ends at once' hello "$(tail -n 1 rest)"
for _ in {1..50}; do
  code=0
  curl -s --noproxy '*' --max-time 5 -o /dev/null "$base/hello" || code=$?
  [[ $code != 7 ]] || break
  sleep 0.1
done
is 'nobody else gets in, curl exits with' 7 "$code"
echo go >&3
wait "$curl_pid"
is 'what runs may finish' waited "$(cat waited curl.out)"
has 'and is the last' '^Connection: close$' head
ended '0 closed'
is 'the server has complained of' 'SEVERE: GET /fail' "$(grep -oE '^(SEVERE|WARNING|Exception).{0,11}' server.err)"
exit "$failed"
