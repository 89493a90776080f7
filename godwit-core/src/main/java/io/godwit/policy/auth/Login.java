package io.godwit.policy.auth;

import io.godwit.http.InvalidMessage;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import java.util.List;
import java.util.Optional;

/**
 * Name and password, in the strongest way that the server offers: Digest with SHA-512-256, SHA-256
 * or MD5, then Basic, as it is asked for. What a server has taken is sent at once from then on: a
 * nonce that is known, or Basic at and below the directory where it was asked for. Who must never
 * show the password itself uses {@link Digest}. For origins and proxies. Immutable.
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
   * The login that the user information of a URI is, {@code name:password} percent-encoded (RFC
   * 3986 section 3.2.1); without a colon the password is empty.
   *
   * @param encoded as of {@link io.godwit.http.Uri#userInfo()}
   * @throws InvalidMessage when they are not UTF-8, or cannot be sent
   */
  public static Login ofUserInfo(String encoded) {
    return UserInfo.of(encoded).login();
  }

  /** The same two, shown with the first request already, and in no other way. */
  public Basic basic() {
    return basic;
  }

  /** The same two, proved without being shown, and in no other way. */
  public Digest digest() {
    return Digest.of(login);
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
    return new LoginFlow(basic, new DigestFlow(login, context), login.name(), preemptive, context);
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
  private final Cell<AuthMemory> memory;
  private final BasicSpace.Key key;
  private boolean basicShown;
  private boolean basicAsked;

  LoginFlow(Basic basic, DigestFlow digest, String user, boolean preemptive, AuthContext context) {
    this.basic = basic;
    this.digest = digest;
    this.preemptive = preemptive;
    this.role = context.role();
    this.memory = context.memory();
    this.key = new BasicSpace.Key(role, context.origin(), user);
  }

  @Override
  public AuthStep begin(Request request, Now now) {
    boolean atOnce = preemptive || known().filter(space -> space.covers(request)).isPresent();
    return atOnce && !digest.proves(request) ? showBasic(request) : digest.begin(request, now);
  }

  @Override
  public AuthStep answered(Request sent, Response response, Now now) {
    if (!role.asks(response)) {
      remember(sent);
      return digest.answered(sent, response, now);
    }
    List<Challenge> offered = Challenge.of(response.headers(), role);
    boolean offersBasic = offered.stream().anyMatch(challenge -> challenge.is("Basic"));
    if (basicShown) {
      forget(sent);
    }
    if (basicShown && offersBasic) {
      return new AuthStep.GiveUp("name and password are refused");
    }
    boolean offersDigest = DigestChallenge.strongest(offered, sent.body()).isPresent();
    if (offersDigest || digest.hasAnswered()) {
      return digest.answered(sent, response, now);
    }
    basicAsked = offersBasic;
    return offersBasic
        ? showBasic(sent)
        : new AuthStep.GiveUp("neither Digest nor Basic is offered: " + offered);
  }

  /** Only what was asked for: a server that takes anything has not asked. */
  private void remember(Request sent) {
    if (basicAsked) {
      BasicSpace taken = BasicSpace.of(sent, role);
      memory.update(m -> m.with(key, m.find(key).map(known -> known.or(taken)).orElse(taken)));
    }
  }

  private void forget(Request refused) {
    memory.update(
        m -> m.find(key).filter(space -> space.covers(refused)).isPresent() ? m.without(key) : m);
  }

  private Optional<BasicSpace> known() {
    return memory.value().find(key);
  }

  private AuthStep showBasic(Request request) {
    basicShown = true;
    digest.forget();
    return new AuthStep.Send(basic.attached(request, role));
  }
}
