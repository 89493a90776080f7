package io.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Method;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.server.RawClient.Reply;
import io.godwit.tests.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which route a request comes to, and what is said where there is none. */
class RouterTest {
  private static final Handler ROUTE = request -> Response.text(request.route().orElse("no route"));

  private static Response ask(Handler router, String line) throws Exception {
    return router.handle(Asked.of(line));
  }

  private static String answer(Handler router, String line) throws Exception {
    Response response = ask(router, line);
    return response.status().code() == 200 ? response.body().text(1000) : response + "";
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/users, /users",
    "/users/, /users/",
    "/users/7, /users/{id}",
    "/users/me, /users/me",
    "/users/me/posts, /users/{id}/posts",
    "/users/me/likes, /users/me/likes",
    "/users/7/likes, 404 Not Found",
    "/users//posts, 404 Not Found",
    "/Users, 404 Not Found",
    "/users;x=1, 404 Not Found",
    "/%75sers, /users",
    "/users%2F7, 404 Not Found",
    "/users/a%2Fb, /users/{id}",
    "/caf%C3%A9, /café",
    "/a+b, 404 Not Found",
    "/a%20b, /a%20b",
    "/a%20c, /a c",
    "/files, 404 Not Found",
    "/files/, /files/{path...}",
    "/files/a/b/, /files/{path...}",
    "/files/list, /files/list",
    "/files/list/a, /files/{path...}",
    "/files//x, /files/{path...}",
    "/filesx, 404 Not Found",
    "/a/b/c/d, /{a}/{b}/{c}/d",
    "/a/b/c/e, /{a}/{b}/c/e",
    "/x/b/c/d/f, 404 Not Found",
    "http://test/users/9, /users/{id}"
  })
  void the_most_exact_template_is_chosen(String target, String expected) throws Exception {
    Router.Builder routes = Router.builder();
    for (String template :
        List.of(
            "/files/{path...}",
            "/users/{id}",
            "/users/me",
            "/users/{id}/posts",
            "/users/me/likes",
            "/users",
            "/users/",
            "/",
            "/café",
            "/a%20b",
            "/a c",
            "/files/list",
            "/{a}/{b}/{c}/d",
            "/{a}/{b}/c/e")) {
      routes.get(template, ROUTE);
    }
    assertThat(answer(routes.build(), "GET " + target)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.",
        "/..",
        "/a/../b",
        "/a/./b",
        "/a/..",
        "/%2e%2E/b",
        "/a/.%2e",
        "/a/%2e/",
        "/a%00b",
        "/a/%FF",
        "/%C0%AE%C0%AE/b",
        "/%ED%A0%80"
      })
  void a_path_that_others_may_read_in_another_way_is_refused(String target) throws Exception {
    Router router = Router.builder().get("/{path...}", ROUTE).build();
    assertThat(ask(router, "GET " + target).status()).isEqualTo(Status.BAD_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/...", "/a/.hidden", "/a.", "/..a", "/a/b..", "/%2e%2e%2e", "/a/..;b"})
  void dots_in_other_segments_are_letters_like_any_other(String target) throws Exception {
    Router router = Router.builder().get("/{path...}", ROUTE).build();
    assertThat(ask(router, "GET " + target).status()).isEqualTo(Status.OK);
  }

  @Test
  void parameters_are_decoded_and_the_rest_is_not() throws Exception {
    List<String> seen = new ArrayList<>();
    Router router =
        Router.builder()
            .get(
                "/u/{id}/{path...}",
                request -> {
                  seen.add(request.pathParameter("id"));
                  seen.add(request.pathParameter("path"));
                  assertThatThrownBy(() -> request.pathParameter("name"))
                      .isInstanceOf(IllegalArgumentException.class)
                      .hasMessage("route /u/{id}/{path...} has no parameter name");
                  return Response.of(204);
                })
            .build();
    ask(router, "GET /u/gr%C3%BC%C3%9Fe%2F%25/a%2Fb/c%20d");
    ask(router, "GET /u/+/");
    assertThat(seen).containsExactly("grüße/%", "a%2Fb/c%20d", "+", "");
    assertThatThrownBy(() -> Asked.of("GET /").pathParameter("id"))
        .hasMessage("a request without a route has no parameter id");
  }

  private static Router methods() {
    return Router.builder()
        .get("/both", request -> Response.text("get"))
        .post("/both", request -> Response.text("post"))
        .put("/put", request -> Response.text("put"))
        .patch("/{any}", request -> Response.text("patch"))
        .delete("/both", request -> Response.text("delete"))
        .route(Method.HEAD, "/own", request -> Response.text("head"))
        .get("/own", request -> Response.text("get"))
        .route(Method.of("BREW"), "/pot", request -> Response.text("brew"))
        .any("/all", request -> Response.text("any " + request.method()))
        .get("/all", request -> Response.text("get"))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "GET /both, get",
    "HEAD /both, get",
    "POST /both, post",
    "DELETE /both, delete",
    "PATCH /both, patch",
    "HEAD /own, head",
    "GET /own, get",
    "BREW /pot, brew",
    "GET /all, get",
    "HEAD /all, get",
    "OPTIONS /all, any OPTIONS",
    "LOCK /all, any LOCK",
    "GET /none, 405 Method Not Allowed",
    "BREW /none, 405 Method Not Allowed",
    "TRACE /both, 405 Method Not Allowed",
    "LOCK /both, 501 Not Implemented",
    "get /both, 501 Not Implemented",
    "GET /none/at/all, 404 Not Found",
    "LOCK /none/at/all, 404 Not Found",
    "OPTIONS /none/at/all, 404 Not Found"
  })
  void the_method_decides_among_the_routes_of_a_path(String line, String expected)
      throws Exception {
    assertThat(answer(methods(), line)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT /both, 405, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST'",
    "OPTIONS /both, 204, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST'",
    "OPTIONS /put, 204, 'OPTIONS, PATCH, PUT'",
    "OPTIONS /x, 204, 'OPTIONS, PATCH'",
    "OPTIONS *, 204, 'BREW, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'"
  })
  void the_methods_that_are_allowed_are_named(String line, int status, String allow)
      throws Exception {
    Response response = ask(methods(), line);
    assertThat(response.status().code()).isEqualTo(status);
    assertThat(response.header("Allow")).contains(allow);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "users | it does not begin with a slash",
        "/a/{path...}/b | something follows the rest of the path",
        "/{id}/{id} | two parameters are called id",
        "/{id}/{id...} | two parameters are called id",
        "/{}/a | a parameter's name has letters, digits, '_' and '-' only",
        "/{a.b} | a parameter's name has letters, digits, '_' and '-' only",
        "/{id}.json | a parameter is a whole segment",
        "/a{id} | a parameter is a whole segment",
        "/a/../b | no path that is routed has dot segments",
        "/a%2 | begins no escape",
        "/a%FF | not UTF-8"
      })
  void a_template_that_cannot_be_is_refused_at_once(String template, String reason) {
    assertThatThrownBy(() -> RouteTemplate.of(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "/users/{id}, /users/{name}",
    "/users/{id...}, /users/{name...}",
    "/a%62c, /abc",
    "/, /"
  })
  void two_routes_for_the_same_requests_are_refused_when_the_router_is_built(
      String one, String other) {
    Router.Builder routes = Router.builder().get(one, ROUTE).post(other, ROUTE);
    routes.build();
    routes.get(other, ROUTE);
    assertThatThrownBy(routes::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two routes for the same requests: GET " + one + " and GET " + other);
    assertThatThrownBy(() -> Router.builder().any(one, ROUTE).any(other, ROUTE).build())
        .hasMessageContaining("any method " + one);
    assertThatThrownBy(() -> Router.builder().route(Method.CONNECT, "/", ROUTE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "/", "/a/", "/{rest...}"})
  void a_prefix_is_a_path_without_a_slash_at_its_end(String prefix) {
    assertThatThrownBy(() -> Router.builder().group(prefix, _ -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Filter named(String name, List<String> log) {
    return (request, next) -> {
      log.add(name);
      try {
        return next.handle(request);
      } finally {
        log.add("/" + name);
      }
    };
  }

  @Test
  void filters_stand_around_their_groups_in_the_order_in_which_they_were_added() throws Exception {
    List<String> log = new ArrayList<>();
    Router router =
        Router.builder()
            .filter(named("a", log))
            .group(
                "/g",
                group ->
                    group
                        .get("", ROUTE)
                        .filter(named("c", log))
                        .filter(named("d", log))
                        .group("/{x}", inner -> inner.filter(named("e", log)).get("/y", ROUTE))
                        .get("/z", ROUTE))
            .group("/g", second -> second.filter(named("f", log)).post("/z", ROUTE))
            .filter(named("b", log))
            .get("/h", ROUTE)
            .build();
    assertThat(traced(router, log, "GET /h")).isEqualTo("a b /b /a: /h");
    assertThat(traced(router, log, "GET /g")).isEqualTo("a b c d /d /c /b /a: /g");
    assertThat(traced(router, log, "GET /g/1/y")).isEqualTo("a b c d e /e /d /c /b /a: /g/{x}/y");
    assertThat(traced(router, log, "POST /g/z")).isEqualTo("a b f /f /b /a: /g/z");
    assertThat(traced(router, log, "GET /g/1/2")).isEqualTo("a b /b /a: 404 Not Found");
    assertThat(traced(router, log, "PUT /g/1/y"))
        .isEqualTo("a b c d e /e /d /c /b /a: 405 Method Not Allowed");
    assertThat(traced(router, log, "OPTIONS /g")).isEqualTo("a b c d /d /c /b /a: 204 No Content");
    // The routes of this path are of two groups, which have nothing in common.
    assertThat(traced(router, log, "OPTIONS /g/z")).isEqualTo("a b /b /a: 204 No Content");
  }

  private static String traced(Router router, List<String> log, String line) throws Exception {
    log.clear();
    String answer = answer(router, line);
    return String.join(" ", log) + ": " + answer;
  }

  @Test
  void a_group_is_a_part_of_its_router() {
    Router.builder()
        .group(
            "/g",
            group -> {
              assertThatThrownBy(group::build).isInstanceOf(IllegalStateException.class);
              assertThatThrownBy(() -> group.otherwise(ROUTE))
                  .isInstanceOf(IllegalStateException.class);
              assertThatThrownBy(() -> group.get("x", ROUTE))
                  .isInstanceOf(IllegalArgumentException.class);
            });
    assertThat(Router.builder().get("/", ROUTE).build())
        .hasToString("router of [GET, HEAD, OPTIONS]");
  }

  private static final Handler PLACE =
      request ->
          Response.text(request.mount() + " | " + request.pathInMount() + " | " + request.path());

  @ParameterizedTest
  @CsvSource({
    "/static, '/static |  | /static'",
    "/static/, '/static | / | /static/'",
    "/static/a%20b/c?d, '/static | /a%20b/c | /static/a%20b/c'",
    "/st%61tic/x, '/st%61tic | /x | /st%61tic/x'",
    "/static/own, ' | /static/own | /static/own'",
    "/t/1/files/x, '/t/1/files | /x | /t/1/files/x'",
    "/g/h/, '/g/h | / | /g/h/'",
    "/staticx, ' | /staticx | /staticx'"
  })
  void a_mounted_handler_sees_the_rest_of_the_path(String target, String expected)
      throws Exception {
    Router router =
        Router.builder()
            .mount("/static", PLACE)
            .get("/static/own", PLACE)
            .mount("/t/{tenant}/files", PLACE)
            .group("/g", group -> group.mount("/h", PLACE))
            .otherwise(PLACE)
            .build();
    assertThat(answer(router, "GET " + target)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/api, /api/ -",
    "/api/, /api/ -",
    "/api/users/7, /api/users/{id} 7",
    "/t/ada/users/7, /t/{tenant}/users/{id} 7 of ada",
    "/t/ada/deep/users/7, /t/{tenant}/deep/users/{id} 7 of ada",
    "/t/ada/deep/, /t/{tenant}/deep/ -",
    "/api/none, 404 Not Found",
    "/other, /{path...} -"
  })
  void a_mounted_router_goes_by_the_rest_of_the_path(String target, String expected)
      throws Exception {
    Handler facts =
        request -> {
          String route = request.route().orElse("");
          String id = route.contains("{id}") ? request.pathParameter("id") : "-";
          String tenant =
              route.contains("{tenant}") && !id.equals("-")
                  ? " of " + request.pathParameter("tenant")
                  : "";
          return Response.text(route + " " + id + tenant);
        };
    Router inner = Router.builder().get("/", facts).get("/users/{id}", facts).build();
    Router deep = Router.builder().mount("/", inner).mount("/deep", inner).build();
    Router router =
        Router.builder()
            .mount("/api", inner)
            .mount("/t/{tenant}", deep)
            .get("/{path...}", facts)
            .build();
    assertThat(answer(router, "GET " + target)).isEqualTo(expected);
  }

  @Test
  void a_rest_in_a_mounted_router_may_be_nothing() throws Exception {
    Router inner =
        Router.builder()
            .get("/{path...}", request -> Response.text("<" + request.pathParameter("path") + ">"))
            .build();
    Router router = Router.builder().mount("/m", inner).build();
    assertThat(answer(router, "GET /m")).isEqualTo("<>");
    assertThat(answer(router, "GET /m/")).isEqualTo("<>");
    assertThat(answer(router, "GET /m/a/b")).isEqualTo("<a/b>");
  }

  @Test
  void a_thousand_routes_are_told_apart() throws Exception {
    Router.Builder routes = Router.builder();
    for (int i = 0; i < 1000; i++) {
      int number = i;
      routes.get("/v/n" + i, _ -> Response.text("" + number));
    }
    Router router = routes.build();
    for (int i = 0; i < 1000; i++) {
      assertThat(answer(router, "GET /v/n" + i)).isEqualTo("" + i);
    }
    assertThat(answer(router, "GET /v/n1000")).isEqualTo("404 Not Found");
    assertThat(answer(router, "GET /v/")).isEqualTo("404 Not Found");
  }

  @Test
  void attributes_go_along_with_the_request() throws Exception {
    Attribute<Integer> count = Attribute.named("count");
    Attribute<Integer> other = Attribute.named("count");
    Router router =
        Router.builder()
            .filter(
                (request, next) -> {
                  assertThat(request.attribute(count)).isEmpty();
                  request.attribute(count, 1);
                  Response response = next.handle(request);
                  assertThat(request.attribute(count)).contains(2);
                  assertThat(request.attribute(other)).isEmpty();
                  assertThat(request.route()).contains("/{x}");
                  return response;
                })
            .get(
                "/{x}",
                request -> {
                  request.attribute(count, request.attribute(count).orElse(0) + 1);
                  return Response.text("done");
                })
            .build();
    assertThat(answer(router, "GET /a")).isEqualTo("done");
    assertThat(count).hasToString("count");
  }

  @Test
  @Row("G34")
  void a_server_is_built_with_routes_and_filters() throws IOException {
    Filter marking = (request, next) -> next.handle(request).withHeader("X-Seen", "yes");
    try (HttpServer server =
            HttpServer.builder()
                .route(Method.GET, "/users/{id}", r -> Response.text(r.pathParameter("id")))
                .mount("/files", r -> Response.text("files" + r.pathInMount()))
                .filter(marking)
                .handler(request -> Response.text("handler"))
                .start();
        RawClient client = new RawClient(server.port())) {
      Reply user = client.send(RawClient.get("/users/ada")).read();
      assertThat(user.text()).isEqualTo("ada");
      assertThat(user.field("X-Seen")).isEqualTo("yes");
      assertThat(client.send(RawClient.get("/files/a/b")).read().text()).isEqualTo("files/a/b");
      assertThat(client.send(RawClient.get("/else")).read().text()).isEqualTo("handler");
      client.send("HEAD /users/ada HTTP/1.1\r\nHost: test\r\n\r\n");
      Reply head = client.readHead();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.field("Content-Length")).isEqualTo("3");
      Reply options = client.send("OPTIONS * HTTP/1.1\r\nHost: test\r\n\r\n").read();
      assertThat(options.status()).isEqualTo(204);
      assertThat(options.field("Allow")).isEqualTo("GET, HEAD, OPTIONS");
      client.send("POST /users/ada HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(405);
    }
  }
}
