package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import io.godwit.net.Channel;
import io.godwit.net.Clock;
import io.godwit.net.TlsChannel;
import io.godwit.net.TlsSettings;
import io.godwit.net.Watch;
import io.godwit.net.Watchdog;
import io.godwit.net.blocking.BlockingDriver;
import io.godwit.policy.dial.DialPlan;
import io.godwit.policy.dial.DialPlan.Decision;
import io.godwit.policy.dial.DialPlan.Fact;
import io.godwit.policy.dial.DialTimeouts;
import io.godwit.wire.h1.H1Machine;
import io.godwit.wire.h1.H1Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections as {@link DialPlan} says, on the calling thread, one address after the other.
 * The plan decides; this connects, shakes hands and keeps the deadlines.
 */
final class Dialer {
  private final ClientOptions options;
  private final Clock clock;
  private final H1Settings settings;

  Dialer(ClientOptions options) {
    this.options = options;
    this.clock = options.clock();
    this.settings = H1Settings.client().withLimits(options.limits());
  }

  /** A new connection, or the failure of the whole attempt. */
  Connection dial(Route route, CallClock time) throws HttpFailure {
    Channel channel = new Dialling(route, time).run();
    BlockingDriver driver =
        new BlockingDriver(H1Machine.client(settings), channel, clock, Watchdog.system());
    return new Connection(route, driver, clock.nanos());
  }

  /** One run of a plan. */
  private final class Dialling {
    private final Route route;
    private final Timings timings;
    private final DialPlan plan;
    private volatile @Nullable Channel channel;

    Dialling(Route route, CallClock time) {
      this.route = route;
      this.timings = time.timings();
      Timeouts timeouts = options.timeouts();
      this.plan =
          DialPlan.of(
              route.goal(),
              new DialTimeouts(
                  timeouts.resolve().toNanos(),
                  timeouts.connect().toNanos(),
                  timeouts.tls().toNanos(),
                  time.deadline(),
                  time.limit()),
              DialPlan.NO_RACE);
    }

    Channel run() throws HttpFailure {
      Fact fact = new Fact.Started();
      while (true) {
        switch (plan.next(fact, clock.nanos())) {
          case Decision.Resolve resolve -> fact = resolve(resolve);
          case Decision.Dial dial -> fact = connect(dial);
          case Decision.StartTls startTls -> fact = secure(startTls);
          case Decision.Abandon _ -> fact = abandon();
          case Decision.Wait _ -> fact = new Fact.TimePassed();
          case Decision.Fail fail -> {
            abandon();
            throw fail.failure();
          }
          case Decision.Ready _ -> {
            return connected();
          }
        }
      }
    }

    private Fact resolve(Decision.Resolve resolve) {
      long start = clock.nanos();
      try {
        List<InetAddress> addresses =
            options.resolver().resolve(resolve.host(), resolve.deadline());
        return new Fact.Resolved(addresses);
      } catch (HttpFailure failure) {
        return new Fact.ResolveFailed(failure);
      } finally {
        timings.add(Phase.RESOLVE, clock.nanos() - start);
      }
    }

    private Fact connect(Decision.Dial dial) {
      long start = clock.nanos();
      Watch watch = Watchdog.system().watch(this::abandonLate);
      watch.arm(dial.deadline());
      try {
        channel = options.network().connect(dial.address(), opening -> channel = opening);
        return watch.disarm()
            ? new Fact.AttemptFailed(dial.attempt(), new IOException("too late"))
            : new Fact.Connected(dial.attempt());
      } catch (ClosedByInterruptException e) {
        return new Fact.AttemptFailed(dial.attempt(), new HttpFailure.Interrupted(Sent.NO, e));
      } catch (IOException e) {
        return new Fact.AttemptFailed(dial.attempt(), e);
      } finally {
        watch.release();
        timings.add(Phase.CONNECT, clock.nanos() - start);
      }
    }

    private Fact secure(Decision.StartTls startTls) {
      long start = clock.nanos();
      Watch watch = Watchdog.system().watch(this::abandonLate);
      watch.arm(startTls.deadline());
      try {
        channel = TlsChannel.client(connected(), settings(), route.host(), route.port());
        return new Fact.Secured(startTls.attempt());
      } catch (IOException e) {
        abandon();
        return new Fact.SecureFailed(startTls.attempt(), secureFailure(e));
      } finally {
        watch.release();
        timings.add(Phase.TLS, clock.nanos() - start);
      }
    }

    private TlsSettings settings() throws HttpFailure.Tls {
      try {
        return options.tls().get();
      } catch (IllegalStateException e) { // what the JDK trusts cannot be read
        throw new HttpFailure.Tls(route.toString(), Failures.reason(e), false, e);
      }
    }

    private HttpFailure secureFailure(IOException cause) {
      return switch (cause) {
        case HttpFailure failure -> failure;
        case ClosedByInterruptException e -> new HttpFailure.Interrupted(Sent.NO, e);
        default -> new HttpFailure.Tls(route.toString(), Failures.reason(cause), false, cause);
      };
    }

    private Fact abandon() {
      abandonLate();
      return new Fact.TimePassed();
    }

    /** Also called by the watchdog, to end a connect or handshake that takes too long. */
    private void abandonLate() {
      Channel open = channel;
      if (open != null) {
        open.close();
      }
    }

    private Channel connected() {
      if (channel == null) {
        throw new IllegalStateException("the plan is ready without a connection");
      }
      return channel;
    }
  }
}
