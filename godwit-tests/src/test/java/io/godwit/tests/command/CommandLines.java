package io.godwit.tests.command;

import java.util.List;
import java.util.Map;

/**
 * Command lines as people write them, to be run by two programs. A bar parts the arguments; {@code
 * {url}} is the server, {@code {dir}} a folder of the program's own.
 */
final class CommandLines {
  /** Standard input. */
  static final String INPUT = "line one\nline two\n";

  /** What is in the folder before. */
  static final Map<String, String> FILES =
      Map.of(
          "data.txt", "one\ntwo & three\n",
          "half", "hel",
          "fields.txt", "X-One: 1\nX-Two: 2\n",
          "format.txt", "%{http_code}\\n",
          "netrc", "machine 127.0.0.1 login ada password s3cret\n",
          "cookies.txt", "127.0.0.1\tFALSE\t/\tFALSE\t0\tkept\tyes\n");

  static final List<String> ALL =
      List.of(
          // what is printed
          "{url}/ok",
          "-s|{url}/ok|{url}/missing",
          "-i|{url}/ok",
          "-I|{url}/ok",
          "-si|{url}/hints",
          "-sI|{url}/ok|-o|{dir}/head",
          "{url}/chunked",
          "{url}/old",
          "{url}/empty",
          "-sS|-o|{dir}/page|{url}/ok",
          "-sSfLo|{dir}/page|{url}/to/302/ok",
          "-sO|--output-dir|{dir}|{url}/folder/page.html?x=1",
          "-sO|--output-dir|{dir}/new/er|--create-dirs|{url}/page.html",
          "-sOJ|--output-dir|{dir}|{url}/named",
          "-sR|-o|{dir}/dated|{url}/dated",
          "-s|-D|{dir}/heads|-L|{url}/to/301/ok",
          "-s|-D|-|{url}/ok",
          "-s|-w|%{http_code} %{method} %{num_redirects} %{size_download} %{content_type}"
              + " %{url_effective} %{exitcode}\\n|-L|{url}/to/302/ok",
          "-s|-o|/dev/null|-w|%{response_code}\\t%{redirect_url}\\t%{num_connects} %{size_header}"
              + " %{num_headers} %{http_version} %{remote_ip} %{remote_port} %{urlnum}%%|{url}/to/302/ok",
          "-s|-w|@{dir}/format.txt|{url}/ok|{url}/missing",
          "-s|-w|%header{content-type} %header{none}|{url}/json",
          "-s|-w|%{time_redirect} \\q %{nosuch} %{errormsg}|{url}/ok",
          // what is sent
          "-s|-d|name=ada|-d|age=36|{url}/form",
          "-s|-d|@{dir}/data.txt|{url}/form",
          "-s|--data-binary|@{dir}/data.txt|{url}/form",
          "-s|-d|@-|{url}/form",
          "-s|--data-raw|@not a file|-H|Content-Type: text/plain|{url}/form",
          "-s|--data-urlencode|a=x y&z|--data-urlencode|b@{dir}/data.txt|{url}/form",
          "-s|-G|-d|q=1|--data-urlencode|r=a b|{url}/search?z=0",
          "-s|--url-query|a=1 2|-d|x|{url}/form",
          "-s|--json|{\"a\":1}|{url}/json",
          "-s|-T|{dir}/data.txt|{url}/folder/",
          "-s|-T|{dir}/data.txt|-X|PATCH|{url}/name",
          "-s|-T|-|{url}/stream",
          "-s|-F|a=b c|-F|f=@{dir}/data.txt|{url}/form",
          "-s|-F|a=1;type=text/x-a|-F|t=<{dir}/data.txt|-F|n=@{dir}/half;filename=\"a;b\";type=image/png|{url}/form",
          "-s|--form-string|a=@b;type=c|-F|in=@-;filename=in.txt|{url}/form",
          "-s|-w|%{size_upload}|-T|{dir}/data.txt|{url}/name",
          "-s|-X|DELETE|{url}/thing",
          "-s|-X|POST|-H|X-Empty;|-H|Accept:|-H|X-A: 1|{url}/fields",
          "-s|-H|@{dir}/fields.txt|-A|me/1.0|-e|http://r.example/|{url}/fields",
          "-s|-A||{url}/fields",
          "-s|-0|{url}/old",
          "-s|-z|Mon, 01 Jan 2024 00:00:00 GMT|{url}/unmodified",
          "-s|--compressed|{url}/gzip",
          "-s|{url}/gzip",
          "-s|-r|3-5|{url}/range",
          "-s|-C|-|-o|{dir}/half|{url}/range",
          "-s|-C|-|-o|{dir}/half|{url}/ok",
          "-s|-C|-|-o|{dir}/half|{url}/allofit",
          // who asks
          "-s|-u|ada:s3cret|{url}/basic",
          "-s|--digest|-u|ada:s3cret|{url}/digest",
          "-s|--anyauth|-u|ada:s3cret|{url}/digest",
          "-s|--oauth2-bearer|t0ken|{url}/ok",
          "-s|--netrc-file|{dir}/netrc|{url}/basic",
          "-s|http://ada:s3%40cret@127.0.0.1:{port}/basic",
          "-s|-u|bob:x|http://ada:s3cret@127.0.0.1:{port}/basic",
          "-s|-b|a=1; b=2|{url}/ok",
          "-s|-b|{dir}/cookies.txt|-b|own=1|{url}/ok",
          "-s|-L|{url}/cookie",
          "-s|-L|-b||{url}/cookie",
          "-s|-c|{dir}/jar|{url}/twocookies",
          // redirects
          "-s|{url}/to/302/ok",
          "-s|-L|-d|x=1|{url}/to/301/ok",
          "-s|-L|-d|x=1|{url}/to/307/ok",
          "-s|-L|--post302|-d|x=1|{url}/to/302/ok",
          "-s|-L|--post303|-d|x=1|{url}/to/303/ok",
          "-s|-L|--max-redirs|2|{url}/to/302/to/302/to/302/ok",
          "-s|-L|-u|ada:s3cret|{url}/elsewhere",
          "-s|--location-trusted|-u|ada:s3cret|{url}/elsewhere",
          "-s|-L|-i|{url}/to/302/ok",
          "-s|-L|--no-location|{url}/to/302/ok",
          // roads
          "-s|--resolve|nosuch.example:{port}:127.0.0.1|http://nosuch.example:{port}/ok",
          "-s|--connect-timeout|5|-m|10|{url}/ok",
          "-s4|http://localhost:{port}/ok",
          "-s|--interface|127.0.0.1|{url}/ok",
          "-s|--interface|lo|--no-keepalive|{url}/ok",
          "-s|--keepalive-time|30|{url}/ok",
          "-s|-x|{url}|http://nosuch.example/ok",
          "-s|-x|127.0.0.1:{port}|-U|ada:s3cret|-i|http://nosuch.example/ok?a=b",
          "-s|-x|http://ada:s3cret@127.0.0.1:{port}/|http://nosuch.example/to/302/ok",
          "-s|-x|http://127.0.0.1:1|--noproxy|127.0.0.1|{url}/ok",
          "-s|--proxy|{url}|https://nosuch.example/ok",
          // failures
          "-s|-f|{url}/missing",
          "-s|-fi|-o|{dir}/page|{url}/missing",
          "-s|--fail-with-body|{url}/missing",
          "-s|--fail-early|-f|{url}/missing|{url}/ok",
          "-s|{url}/cut",
          "-s|{url}/silent",
          "-s|-o|{dir}/no/such/folder|{url}/ok",
          "-s|--retry|2|{url}/busy",
          // as browsers copy them
          "{url}/api?q=a%20b|-H|accept: application/json|-H|accept-language: en-US,en;q=0.9|-b|sid=abc;"
              + " theme=dark|-H|user-agent: Mozilla/5.0|--data-raw|{\"a\":[1]}|--compressed|--insecure|-s");

  private CommandLines() {}
}
