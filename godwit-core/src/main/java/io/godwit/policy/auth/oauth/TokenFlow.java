package io.godwit.policy.auth.oauth;

import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.policy.auth.AuthContext;
import io.godwit.policy.auth.AuthFlow;
import io.godwit.policy.auth.AuthMemory;
import io.godwit.policy.auth.AuthStep;
import io.godwit.policy.auth.Challenge;
import io.godwit.policy.given.Now;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One request with a token: shows the one that is remembered, or joins those who want the next. The
 * one who leads asks the server, and all find in the memory what it said.
 */
final class TokenFlow implements AuthFlow {
  /** How often it waits for others who then end without a token and without a refusal. */
  private static final int MOST_WAITS = 1000;

  private final OAuth2.Setup setup;
  private final OAuth2.Hooks hooks;
  private final AuthContext context;
  private final TokenState.Key key;
  private final TokenRequest requests;

  private @Nullable Request request;
  private Asked asked = new Asked.Nothing();
  private Instant askedAt = Instant.EPOCH;
  private String shown = "";
  private boolean renewed;
  private int seenRefusals;
  private int waits;

  TokenFlow(OAuth2.Setup setup, OAuth2.Hooks hooks, AuthContext context) {
    this.setup = setup;
    this.hooks = hooks;
    this.context = context;
    this.key = new TokenState.Key(setup);
    this.requests = new TokenRequest(setup);
  }

  /** What the server was asked. */
  private sealed interface Asked {
    record Nothing() implements Asked {}

    record Refresh(String token) implements Asked {}

    record Grant() implements Asked {}

    record DeviceCode() implements Asked {}

    /**
     * Whether the person has agreed.
     *
     * @param until nanoseconds of the monotonic clock
     */
    record Agreed(String code, Duration interval, long until) implements Asked {}
  }

  @Override
  public AuthStep begin(Request request, Now now) {
    this.request = request;
    if (!setup.server().plainHttp() && !Transport.keeps(context.origin())) {
      return new AuthStep.Fail(
          new HttpFailure.Refused("a bearer token would go over http to " + context.origin()));
    }
    return showOrJoin(now);
  }

  private AuthStep showOrJoin(Now now) {
    TokenState state = state();
    Optional<String> usable = state.usable(now.wall());
    if (usable.isPresent()) {
      return show(usable.get());
    }
    seenRefusals = state.refusals();
    return new AuthStep.Join(key);
  }

  @Override
  public AuthStep joined(boolean leads, Now now) {
    TokenState state = state();
    Optional<String> usable = state.usable(now.wall());
    if (usable.isPresent()) {
      return show(usable.get());
    }
    if (leads) {
      return ask(state, now);
    }
    if (state.refusals() != seenRefusals && state.refusal() != null) {
      return new AuthStep.Fail(again(state.refusal())); // the server's words are for all who waited
    }
    waits++;
    return waits < MOST_WAITS
        ? new AuthStep.Join(key)
        : new AuthStep.Fail(noToken("nobody else could get one", ""));
  }

  /** The request for a token, by the best there is to show. */
  private AuthStep ask(TokenState state, Now now) {
    askedAt = now.wall();
    if (state.refresh().isPresent()) {
      String token = state.refresh().get();
      asked = new Asked.Refresh(token);
      return new AuthStep.Fetch(requests.refresh(token));
    }
    return state.spent() ? new AuthStep.Fail(spent(state)) : askByGrant();
  }

  private AuthStep askByGrant() {
    asked =
        setup.grant() instanceof OAuth2Grant.Device ? new Asked.DeviceCode() : new Asked.Grant();
    return new AuthStep.Fetch(
        switch (setup.grant()) {
          case OAuth2Grant.ClientCredentials _ -> requests.clientCredentials();
          case OAuth2Grant.Code code -> requests.code(code);
          case OAuth2Grant.Device _ -> requests.device(setup.server().device().orElseThrow());
          case OAuth2Grant.Refresh _ -> throw new IllegalStateException("spent from the start");
        });
  }

  @Override
  public AuthStep fetched(Response response, Now now) {
    return switch (asked) {
      case Asked.Nothing _ -> throw new IllegalStateException("nothing was fetched");
      case Asked.DeviceCode _ -> prompt(TokenAnswer.device(response), now);
      case Asked.Refresh refresh -> refreshed(TokenAnswer.token(response), refresh.token());
      case Asked.Grant _ -> given(TokenAnswer.token(response));
      case Asked.Agreed agreed -> polled(TokenAnswer.token(response), agreed, now);
    };
  }

  private AuthStep refreshed(TokenAnswer answer, String token) {
    if (!(answer instanceof TokenAnswer.Refused refused)
        || !refused.error().equals("invalid_grant")) {
      return given(answer);
    }
    // Only that one: a call that did not wait may have replaced it.
    change(
        state ->
            state.refresh().filter(token::equals).isPresent() ? state.withoutRefresh() : state);
    return setup.grant().repeats() ? askByGrant() : given(answer);
  }

  private AuthStep given(TokenAnswer answer) {
    return switch (answer) {
      case TokenAnswer.Granted granted -> keep(granted);
      case TokenAnswer.Refused refused -> fail(refused);
      case TokenAnswer.Device _ -> throw new IllegalStateException("no token was asked for");
    };
  }

  private AuthStep keep(TokenAnswer.Granted granted) {
    TokenState kept = change(state -> state.granted(granted, setup, askedAt));
    OAuth2Tokens tokens =
        new OAuth2Tokens(
            granted.access(),
            kept.refresh(),
            granted.lifetime().map(askedAt::plus),
            granted.scope());
    hooks.tokens().accept(tokens);
    return show(granted.access());
  }

  private AuthStep prompt(TokenAnswer answer, Now now) {
    if (!(answer instanceof TokenAnswer.Device device)) {
      return given(answer);
    }
    long until = now.nanos() + device.prompt().lifetime().toNanos();
    asked = new Asked.Agreed(device.code(), device.interval(), until);
    hooks.prompt().accept(device.prompt());
    return pause(device.interval(), now);
  }

  private AuthStep polled(TokenAnswer answer, Asked.Agreed agreed, Now now) {
    if (!(answer instanceof TokenAnswer.Refused refused)) {
      return given(answer);
    }
    return switch (refused.error()) {
      case "authorization_pending" -> pause(agreed.interval(), now);
      case "slow_down" -> { // RFC 8628 section 3.5
        Duration slower = agreed.interval().plusSeconds(5);
        asked = new Asked.Agreed(agreed.code(), slower, agreed.until());
        yield pause(slower, now);
      }
      default -> fail(refused);
    };
  }

  private static AuthStep pause(Duration interval, Now now) {
    return new AuthStep.Pause(now.nanos() + interval.toNanos());
  }

  @Override
  public AuthStep resumed(Now now) {
    if (!(asked instanceof Asked.Agreed agreed)) {
      throw new IllegalStateException("there was no pause");
    }
    if (now.nanos() - agreed.until() >= 0) {
      return fail(new TokenAnswer.Refused("expired_token", "nobody has agreed in time"));
    }
    askedAt = now.wall();
    return new AuthStep.Fetch(requests.poll(agreed.code()));
  }

  @Override
  public AuthStep answered(Request sent, Response response, Now now) {
    if (response.status().code() != context.role().status()) {
      return new AuthStep.Accept();
    }
    if (!saysInvalidToken(response)) {
      return new AuthStep.GiveUp("the server wants something else than this token");
    }
    if (renewed) {
      return new AuthStep.GiveUp("the new token is refused as well");
    }
    renewed = true;
    if (!state().canRenew()) {
      return new AuthStep.GiveUp("the token is refused, and nothing gets another");
    }
    change(state -> state.rejected(shown));
    if (!sent.body().canReplay()) {
      return new AuthStep.GiveUp("the token is refused, and the content cannot be sent again");
    }
    return showOrJoin(now);
  }

  /** The one reason that a new token helps with (RFC 6750 section 3.1). */
  private boolean saysInvalidToken(Response response) {
    return Challenge.of(response.headers(), context.role()).stream()
        .filter(offered -> offered.is("Bearer"))
        .anyMatch(
            offered -> offered.parameter("error").filter("invalid_token"::equals).isPresent());
  }

  private AuthStep show(String token) {
    shown = token;
    if (request == null) {
      throw new IllegalStateException("not begun");
    }
    return new AuthStep.Send(
        request.withHeader(context.role().credentialsField(), "Bearer " + token));
  }

  private AuthStep fail(TokenAnswer.Refused refused) {
    HttpFailure.NoToken failure = noToken(hidden(refused.error()), hidden(refused.description()));
    change(state -> state.refused(setup, failure));
    return new AuthStep.Fail(failure);
  }

  /** A failure belongs to one call: the next gets its own. */
  private HttpFailure.NoToken again(HttpFailure.NoToken refusal) {
    return noToken(refusal.error(), refusal.description());
  }

  private HttpFailure.NoToken spent(TokenState state) {
    return state.refusal() != null
        ? again(state.refusal())
        : noToken("the person has to agree again", "");
  }

  private HttpFailure.NoToken noToken(String error, String description) {
    return new HttpFailure.NoToken(setup.server().token().origin().toString(), error, description);
  }

  /** A server may repeat in its words what it was sent. */
  private String hidden(String words) {
    String shown = setup.client().hide(words);
    shown = setup.grant() instanceof OAuth2Grant.Code code ? hide(shown, code.code()) : shown;
    return switch (asked) {
      case Asked.Refresh refresh -> hide(shown, refresh.token());
      case Asked.Agreed agreed -> hide(shown, agreed.code());
      case Asked.Nothing _, Asked.Grant _, Asked.DeviceCode _ -> shown;
    };
  }

  private static String hide(String words, String secret) {
    return words.replace(secret, "***");
  }

  private TokenState state() {
    return stateIn(context.memory().value());
  }

  private TokenState stateIn(AuthMemory memory) {
    return memory.find(key).orElseGet(() -> TokenState.initial(setup));
  }

  private TokenState change(UnaryOperator<TokenState> change) {
    return stateIn(
        context.memory().update(memory -> memory.with(key, change.apply(stateIn(memory)))));
  }
}
