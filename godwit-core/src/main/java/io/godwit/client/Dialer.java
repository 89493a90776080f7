package io.godwit.client;

import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import io.godwit.net.Channel;
import io.godwit.net.Clock;
import io.godwit.net.TlsChannel;
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
import java.util.function.Consumer;
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

  /** What opens one connection, and has not begun to. */
  Dialling to(Route route, CallClock time) {
    return new Dialling(route, time);
  }

  /** One run of a plan. */
  final class Dialling {
    private final Route route;
    private final Timings timings;
    private final DialPlan plan;
    private volatile Opening opening = new Opening();
    private volatile boolean ended;

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
              DialPlan.NO_RACE,
              options.dialRules());
    }

    /** A new connection, or the failure of the whole attempt. */
    Connection run() throws HttpFailure {
      ConnectEvent recorded = Flight.connect(timings);
      if (recorded == null) {
        return open();
      }
      try {
        Connection connection = open();
        recorded.ended(route, timings, connection, null);
        return connection;
      } catch (HttpFailure failure) {
        recorded.ended(route, timings, null, failure);
        throw failure;
      }
    }

    private Connection open() throws HttpFailure {
      boolean connected = false;
      try {
        BlockingDriver driver =
            new BlockingDriver(H1Machine.client(settings), follow(), clock, Watchdog.system());
        connected = true;
        return new Connection(route, driver, clock.nanos());
      } finally {
        if (!connected) {
          opening.end();
        }
      }
    }

    /** Ends it from another thread, because the client is closed. A look-up is not cut short. */
    void end() {
      ended = true;
      opening.end();
    }

    private Channel follow() throws HttpFailure {
      Fact fact = new Fact.Started();
      while (true) {
        if (ended) {
          throw new HttpFailure.ClientClosed(Sent.NO);
        }
        switch (plan.next(fact, clock.nanos())) {
          case Decision.Resolve resolve -> fact = resolve(resolve);
          case Decision.Dial dial -> fact = connect(dial);
          case Decision.StartTls startTls -> fact = secure(startTls);
          case Decision.Abandon _ -> fact = abandon();
          case Decision.Wait _ -> fact = new Fact.TimePassed();
          case Decision.Fail fail -> throw fail.failure();
          case Decision.Ready _ -> {
            return opening.channel();
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
      Opening attempt = begin();
      Watch watch = Watchdog.system().watch(attempt::end);
      watch.arm(dial.deadline());
      try {
        attempt.accept(options.network().connect(dial.address(), attempt));
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
      Opening attempt = opening;
      Watch watch = Watchdog.system().watch(attempt::end);
      watch.arm(startTls.deadline());
      try {
        attempt.accept(
            TlsChannel.client(
                attempt.channel(), route.road().tlsSettings(), route.host(), route.port()));
        if (watch.disarm()) {
          throw new IOException("too late");
        }
        return new Fact.Secured(startTls.attempt());
      } catch (IOException e) {
        attempt.end();
        return new Fact.SecureFailed(startTls.attempt(), secureFailure(e));
      } finally {
        watch.release();
        timings.add(Phase.TLS, clock.nanos() - start);
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
      opening.end();
      return new Fact.TimePassed();
    }

    private Opening begin() {
      Opening attempt = new Opening();
      opening = attempt;
      if (ended) {
        attempt.end();
      }
      return attempt;
    }
  }

  /**
   * The channel of one attempt. The watchdog ends one that takes too long, who closes the client
   * any: perhaps before there is a channel, and then that is closed as soon as it comes.
   */
  private static final class Opening implements Consumer<Channel> {
    private volatile @Nullable Channel channel;
    private volatile boolean ended;

    @Override
    public void accept(Channel opened) {
      channel = opened;
      if (ended) {
        opened.close();
      }
    }

    void end() {
      ended = true;
      Channel open = channel;
      if (open != null) {
        open.close();
      }
    }

    Channel channel() {
      Channel open = channel;
      if (open == null) {
        throw new IllegalStateException("the plan goes on without a connection");
      }
      return open;
    }
  }
}
