package io.godwit.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import io.godwit.policy.auth.AuthMemory;
import io.godwit.policy.dial.Goal;
import io.godwit.policy.dial.Passage;
import io.godwit.policy.dial.Passage.Step;
import io.godwit.policy.given.Cell;
import io.godwit.policy.proxy.Passages;
import io.godwit.policy.proxy.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a SOCKS proxy says. The first option tells which kind it is and whether it is shown a login.
 * The flow reads as much as it wants of the payload, ends after a few steps, and never goes through
 * on nothing.
 */
public final class SocksTarget {
  private static final List<String> PROXIES =
      List.of("socks5://p", "socks5://ada:s3cret@p", "socks4a://p", "socks4a://ada@p");
  private static final List<Goal> GOALS =
      List.of(
          Goal.of("a.example", 443, true),
          Goal.of("192.0.2.1", 80, false),
          Goal.of("::1", 65535, false));

  private static final Cell<AuthMemory> NO_MEMORY =
      new Cell<>() {
        @Override
        public AuthMemory value() {
          return AuthMemory.empty();
        }

        @Override
        public AuthMemory update(UnaryOperator<AuthMemory> change) {
          return change.apply(AuthMemory.empty());
        }
      };

  private SocksTarget() {}

  /** Fails if anything is thrown, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    Proxy proxy = Proxy.of(PROXIES.get(input.option(PROXIES.size())));
    Goal goal = GOALS.get(input.option(GOALS.size()));
    Passage passage =
        Passages.tunnel(proxy, goal, Headers.empty(), NO_MEMORY, entropy -> {})
            .passage()
            .orElseThrow();
    ByteBuffer said = ByteBuffer.wrap(input.payload());
    Step step = passage.begin();
    int read = 0;
    for (int steps = 0; step instanceof Step.Talk talk; steps++) {
      assertThat(steps).isLessThan(5);
      assertThat(talk.answer()).isBetween(1, 257);
      if (said.remaining() < talk.answer()) {
        return; // the channel ends here
      }
      step = passage.received(said.slice(said.position(), talk.answer()).asReadOnlyBuffer());
      said.position(said.position() + talk.answer());
      read += talk.answer();
    }
    switch (step) {
      case Step.Through _ -> assertThat(read).isGreaterThanOrEqualTo(8);
      case Step.Refuse(var failure) ->
          assertThat(failure.getMessage()).startsWith("proxy socks").doesNotContain("s3cret");
      default -> throw new AssertionError("SOCKS does not say " + step);
    }
  }
}
