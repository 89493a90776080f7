import io.godwit.client.BufferedResponse;
import io.godwit.client.HttpClient;
import io.godwit.http.HttpFailure;
import io.godwit.policy.auth.oauth.OAuth2;
import io.godwit.policy.auth.oauth.OAuth2Client;
import io.godwit.policy.auth.oauth.OAuth2Login;
import io.godwit.policy.auth.oauth.OAuth2Server;
import io.godwit.policy.auth.oauth.OAuth2Tokens;
import io.godwit.policy.redirect.RedirectPolicy;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * What 40-oauth2.sh drives: the client and its OAuth 2 against the server at the URI that is given.
 * What its tokens open is its own page about the user. Ends with 1 if something is not as it should
 * be.
 */
final class OAuth2Calls {
  private static final String BACK = "http://127.0.0.1:1/back";
  private static final OAuth2Client DESKTOP = OAuth2Client.publicClient("desktop");

  private final String base;
  private final Seen check = new Seen();

  private OAuth2Calls(String base) {
    this.base = base;
  }

  public static void main(String[] arguments) throws Exception {
    OAuth2Calls calls = new OAuth2Calls(arguments[0]);
    calls.clientCredentials();
    calls.manyCalls();
    calls.authorizationCode();
    calls.wrongProof();
    calls.refresh();
    calls.invalidToken();
    calls.refusals();
    calls.check.exit();
  }

  private void clientCredentials() throws Exception {
    System.out.println("client credentials:");
    for (OAuth2Client app :
        List.of(
            OAuth2Client.basic("a:b c", "s%cret+&é"), OAuth2Client.post("a:b c", "s%cret+&é"))) {
      Told told = new Told();
      OAuth2 robot =
          OAuth2.clientCredentials(server("default"), app).withScope("x", "y").withListener(told);
      try (HttpClient client = client(robot)) {
        check.is(
            app.proof() + ", the status", 200, client.get(user("default")).send().status().code());
        BufferedResponse again = client.get(user("default")).send();
        // The subject is the id, so the server has read it as it was.
        check.is("the subject", "a:b c", member(again.text(), "sub"));
        check.is("tokens for two calls", 1, told.size());
        check.is("the scope", "x y", told.last().scope().orElse("none"));
        check.is("its end is known", true, told.last().expires().isPresent());
      }
    }
  }

  private void manyCalls() throws Exception {
    System.out.println("64 calls at once:");
    Told told = new Told();
    OAuth2 robot =
        OAuth2.clientCredentials(server("default"), OAuth2Client.basic("many", "s"))
            .withListener(told);
    List<Future<Integer>> calls = new ArrayList<>();
    try (HttpClient client = client(robot);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        calls.add(threads.submit(() -> client.get(user("default")).send().status().code()));
      }
      int good = 0;
      for (Future<Integer> call : calls) {
        good += call.get() == 200 ? 1 : 0;
      }
      check.is("good answers", 64, good);
      check.is("tokens", 1, told.size());
    }
  }

  private void authorizationCode() throws Exception {
    System.out.println("authorization code with PKCE:");
    Told told = new Told();
    try (HttpClient client = client(agreed(start("default", DESKTOP)).withListener(told))) {
      check.is("the status", 200, client.get(user("default")).send().status().code());
      client.get(user("default")).send();
      check.is("the code was shown", "once", told.size() == 1 ? "once" : told.size() + " times");
      check.is("a refresh token came along", true, told.last().refresh().isPresent());
    }
  }

  /** The server knows the challenge of one login, and is shown the verifier of another. */
  private void wrongProof() throws Exception {
    System.out.println("a code that another has begun:");
    OAuth2Login victim = start("default", DESKTOP);
    OAuth2Login thief =
        OAuth2Login.resume(
            server("default"), DESKTOP, BACK, victim.state(), start("default", DESKTOP).verifier());
    try (HttpClient client = client(thief.finish(redirect(victim)))) {
      refused("the verifier of another", "invalid_grant", client);
    }
    try {
      start("default", DESKTOP).finish(redirect(victim));
      check.is("the state of another", "refused", "taken");
    } catch (HttpFailure.NoToken refused) {
      System.out.println("  the state of another: " + refused.getMessage());
    }
  }

  private void refresh() throws Exception {
    System.out.println("tokens that end soon:");
    Told told = new Told();
    try (HttpClient client = client(agreed(start("short", DESKTOP)).withListener(told))) {
      long until = System.nanoTime() + 20_000_000_000L;
      while (told.size() < 3 && System.nanoTime() < until) {
        check.isStill("the status", 200, client.get(user("short")).send().status().code());
        Thread.sleep(200);
      }
      check.is("tokens", 3, told.size());
      check.is(
          "refresh tokens, replaced with each use",
          3L,
          told.stream().map(tokens -> tokens.refresh().orElse("")).distinct().count());
    }
    Told next = new Told();
    OAuth2 person =
        OAuth2.refreshToken(server("short"), DESKTOP, told.last().refresh().orElseThrow())
            .withListener(next);
    try (HttpClient client = client(person)) {
      check.is(
          "the next run, from what was kept",
          "ada",
          member(client.get(user("short")).send().text(), "sub"));
      check.is("tokens", 1, next.size());
    }
  }

  /**
   * This server answers 401 without a challenge, so that no client knows that a new token helps.
   */
  private void invalidToken() throws Exception {
    System.out.println("a token that the server never gave:");
    OAuth2 robot =
        OAuth2.clientCredentials(server("default"), OAuth2Client.basic("a", "s"))
            .withTokens(OAuth2Tokens.of("nonsense"));
    try (HttpClient client = client(robot)) {
      BufferedResponse response = client.get(user("default")).send();
      check.is("the status", 401, response.status().code());
      check.is("the challenge", "none", response.header("WWW-Authenticate").orElse("none"));
    }
  }

  /** It takes any code, refresh token and secret: what it does check is the proof of a code. */
  private void refusals() throws Exception {
    System.out.println("refusals:");
    try (HttpClient client =
        client(
            OAuth2.clientCredentials(
                OAuth2Server.of(base + "/default/nowhere"), OAuth2Client.basic("a", "S3CRET")))) {
      refused("no such endpoint", "the answer, HTTP 405, is no JSON object", client);
    }
  }

  private OAuth2Login start(String issuer, OAuth2Client app) {
    return OAuth2Login.start(server(issuer), app, BACK, new SecureRandom()::nextBytes)
        .withScope("openid", "offline_access");
  }

  private OAuth2 agreed(OAuth2Login login) throws Exception {
    return login.finish(redirect(login));
  }

  /** This server agrees at once in the name of the person. */
  private String redirect(OAuth2Login login) throws Exception {
    try (HttpClient browser = HttpClient.builder().redirects(RedirectPolicy.none()).build()) {
      return browser.get(login.uri().text()).send().header("Location").orElse("no redirect");
    }
  }

  private void refused(String what, String error, HttpClient client) throws Exception {
    try {
      client.get(user("default")).send();
      check.is(what, "refused", "taken");
    } catch (HttpFailure.NoToken refused) {
      System.out.println("  " + what + ": " + refused.getMessage());
      check.is("its error", true, refused.error().startsWith(error));
      check.is("no secret in it", false, refused.getMessage().contains("S3CRET"));
    }
  }

  private HttpClient client(OAuth2 credentials) {
    return HttpClient.builder().auth(base, credentials).build();
  }

  private OAuth2Server server(String issuer) {
    return OAuth2Server.of(base + "/" + issuer + "/token")
        .withAuthorization(base + "/" + issuer + "/authorize");
  }

  private String user(String issuer) {
    return base + "/" + issuer + "/userinfo";
  }

  private static String member(String json, String name) {
    return json.replaceAll("(?s).*\"" + name + "\" *: *\"([^\"]*)\".*", "$1");
  }

  /** The tokens that were told. */
  private static final class Told extends CopyOnWriteArrayList<OAuth2Tokens>
      implements Consumer<OAuth2Tokens> {
    private static final long serialVersionUID = 1L;

    @Override
    public void accept(OAuth2Tokens tokens) {
      add(tokens);
    }

    OAuth2Tokens last() {
      return get(size() - 1);
    }
  }
}
