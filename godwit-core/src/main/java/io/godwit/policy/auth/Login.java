package io.godwit.policy.auth;

import io.godwit.http.InvalidMessage;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.policy.given.Now;
import java.util.List;

/**
 * Name and password, in the strongest way that the server offers: Digest with SHA-512-256, SHA-256
 * or MD5, then Basic, as it is asked for. Who must never show the password itself uses {@link
 * Digest}. For origins and proxies. Immutable.
 *
 * <pre>{@code
 * Credentials ada = Login.of("ada", "s3cret");
 * Credentials atOnce = Login.of("ada", "s3cret").preemptive(true);
 * }</pre>
 */
public final class Login implements Credentials {
  private final NameAndPassword login;
  private final Basic basic;
  private final boolean preemptive;

  private Login(NameAndPassword login, boolean preemptive) {
    this.login = login;
    this.basic = Basic.of(login);
    this.preemptive = preemptive;
  }

  /**
   * These two, in UTF-8 and the normal form C.
   *
   * @param password may be empty
   * @throws InvalidMessage when the name has a colon, or one of them a control character
   */
  public static Login of(String name, String password) {
    return new Login(new NameAndPassword(name, password), false);
  }

  /**
   * The same, which sends Basic with the first request already, or not. Spares a round, and serves
   * servers that do not ask; but the password is shown even where Digest would do.
   */
  public Login preemptive(boolean yes) {
    return new Login(login, yes);
  }

  @Override
  public AuthFlow flow(AuthContext context) {
    return new LoginFlow(basic, new DigestFlow(login, context), preemptive, context.role());
  }

  /** Says no more than what it is. */
  @Override
  public String toString() {
    return "Login ***";
  }
}

/** Digest if it is known or offered, else Basic, each at most once. */
final class LoginFlow implements AuthFlow {
  private final Basic basic;
  private final DigestFlow digest;
  private final boolean preemptive;
  private final AuthRole role;
  private boolean basicShown;

  LoginFlow(Basic basic, DigestFlow digest, boolean preemptive, AuthRole role) {
    this.basic = basic;
    this.digest = digest;
    this.preemptive = preemptive;
    this.role = role;
  }

  @Override
  public AuthStep begin(Request request, Now now) {
    return preemptive && !digest.proves(request) ? showBasic(request) : digest.begin(request, now);
  }

  @Override
  public AuthStep answered(Request sent, Response response, Now now) {
    if (!role.asks(response)) {
      return digest.answered(sent, response, now);
    }
    List<Challenge> offered = Challenge.of(response.headers(), role);
    boolean offersBasic = offered.stream().anyMatch(challenge -> challenge.is("Basic"));
    if (basicShown && offersBasic) {
      return new AuthStep.GiveUp("name and password are refused");
    }
    boolean offersDigest = DigestChallenge.strongest(offered, sent.body()).isPresent();
    if (offersDigest || digest.hasAnswered()) {
      return digest.answered(sent, response, now);
    }
    return offersBasic
        ? showBasic(sent)
        : new AuthStep.GiveUp("neither Digest nor Basic is offered: " + offered);
  }

  private AuthStep showBasic(Request request) {
    basicShown = true;
    digest.forget();
    return new AuthStep.Send(basic.attached(request, role));
  }
}
