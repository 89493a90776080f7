package io.godwit.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.BufferedResponse;
import io.godwit.client.CookieStore;
import io.godwit.client.Http;
import io.godwit.client.HttpClient;
import io.godwit.client.StreamingResponse;
import io.godwit.http.Cookie;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import io.godwit.policy.cookie.CookieJar.Refused;
import io.godwit.policy.cookie.CookieLimits;
import io.godwit.policy.cookie.CookieRefusal;
import io.godwit.policy.cookie.PublicSuffixes;
import io.godwit.policy.cookie.StoredCookie;
import io.godwit.server.HttpServer;
import io.godwit.server.ServerRequest;
import io.godwit.tests.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cookies between a client and origins on loopback. A request's query says what its response does:
 * {@code set=...} sets a cookie, {@code to=...} redirects; the content is the Cookie field that
 * came.
 */
@Timeout(60)
final class CookiesTest {
  @TempDir private Path folder;

  private HttpServer a;
  private HttpServer b;
  private HttpClient client;

  @BeforeEach
  void start() throws IOException {
    a = server("127.0.0.1");
    b = server("127.0.0.2");
    client =
        HttpClient.builder()
            .resolve("www.example.test", "127.0.0.1")
            .resolve("api.example.test", "127.0.0.1")
            .resolve("other.test", "127.0.0.1")
            .resolve("www.example.test.", "127.0.0.1")
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    a.close();
    b.close();
  }

  private static HttpServer server(String address) throws IOException {
    return HttpServer.builder()
        .bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0))
        .handler(CookiesTest::answer)
        .start();
  }

  private static Response answer(ServerRequest request) {
    Headers.Builder headers = Headers.builder().latin1();
    boolean redirect = false;
    for (String pair : request.query().orElse("").split("&", -1)) {
      String value = decoded(pair.substring(pair.indexOf('=') + 1));
      if (pair.startsWith("set=")) {
        headers.add("Set-Cookie", value);
      } else if (pair.startsWith("to=")) {
        headers.add("Location", value);
        redirect = true;
      }
    }
    Response response =
        Response.text(request.headers().all("Cookie").toString())
            .withHeaders(headers.add("Content-Type", "text/plain; charset=utf-8").build());
    return redirect ? response.withStatus(Status.of(307)) : response;
  }

  private static String decoded(String value) {
    return URLDecoder.decode(value, StandardCharsets.ISO_8859_1);
  }

  private static String uri(String host, HttpServer server, String path, String... query) {
    Uri uri = Uri.of("http://" + host + ":" + server.port() + path);
    for (int i = 0; i < query.length; i += 2) {
      uri = uri.withQuery(query[i], query[i + 1]);
    }
    return uri.text();
  }

  private String a(String path, String... query) {
    return uri("127.0.0.1", a, path, query);
  }

  private String b(String path, String... query) {
    return uri("127.0.0.2", b, path, query);
  }

  /** The Cookie fields that a call to there has brought along. */
  private String seen(String uri) throws IOException {
    return client.get(uri).send().text();
  }

  @Test
  @Row("P12")
  void a_client_keeps_what_servers_set_and_shows_it() throws Exception {
    client.get(a("/x/login", "set", "a=1; Path=/", "set", "b=2", "set", "c=3; Max-Age=0")).send();

    assertThat(seen(a("/"))).isEqualTo("[a=1]");
    assertThat(seen(a("/x/y"))).isEqualTo("[b=2; a=1]");
    assertThat(seen(b("/x/y"))).isEqualTo("[]");
    CookieStore store = client.cookies();
    assertThat(store.list()).extracting(StoredCookie::name).containsExactly("a", "b");
    assertThat(store.list(a("/"))).extracting(StoredCookie::value).containsExactly("1");
    assertThat(store.find("b").map(StoredCookie::path)).contains("/x");
    assertThat(store.find("B")).isEmpty();
    assertThat(store.size()).isEqualTo(2);
    assertThat(store + "" + store.list()).contains("b=***").doesNotContain("b=2");
  }

  @Test
  void a_caller_adds_and_removes_cookies() throws Exception {
    CookieStore store = client.cookies();
    store.add(a("/"), Cookie.of("mine", "1"));
    store.add(a("/"), Cookie.of("other", "2"));
    assertThat(seen(a("/"))).isEqualTo("[mine=1; other=2]");

    store.remove("mine");
    assertThat(seen(a("/"))).isEqualTo("[other=2]");
    store.add(a("/"), Cookie.of("mine", "3"));
    store.remove(cookie -> cookie.value().equals("2"));
    assertThat(seen(a("/"))).isEqualTo("[mine=3]");
    store.clear();
    assertThat(seen(a("/"))).isEqualTo("[]");
    assertThatThrownBy(() -> store.add(a("/"), Cookie.of("hidden", "key").withSecure()))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("because it is Secure and the connection is not")
        .hasMessageNotContaining("key");
    assertThat(store.size()).isZero();
  }

  @Test
  void a_client_without_cookies_keeps_none_and_one_liners_neither() throws Exception {
    try (HttpClient none = HttpClient.builder().withoutCookies().build()) {
      none.get(a("/", "set", "a=1")).send();
      assertThat(none.get(a("/")).send().text()).isEqualTo("[]");
      assertThat(none.get(a("/")).cookie("b", "2").send().text()).isEqualTo("[b=2]");
      assertThatThrownBy(none::cookies)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no cookies");
    }
    Http.get(a("/", "set", "a=1"));
    assertThat(Http.get(a("/")).text()).isEqualTo("[]");
  }

  @Test
  @Row("P12")
  void clients_share_a_store_or_have_one_each() throws Exception {
    CookieStore store = CookieStore.create();
    try (HttpClient one = HttpClient.builder().withoutCookies().cookies(store).build();
        HttpClient two = HttpClient.builder().cookies(store).build()) {
      one.get(a("/", "set", "a=1")).send();
      assertThat(two.get(a("/")).send().text()).isEqualTo("[a=1]");
      assertThat(two.cookies()).isSameAs(store);
    }
    assertThat(seen(a("/"))).isEqualTo("[]");
    var builder = HttpClient.builder();
    try (HttpClient one = builder.build();
        HttpClient two = builder.build()) {
      one.get(a("/", "set", "a=1")).send();
      assertThat(two.get(a("/")).send().text()).isEqualTo("[]");
    }
  }

  @Test
  void calls_at_the_same_time_lose_none_of_the_cookies() throws Exception {
    List<CompletableFuture<BufferedResponse>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(client.get(a("/", "set", "n" + i + "=" + i)).sendAsync());
    }
    for (CompletableFuture<BufferedResponse> call : calls) {
      call.get(30, TimeUnit.SECONDS);
    }
    assertThat(client.cookies().size()).isEqualTo(100);
  }

  @Test
  @Row("P13")
  void a_cookie_of_a_call_goes_with_that_call_and_is_not_kept() throws Exception {
    client.get(a("/", "set", "a=1", "set", "b=2")).send();
    String there = a("/there");

    String sent = client.get(there).cookie("b", "3").cookie("c", "4").send().text();
    assertThat(sent).isEqualTo("[a=1; b=3; c=4]");
    assertThat(seen(there)).isEqualTo("[a=1; b=2]");
    assertThatThrownBy(() -> client.get(there).cookie("a", "1; b=2"))
        .isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> client.get(there).cookie("a\r\nX", "1"))
        .isInstanceOf(InvalidMessage.class);
  }

  @Test
  @Row("P13")
  void a_cookie_of_a_call_follows_no_redirect_to_another_origin() throws Exception {
    assertThat(client.get(a("/", "to", "/same")).cookie("c", "1").send().text()).isEqualTo("[c=1]");
    assertThat(client.get(a("/", "to", b("/"))).cookie("c", "1").send().text()).isEqualTo("[]");
    // The host is the same, the port is not: cookies of a jar would go there, those of a call not.
    try (HttpServer c = server("127.0.0.1")) {
      String otherPort = uri("127.0.0.1", c, "/");
      assertThat(client.get(a("/", "to", otherPort)).cookie("c", "1").send().text())
          .isEqualTo("[]");
    }
    String back = a("/", "to", b("/", "to", a("/home")));
    assertThat(client.get(back).cookie("c", "1").send().text()).isEqualTo("[]");
  }

  @Test
  @Row("P14")
  void a_response_tells_what_it_sets_whether_that_is_kept_or_not() throws Exception {
    String uri =
        a("/", "set", "b=1; Path=/x", "set", "a=2; Secure", "set", "=", "set", "b=3; HttpOnly");
    try (HttpClient none = HttpClient.builder().withoutCookies().build()) {
      for (HttpClient some : List.of(client, none)) {
        BufferedResponse response = some.get(uri).send();
        assertThat(response.cookies())
            .containsExactly(
                Map.entry("b", Cookie.of("b", "3").withHttpOnly()),
                Map.entry("a", Cookie.of("a", "2").withSecure()));
        try (StreamingResponse streaming = some.get(uri).open()) {
          assertThat(streaming.cookies()).isEqualTo(response.cookies());
        }
        assertThat(some.get(a("/")).send().cookies()).isEmpty();
      }
    }
  }

  // Answers AsyncHttpClient CVE-2026-45300: cookies of one origin in the request to the next.
  @Test
  void cookies_of_one_origin_do_not_follow_a_redirect_to_another() throws Exception {
    client.get(a("/", "set", "secret=a")).send();
    client.get(b("/", "set", "secret=b")).send();

    assertThat(seen(a("/", "to", b("/", "to", a("/"))))).isEqualTo("[secret=a]");
    assertThat(seen(a("/", "to", b("/")))).isEqualTo("[secret=b]");
    client.cookies().remove(cookie -> cookie.value().equals("b"));
    assertThat(seen(a("/", "to", b("/")))).isEqualTo("[]");
    Request explicit =
        Request.of(Method.GET, Uri.of(a("/", "to", b("/")))).withHeader("Cookie", "x=1");
    assertThat(client.call(explicit).send().text()).isEqualTo("[]");
  }

  @Test
  void a_cookie_that_a_redirect_sets_goes_along_to_where_it_leads() throws Exception {
    assertThat(seen(a("/login", "set", "s=1; Path=/", "to", "/home"))).isEqualTo("[s=1]");
    assertThat(seen(a("/", "set", "t=2; Domain=127.0.0.2", "to", b("/")))).isEqualTo("[]");
    assertThat(client.cookies().find("t")).isEmpty();
  }

  // Answers AsyncHttpClient CVE-2024-53990 and CVE-2026-107228: a store that replaces, or adds to,
  // the Cookie field that the caller has written.
  @Test
  void a_cookie_field_that_the_caller_writes_is_sent_as_it_is() throws Exception {
    client.get(a("/", "set", "user=stored", "set", "more=2")).send();

    assertThat(client.get(a("/")).header("Cookie", "user=mine").send().text())
        .isEqualTo("[user=mine]");
    assertThat(client.get(a("/", "to", "/b")).header("cookie", "user=mine").send().text())
        .isEqualTo("[user=mine]");
    assertThat(seen(a("/"))).isEqualTo("[user=stored; more=2]");
  }

  // Answers curl CVE-2026-6276: the scope of cookies taken from a Host field that the caller set.
  @Test
  void a_host_field_changes_nothing_about_whose_cookies_they_are() throws Exception {
    String www = uri("www.example.test", a, "/");
    client.get(www + "?set=www=1").header("Host", "other.test").send();

    assertThat(client.cookies().find("www").map(StoredCookie::domain)).contains("www.example.test");
    assertThat(client.get(www).header("Host", "other.test").send().text()).isEqualTo("[www=1]");
    String other = uri("other.test", a, "/");
    assertThat(client.get(other).header("Host", "www.example.test").send().text()).isEqualTo("[]");
    // A field of one call leaves nothing behind for the next.
    assertThat(seen(other)).isEqualTo("[]");
  }

  // Answers curl CVE-2026-8924: a dot at the end of a domain, and the public suffixes are not
  // known.
  // Answers Apache HttpClient CVE-2025-27820: public suffixes that nobody looks at.
  @Test
  void no_cookie_is_for_all_hosts_of_a_public_suffix() throws Exception {
    for (String host : List.of("www.example.test", "www.example.test.")) {
      for (String domain : List.of("test", "test.", ".test", "example.test.")) {
        seen(uri(host, a, "/", "set", "super=1; Domain=" + domain));
        assertThat(client.cookies().list()).as(domain).isEmpty();
      }
    }
    assertThat(seen(uri("other.test", a, "/"))).isEqualTo("[]");
    seen(uri("www.example.test", a, "/", "set", "site=1; Domain=example.test"));
    assertThat(seen(uri("api.example.test", a, "/"))).isEqualTo("[site=1]");
    assertThat(seen(uri("other.test", a, "/"))).isEqualTo("[]");
    BufferedResponse told = client.get(uri("other.test", a, "/", "set", "a=1; Domain=test")).send();
    assertThat(told.explain().toString())
        .contains("cookies set: 0; refused \"a\", because its domain is a public suffix");
  }

  // Answers curl CVE-2022-32205: a flood of cookies that makes every later request too large.
  @Test
  void a_flood_of_cookies_does_not_shut_the_client_out() throws Exception {
    String sibling = uri("api.example.test", a, "/");
    for (int i = 0; i < 40; i++) {
      String cookie = "flood" + i + "=" + "x".repeat(1000) + "; Domain=example.test";
      client.get(sibling).query("set", cookie).send();
    }
    assertThat(client.cookies().size()).isEqualTo(40);
    BufferedResponse response = client.get(uri("www.example.test", a, "/")).send();
    assertThat(response.status().code()).isEqualTo(200);
    assertThat(response.text().length()).isBetween(7000, 8192);
  }

  @Test
  void same_site_is_honoured_over_redirects_and_for_the_site_that_asks() throws Exception {
    String www = uri("www.example.test", a, "/");
    client
        .get(uri("www.example.test", a, "/", "set", "strict=1; SameSite=Strict", "set", "lax=1"))
        .send();
    String other = uri("other.test", a, "/", "to", www);
    String sibling = uri("api.example.test", a, "/", "to", www);

    assertThat(seen(www)).isEqualTo("[strict=1; lax=1]");
    assertThat(seen(sibling)).isEqualTo("[strict=1; lax=1]");
    assertThat(seen(other)).isEqualTo("[lax=1]");
    assertThat(client.post(other).text("x").send().text()).isEqualTo("[]");
    assertThat(client.get(www).site("https://other.test/").send().text()).isEqualTo("[lax=1]");
    assertThat(client.post(www).site("https://other.test/").send().text()).isEqualTo("[]");
    assertThat(client.post(www).site("https://example.test/").send().text())
        .isEqualTo("[strict=1; lax=1]");
    assertThatThrownBy(() -> client.get(www).site("/x")).isInstanceOf(InvalidMessage.class);
  }

  @Test
  void a_value_goes_back_octet_by_octet() throws Exception {
    try (RawServer raw =
            RawServer.start(
                peer -> {
                  String head = peer.head();
                  boolean back = head.contains("Cookie: a=\u00c3\u00a9\u00ff\r\n");
                  peer.say(
                      "HTTP/1.1 200 OK\r\nSet-Cookie: a=\u00c3\u00a9\u00ff\r\nContent-Length: 4\r\n"
                          + "Connection: close\r\n\r\n"
                          + (back ? "back" : "none"));
                  peer.awaitEnd();
                });
        HttpClient one = HttpClient.create()) {
      assertThat(one.get(raw.uri("/")).send().text()).isEqualTo("none");
      assertThat(one.get(raw.uri("/")).send().text()).isEqualTo("back");
    }
  }

  @Test
  @Row("P12")
  void cookies_are_saved_for_their_owner_alone_and_loaded_again() throws Exception {
    Path file = folder.resolve("cookies.txt");
    Files.writeString(file, "what was there before");
    client
        .get(a("/", "set", "a=1; Max-Age=1000; HttpOnly", "set", "b=\u00e9; SameSite=Strict"))
        .send();
    List<StoredCookie> kept = client.cookies().list();

    client.cookies().save(file);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    CookieStore store = CookieStore.create();
    CookieStore.Loaded loaded = store.load(file);
    assertThat(loaded.ignoredLines()).isEmpty();
    assertThat(loaded.refused()).isEmpty();
    assertThat(store.list()).hasSameSizeAs(kept);
    assertThat(store.find("b")).isEqualTo(client.cookies().find("b"));
    assertThat(store.find("a").map(StoredCookie::httpOnly)).contains(true);
    try (HttpClient other = HttpClient.builder().cookies(store).build()) {
      assertThat(other.get(a("/")).send().request().header("Cookie"))
          .contains("a=1; b=\u00c3\u00a9");
    }
  }

  @Test
  void a_file_is_taken_as_far_as_it_makes_sense() throws Exception {
    Path file = folder.resolve("cookies.txt");
    Files.writeString(
        file,
        """
        # Netscape HTTP Cookie File
        127.0.0.1	FALSE	/	FALSE	0	a	1
        nonsense
        .test	TRUE	/	FALSE	0	b	2
        127.0.0.1	FALSE	/	FALSE	1	c	3
        """);

    CookieStore.Loaded loaded = client.cookies().load(file);
    assertThat(loaded.ignoredLines()).containsExactly(3);
    assertThat(loaded.refused()).containsExactly(new Refused("b", CookieRefusal.PUBLIC_SUFFIX));
    assertThat(seen(a("/"))).isEqualTo("[a=1]");
    assertThatThrownBy(() -> client.cookies().load(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void a_file_that_cannot_be_written_leaves_the_old_one_and_nothing_else() throws Exception {
    client.cookies().add(a("/"), Cookie.of("a", "1"));
    assertThatThrownBy(() -> client.cookies().save(folder.resolve("none").resolve("file")))
        .isInstanceOf(IOException.class);
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Path inside = Files.createFile(taken.resolve("x"));
    assertThatThrownBy(() -> client.cookies().save(taken)).isInstanceOf(IOException.class);

    assertThat(inside).exists();
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(taken);
    }
  }

  @Test
  void another_list_of_public_suffixes_and_other_limits_may_be_given() throws Exception {
    PublicSuffixes suffixes = PublicSuffixes.parse("test\nexample.test");
    CookieStore store = CookieStore.create(new CookieLimits(2, 2, 2, 1, 100), suffixes);
    try (HttpClient other =
        HttpClient.builder().cookies(store).resolve("www.example.test", "127.0.0.1").build()) {
      other.get(uri("www.example.test", a, "/", "set", "a=1; Domain=example.test")).send();
      assertThat(store.size()).isZero();
      String www = uri("www.example.test", a, "/", "set", "a=1", "set", "b=2", "set", "c=3");
      other.get(www).send();
      assertThat(store.size()).isEqualTo(2);
      assertThat(other.get(www).send().text()).isEqualTo("[a=1]");
    }
  }
}
