#!/usr/bin/env bash
# `godwit serve` against others: headless Chromium loads a page with twenty assets, and every one arrives and is understood;
# curl asks for ranges, goes on with a broken download, asks whether something has changed, takes what lies there
# compressed, and tries to leave the folder; wget mirrors it. All of it in the clear, the browser and curl by TLS as well.
set -euo pipefail
work=$(mktemp -d)
server_pid=
trap '[[ -z $server_pid ]] || kill "$server_pid" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"
fail() { echo "35-serve-with-browser: $*" >&2; exit 1; }

# The page: 5 style sheets, 5 scripts, 4 PNG, 2 SVG and 4 JSON; one script lies there compressed as well, and the page says
# only what it has seen itself.
mkdir -p site/docs
python3 - <<'PYTHON'
import gzip, json, os, struct, zlib

def put(name, text):
    with open("site/" + name, "w") as out:
        out.write(text)

def png(width):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = (b"\0" + b"\x40\x80\xc0" * width) * 3
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, 3, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))

head, body, seen = [], [], []
for i in range(1, 6):
    put(f"style{i}.css", f"#box{i} {{ width: {i * 10}px }}\n")
    head.append(f'<link rel="stylesheet" href="style{i}.css">')
    body.append(f'<div id="box{i}"></div>')
    seen.append(f"getComputedStyle(document.getElementById('box{i}')).width === '{i * 10}px'")
for i in range(1, 6):
    put(f"script{i}.js", f"window.script{i} = 'ran \u00fc' + {i};\n" + "// a line that is worth compressing\n" * 50)
    body.append(f'<script src="script{i}.js"></script>')
    seen.append(f"window.script{i} === 'ran \\u00fc' + {i}")
with gzip.open("site/script5.js.gz", "wb") as out:
    out.write(b"window.script5 = 'ran \xc3\xbc' + 5; // from the compressed file\n")
for i in range(1, 5):
    with open(f"site/picture {i}.png", "wb") as out:
        out.write(png(i))
    body.append(f'<img id="png{i}" src="picture%20{i}.png">')
    seen.append(f"document.getElementById('png{i}').naturalWidth === {i}")
for i in range(1, 3):
    put(f"drawing{i}.svg", f'<svg xmlns="http://www.w3.org/2000/svg" width="{i}0" height="5"></svg>')
    body.append(f'<img id="svg{i}" src="drawing{i}.svg">')
    seen.append(f"document.getElementById('svg{i}').naturalWidth === {i}0")
for i in range(1, 5):
    put(f"data{i}.json", json.dumps({"value": i}))
    seen.append(f"data[{i - 1}] === {i}")
put("index.html", f"""<!DOCTYPE html><html><head><title>twenty</title>{''.join(head)}</head><body>{''.join(body)}
<p id="result">nothing yet</p><script>
addEventListener('load', async () => {{
  const answers = [1, 2, 3, 4].map(i => fetch(`data${{i}}.json`).then(it => it.json()).then(it => it.value));
  const data = await Promise.all(answers);
  const seen = [{', '.join(seen)}];
  document.getElementById('result').textContent =
    `arrived: ${{seen.filter(it => it).length}} of ${{seen.length}}, missing: ${{seen.map((it, i) => it ? '' : i).join(' ').trim()}}.`;
}});
</script></body></html>""")
PYTHON
head -c 5000000 /dev/urandom >site/film.bin
echo '# guide' >site/docs/guide.md
mkdir site/.git
echo 'secret of the folder' | tee secret.txt >site/.git/config
ln -s ../secret.txt site/out
touch -d '2026-01-02 03:04:05 UTC' site/*.* site/docs/*
mv site/index.html site/page.html
ln -s page.html site/index.html

# serve NAME OPTIONS...: starts it, and finds its URL
serve() {
  "$GODWIT" serve --port 0 "${@:2}" site >"$1.log" 2>"$1.err" &
  server_pid=$!
  for _ in {1..300}; do
    base=$(sed -n 's|^  \(https\{0,1\}://.*/\)$|\1|p' "$1.err" | head -n 1)
    [[ -z $base ]] || return 0
    kill -0 "$server_pid" 2>/dev/null || break
    sleep 0.1
  done
  cat "$1.err" >&2
  fail "it does not say where it is"
}
stop() {
  kill "$server_pid"
  local status=0
  wait "$server_pid" || status=$?
  server_pid=
  [[ $status == 143 ]] || fail "it ended with $status after SIGTERM, not with 143"
}
# browse URL OPTIONS...: what the page has seen
browse() {
  timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir="$work/profile" \
    --no-first-run --virtual-time-budget=20000 "${@:2}" --dump-dom "$1" 2>chromium.err |
    sed -n 's|.*<p id="result">\(.*\)</p>.*|\1|p'
}

"$GODWIT" --version >/dev/null
serve plain

seen=$(browse "$base")
[[ $seen == 'arrived: 20 of 20, missing: .' ]] || { tail -n 5 chromium.err plain.log; fail "Chromium says: $seen"; }
count=$(grep -c '" 200 ' plain.log)
((count >= 21)) || { cat plain.log; fail "$count answers with 200 for a page and twenty assets"; }
grep -q "\"GET /script5.js HTTP/1.1\" 200 $(stat -c %s site/script5.js.gz)\$" plain.log || { cat plain.log; fail "the compressed script was not taken"; }
listed=$(timeout 60 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$work/profile" --dump-dom "${base}docs/" 2>/dev/null)
[[ $listed == *'href="./guide.md"'* ]] || fail "no list of a folder: $listed"
echo "Chromium: a page and its twenty assets, $seen"

curl=(curl -sS --max-time 30)
"${curl[@]}" -r 1000-1999 "${base}film.bin" | cmp - <(tail -c +1001 site/film.bin | head -c 1000)
"${curl[@]}" -r -1234 "${base}film.bin" | cmp - <(tail -c 1234 site/film.bin)
"${curl[@]}" -D several.head -r 0-99,4999900-,100000-300000 -o several "${base}film.bin"
python3 - <<'PYTHON'
import email.parser, email.policy
head = open("several.head", "rb").read().split(b"\r\n", 1)[1]
message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(
    b"Content-Transfer-Encoding: binary\r\n" + head + open("several", "rb").read())
film = open("site/film.bin", "rb").read()
raw = open("several", "rb").read()
places = [part["Content-Range"] for part in message.iter_parts()]
assert places == ["bytes 0-99/5000000", "bytes 4999900-4999999/5000000", "bytes 100000-300000/5000000"], places
for first, last in (0, 99), (4999900, 4999999), (100000, 300000):
    at = raw.index(b"Content-Range: bytes %d-%d/5000000\r\n" % (first, last))
    begin = raw.index(b"\r\n\r\n", at) + 4
    assert raw[begin:begin + last - first + 1] == film[first:last + 1], (first, last)
PYTHON
head -c 1234567 site/film.bin >resumed
"${curl[@]}" -C - -o resumed "${base}film.bin"
cmp resumed site/film.bin
status() { "${curl[@]}" -o body -w '%{http_code}' "$@"; }
[[ $(status -r 5000000- "${base}film.bin") == 416 ]] || fail "a range behind the end was not refused"
[[ $(status -z 'Fri, 02 Jan 2026 03:04:05 GMT' "${base}film.bin") == 304 ]] || fail "it was not modified since"
[[ $(status -z 'Fri, 02 Jan 2026 03:04:04 GMT' "${base}film.bin") == 200 ]] || fail "it was modified since"
"${curl[@]}" --etag-save tag -o body "${base}film.bin"
[[ $(status --etag-compare tag "${base}film.bin") == 304 ]] || fail "the tag is not the same again: $(<tag)"
"${curl[@]}" --compressed "${base}script5.js" | grep -q 'from the compressed file' || fail "--compressed"
"${curl[@]}" "${base}script5.js" | cmp - site/script5.js
"${curl[@]}" --compressed -D coded.head "${base}script1.js" | cmp - site/script1.js
grep -qi '^Content-Encoding: gzip' coded.head || { cat coded.head; fail "a script was not compressed"; }
"${curl[@]}" -I "${base}film.bin" | tr -d '\r' | grep -qx 'Content-Length: 5000000' || fail "HEAD"
[[ $(status -X POST "${base}film.bin") == 405 ]] || fail "POST"
[[ $(status -L -w '%{http_code} %{num_redirects}' "${base}docs") == '200 1' ]] || fail "a folder without its slash"
echo "curl: ranges, several at a time, a download gone on with, conditions, compressed, HEAD, a folder"

for path in ../secret.txt docs/../../secret.txt ..%2fsecret.txt %2e%2e/secret.txt .%2e/secret.txt %2e%2e%2fsecret.txt \
  ..%5csecret.txt '..\secret.txt' %252e%252e/secret.txt docs/..%2f..%2fsecret.txt %c0%ae%c0%ae/secret.txt ....//secret.txt \
  ..%00/secret.txt page.html%00.txt '..;/secret.txt' /secret.txt //secret.txt "/$work/secret.txt" %2f%2e%2e%2fsecret.txt out .git/config \
  %2egit/config ./.git/config docs/../.git/config .git/; do
  code=$(status --path-as-is "$base$path")
  [[ $code == 40[04] ]] || fail "$path was answered with $code"
  ! grep -q secret.of body || fail "$path gave the secret away"
done
echo "curl --path-as-is: no way out of the folder"

mkdir mirror
(cd mirror && timeout 60 wget -q --recursive --no-parent --no-host-directories "${base}page.html" "${base}docs/")
for file in page.html style1.css script1.js 'picture 1.png' drawing2.svg docs/guide.md; do cmp "mirror/$file" "site/$file"; done
echo "wget: a mirror of the page and of the listed folder"
stop

# By TLS: with a certificate that is made on the spot, and with one from openssl.
serve made --tls
[[ $base == https://* ]] || fail "not by https: $base"
seen=$(browse "$base" --ignore-certificate-errors)
[[ $seen == 'arrived: 20 of 20, missing: .' ]] || { tail -n 5 chromium.err; fail "Chromium says by TLS: $seen"; }
"${curl[@]}" -o body "$base" 2>/dev/null && fail "curl trusts a certificate that nobody knows"
"${curl[@]}" -k "${base}film.bin" | cmp - site/film.bin
port=${base##*:}
hash=$(openssl s_client -connect "127.0.0.1:${port%/}" </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256 | cut -d= -f2)
grep -q "^  $hash\$" made.err || { cat made.err; fail "the certificate has the hash $hash"; }
stop
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout key.pem -out cert.pem 2>/dev/null
serve own --cert cert.pem --key key.pem
for version in 1.2 1.3; do
  "${curl[@]}" --cacert cert.pem --tlsv"$version" --tls-max "$version" -r 1000000-1999999 "${base}film.bin" |
    cmp - <(tail -c +1000001 site/film.bin | head -c 1000000)
done
stop
echo "TLS: Chromium and curl, a certificate that is made on the spot and one from openssl, 1.2 and 1.3"
