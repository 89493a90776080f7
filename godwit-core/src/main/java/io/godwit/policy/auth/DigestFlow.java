package io.godwit.policy.auth;

import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.policy.given.Now;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The course of Digest for one request: with a nonce that is known already if there is one, else
 * without anything; then one answer to a challenge, and a second one only when the server says that
 * nothing but the nonce was wrong. So a wrong password is shown once.
 */
final class DigestFlow implements AuthFlow {
  private static final int MOST_ANSWERS = 2;
  private static final int CNONCE_BYTES = 16;

  private final NameAndPassword login;
  private final AuthContext context;
  private final DigestSession.Key key;
  private @Nullable DigestProof shown;
  private int answers;

  DigestFlow(NameAndPassword login, AuthContext context) {
    this.login = login;
    this.context = context;
    this.key = new DigestSession.Key(context.role(), context.origin(), login.name());
  }

  @Override
  public AuthStep begin(Request request, Now now) {
    shown = null;
    return known(request).isEmpty()
        ? new AuthStep.Send(request)
        : usedOnceMore().map(session -> prove(session, request)).orElse(new AuthStep.Send(request));
  }

  @Override
  public AuthStep answered(Request sent, Response response, Now now) {
    if (!context.role().asks(response)) {
      return shown == null ? new AuthStep.Accept() : checked(shown, response);
    }
    boolean mine = answers > 0;
    forget();
    List<Challenge> offered = Challenge.of(response.headers(), context.role());
    Optional<DigestChallenge> challenge = DigestChallenge.strongest(offered, sent.body());
    if (challenge.isEmpty()) {
      return new AuthStep.GiveUp(noneOf(offered));
    }
    if (mine && (!challenge.get().stale() || answers == MOST_ANSWERS)) {
      return new AuthStep.GiveUp("name and password are refused");
    }
    return answer(challenge.get(), sent);
  }

  /** Whether the next request carries, or the last one carried, a nonce that is known. */
  boolean proves(Request request) {
    return known(request).isPresent();
  }

  /** Whether a challenge was answered. */
  boolean hasAnswered() {
    return answers > 0;
  }

  private static String noneOf(List<Challenge> offered) {
    boolean known = offered.stream().anyMatch(c -> DigestChallenge.of(c).isPresent());
    return known
        ? "only auth-int is offered, for content that is not in memory"
        : "no Digest that can be answered is offered: " + offered;
  }

  private AuthStep answer(DigestChallenge challenge, Request request) {
    answers++;
    DigestSession begun = DigestSession.begun(challenge, cnonce());
    AuthMemory memory =
        context
            .memory()
            .update(
                m -> {
                  DigestSession session =
                      m.find(key).filter(s -> sameNonce(s, begun)).orElse(begun);
                  return m.with(key, session.used());
                });
    return prove(memory.find(key).orElseThrow(), request);
  }

  /** Another call may have got the same nonce: then both count its uses together. */
  private static boolean sameNonce(DigestSession one, DigestSession other) {
    return one.nonce().equals(other.nonce()) && one.challenge().equals(other.challenge());
  }

  private AuthStep prove(DigestSession session, Request request) {
    String cnonce = session.challenge().session() ? session.firstCnonce() : cnonce();
    var qop = session.challenge().qopFor(request.body());
    String target = DigestProof.target(request, context.role());
    DigestProof proof = new DigestProof(login, session, cnonce, qop, target);
    shown = proof;
    return new AuthStep.Send(proof.attached(request, context.role()));
  }

  private Optional<DigestSession> known(Request request) {
    return context
        .memory()
        .value()
        .find(key)
        .filter(DigestSession::usable)
        .filter(session -> session.challenge().suits(request.body()))
        .filter(session -> covers(session.challenge(), request));
  }

  private boolean covers(DigestChallenge challenge, Request request) {
    return context.role() == AuthRole.PROXY || challenge.covers(request.uri(), context.origin());
  }

  /** Counts first: two requests with one count would be a replay to the server. */
  private Optional<DigestSession> usedOnceMore() {
    return context
        .memory()
        .update(m -> m.find(key).map(session -> m.with(key, session.used())).orElse(m))
        .find(key);
  }

  /** The response to a proof: whether it is genuine, and which nonce comes next (section 3.5). */
  private AuthStep checked(DigestProof proof, Response response) {
    List<String> values = response.headers().all(context.role().infoField());
    if (values.isEmpty()) {
      return new AuthStep.Accept();
    }
    Map<String, String> info = ChallengeParser.parameters(values);
    if (proof.verifiable(info) && !proof.verifies(info)) {
      forget();
      return new AuthStep.Fail(
          new HttpFailure.Content(
              "the response does not come from one who knows the password (rspauth)", null));
    }
    String next = info.get("nextnonce");
    if (next != null) {
      replace(proof.session().nonce(), next);
    }
    return new AuthStep.Accept();
  }

  private void replace(String nonce, String next) {
    context
        .memory()
        .update(
            m ->
                m.find(key)
                    .filter(session -> session.nonce().equals(nonce))
                    .map(session -> m.with(key, session.withNonce(next)))
                    .orElse(m));
  }

  /** Forgets the nonce that was refused, unless another call has a newer one by now. */
  void forget() {
    if (shown != null) {
      String refused = shown.session().nonce();
      context
          .memory()
          .update(
              m ->
                  m.find(key)
                      .filter(session -> session.nonce().equals(refused))
                      .map(session -> m.without(key))
                      .orElse(m));
      shown = null;
    }
  }

  private String cnonce() {
    byte[] bytes = new byte[CNONCE_BYTES];
    context.entropy().fill(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
