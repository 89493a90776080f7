package io.godwit.client;

import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Phase;
import io.godwit.http.Sent;
import io.godwit.net.Channel;
import io.godwit.net.Clock;
import io.godwit.net.SocketSettings;
import io.godwit.net.TlsChannel;
import io.godwit.net.TlsSettings;
import io.godwit.net.Watch;
import io.godwit.net.Watchdog;
import io.godwit.net.blocking.BlockingDriver;
import io.godwit.policy.auth.AuthPolicy;
import io.godwit.policy.dial.DialPlan;
import io.godwit.policy.dial.DialPlan.Decision;
import io.godwit.policy.dial.DialPlan.Fact;
import io.godwit.policy.dial.DialRules;
import io.godwit.policy.dial.DialTimeouts;
import io.godwit.policy.dial.Via;
import io.godwit.policy.proxy.Passages;
import io.godwit.policy.proxy.Proxy;
import io.godwit.wire.h1.H1Machine;
import io.godwit.wire.h1.H1Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections as {@link DialPlan} says. The plan decides; this connects, talks to proxies,
 * shakes hands and keeps the deadlines: on the calling thread, but for addresses that race each
 * other, which are connected to on a virtual thread each while the caller waits.
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

  private DialPlan plan(Route route, CallClock time) {
    Timeouts timeouts = options.timeouts();
    DialTimeouts limits =
        new DialTimeouts(
            timeouts.resolve().toNanos(),
            timeouts.connect().toNanos(),
            timeouts.tls().toNanos(),
            time.deadline(),
            time.limit());
    DialRules rules = options.dialRules().withFamily(route.road().reachable());
    return route.road().proxy().isEmpty()
        ? DialPlan.of(route.goal(), limits, DialPlan.ATTEMPT_DELAY, rules)
        : DialPlan.by(
            via(route, route.road().proxy().get()),
            route.goal(),
            limits,
            DialPlan.ATTEMPT_DELAY,
            rules);
  }

  /** A CONNECT says what client asks, as its other requests do, and nothing of the call. */
  private Via via(Route route, Proxy proxy) {
    if (route.forwards()) {
      return Passages.forwarding(proxy);
    }
    Headers.Builder fields = Headers.builder();
    options.headers().first("User-Agent").ifPresent(name -> fields.add("User-Agent", name));
    AuthPolicy auth = options.policies().auth();
    return Passages.tunnel(proxy, route.goal(), fields.build(), auth.memory(), auth.entropy());
  }

  /** With somebody who listens, if the client wants that. */
  private Channel tapped(Channel channel) {
    return options.wireLog().isPresent()
        ? new WireTap(channel, options.wireLog().get(), clock)
        : channel;
  }

  /** One run of a plan. */
  final class Dialling {
    private final Route route;
    private final Timings timings;
    private final DialPlan plan;

    /** Guards what follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();

    /** By the numbers of the attempts. */
    private final List<Opening> openings = new ArrayList<>(2);

    /** What the attempts in a race have come to. */
    private final Queue<Fact> arrived = new ArrayDeque<>(2);

    /** What broke in one of them that is no failure to connect. */
    private @Nullable Throwable broken;

    private boolean ended;

    /** How often the proxy was asked by CONNECT; only of the thread that dials. */
    private int asked;

    Dialling(Route route, CallClock time) {
      this.route = route;
      this.timings = time.timings();
      this.plan = plan(route, time);
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
            new BlockingDriver(
                H1Machine.client(settings), tapped(follow()), clock, Watchdog.system());
        connected = true;
        return new Connection(route, driver, asked, clock.nanos());
      } finally {
        if (!connected) {
          end();
          openings.forEach(Opening::release);
        }
      }
    }

    /** Ends it from any thread, because the client is closed. A look-up is not cut short. */
    void end() {
      lock.lock();
      try {
        ended = true;
        openings.forEach(Opening::end); // which does not wait
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private Channel follow() throws HttpFailure {
      Fact fact = new Fact.Started();
      while (true) {
        requireGoing();
        switch (plan.next(fact, clock.nanos())) {
          case Decision.Resolve resolve -> fact = resolve(resolve);
          case Decision.Dial dial -> fact = dial(dial);
          case Decision.StartTls startTls -> fact = secure(startTls);
          case Decision.Talk talk -> fact = talk(talk);
          case Decision.Ask ask -> fact = ask(ask);
          case Decision.Abandon abandon -> fact = abandon(opening(abandon.attempt()));
          case Decision.Wait wait -> fact = await(wait.until());
          case Decision.Fail fail -> throw fail.failure();
          case Decision.Ready ready -> {
            return opening(ready.attempt()).channel();
          }
        }
      }
    }

    private void requireGoing() throws HttpFailure.ClientClosed {
      lock.lock();
      try {
        if (ended) {
          throw new HttpFailure.ClientClosed(Sent.NO);
        }
      } finally {
        lock.unlock();
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

    /** With nothing else to do meanwhile, the calling thread connects. */
    private Fact dial(Decision.Dial dial) {
      Opening attempt = begin();
      if (!plan.alone()) {
        Thread.ofVirtual().name("godwit-dial").start(() -> race(dial, attempt));
        return new Fact.TimePassed();
      }
      long start = clock.nanos();
      try {
        return connect(dial, attempt);
      } finally {
        timings.add(Phase.CONNECT, clock.nanos() - start);
      }
    }

    private Fact connect(Decision.Dial dial, Opening attempt) {
      Watch watch = Watchdog.system().watch(attempt::end);
      watch.arm(dial.deadline());
      try {
        attempt.accept(open(dial.address(), attempt));
        return watch.disarm()
            ? new Fact.AttemptFailed(dial.attempt(), new IOException("too late"))
            : new Fact.Connected(dial.attempt());
      } catch (ClosedByInterruptException e) {
        return new Fact.AttemptFailed(dial.attempt(), new HttpFailure.Interrupted(Sent.NO, e));
      } catch (IOException e) {
        return new Fact.AttemptFailed(dial.attempt(), e);
      } finally {
        watch.release();
      }
    }

    private Channel open(SocketAddress address, Opening attempt) throws IOException {
      SocketSettings wanted = options.sockets().withLocal(route.road().local());
      return wanted.isUsual()
          ? options.network().connect(address, attempt)
          : options.network().connect(address, wanted, attempt);
    }

    /** On a thread of its own; a channel that comes when it is not wanted any more is closed. */
    private void race(Decision.Dial dial, Opening attempt) {
      Fact fact = new Fact.TimePassed();
      Throwable defect = null;
      try {
        fact = connect(dial, attempt);
      } catch (RuntimeException | Error e) { // the caller is to have it
        defect = e;
      }
      lock.lock();
      try {
        broken = broken == null ? defect : broken;
        arrived.add(fact);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** Waits for an attempt in the race, until that time. */
    private Fact await(long until) throws HttpFailure {
      long start = clock.nanos();
      lock.lock();
      try {
        while (arrived.isEmpty() && !ended && clock.nanos() < until) {
          // connections take real time, also where a test turns the clock
          long _ = changed.awaitNanos(until - clock.nanos());
        }
        rethrow(broken);
        Fact fact = arrived.poll();
        return fact == null ? new Fact.TimePassed() : fact;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new HttpFailure.Interrupted(Sent.NO, e);
      } finally {
        lock.unlock();
        timings.add(Phase.CONNECT, clock.nanos() - start);
      }
    }

    private static void rethrow(@Nullable Throwable defect) {
      switch (defect) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(defect);
      }
    }

    private Fact secure(Decision.StartTls startTls) {
      long start = clock.nanos();
      Opening attempt = opening(startTls.attempt());
      Road road = route.road();
      TlsSettings how = startTls.proxy() ? road.proxyTlsSettings() : road.tlsSettings();
      String where = startTls.proxy() ? "the proxy " + startTls.peer().where() : route.toString();
      Watch watch = Watchdog.system().watch(attempt::end);
      watch.arm(startTls.deadline());
      try {
        attempt.accept(
            TlsChannel.client(
                attempt.channel(),
                how,
                startTls.peer().host(),
                startTls.peer().port(),
                !options.boundedMemory()));
        if (watch.disarm()) {
          throw new IOException("too late");
        }
        return new Fact.Secured(startTls.attempt());
      } catch (IOException e) {
        attempt.end();
        return new Fact.SecureFailed(startTls.attempt(), secureFailure(where, e));
      } finally {
        watch.release();
        timings.add(Phase.TLS, clock.nanos() - start);
      }
    }

    private static HttpFailure secureFailure(String where, IOException cause) {
      return switch (cause) {
        case HttpFailure failure -> failure;
        case ClosedByInterruptException e -> new HttpFailure.Interrupted(Sent.NO, e);
        default -> new HttpFailure.Tls(where, Failures.reason(cause), false, cause);
      };
    }

    private Fact talk(Decision.Talk talk) {
      long start = clock.nanos();
      Opening attempt = opening(talk.attempt());
      try {
        ByteBuffer answer =
            attempt.talk(this::talkOn).exchange(talk.bytes(), talk.answer(), talk.deadline());
        return new Fact.Received(talk.attempt(), answer);
      } catch (IOException e) {
        return talkFailed(talk.attempt(), e);
      } finally {
        timings.add(Phase.CONNECT, clock.nanos() - start);
      }
    }

    private Fact ask(Decision.Ask ask) {
      long start = clock.nanos();
      Opening attempt = opening(ask.attempt());
      asked++;
      try {
        ProxyTalk.Answer answer = attempt.talk(this::talkOn).ask(ask.request(), ask.deadline());
        return new Fact.Answered(ask.attempt(), answer.response(), answer.open());
      } catch (IOException e) {
        return talkFailed(ask.attempt(), e);
      } finally {
        timings.add(Phase.CONNECT, clock.nanos() - start);
      }
    }

    private Fact talkFailed(int number, IOException cause) {
      abandon(opening(number));
      return new Fact.TalkFailed(
          number,
          cause instanceof ClosedByInterruptException
              ? new HttpFailure.Interrupted(Sent.NO, cause)
              : cause);
    }

    /** A CONNECT is listened to as well; the password of SOCKS is nobody's business. */
    private ProxyTalk talkOn(Channel channel) {
      return new ProxyTalk(channel, tapped(channel), settings, clock);
    }

    private static Fact abandon(Opening attempt) {
      attempt.end();
      attempt.release();
      return new Fact.TimePassed();
    }

    private Opening begin() {
      Opening attempt = new Opening();
      lock.lock();
      try {
        openings.add(attempt);
        if (ended) {
          attempt.end();
        }
      } finally {
        lock.unlock();
      }
      return attempt;
    }

    private Opening opening(int number) {
      lock.lock();
      try {
        return openings.get(number);
      } finally {
        lock.unlock();
      }
    }
  }
}
