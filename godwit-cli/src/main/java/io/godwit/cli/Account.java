package io.godwit.cli;

import io.godwit.client.CallListener;
import io.godwit.client.CallView;
import io.godwit.client.ExchangeStart;
import io.godwit.client.Timings;
import io.godwit.http.Response;
import io.godwit.http.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the transfer of one URL, for those options that tell of it. Listens to the call
 * when there is one; times are in nanoseconds since the transfer began.
 */
final class Account implements CallListener {
  final String url;
  final int number;

  /** The exchanges of the last attempt. */
  final List<Leg> legs = new ArrayList<>();

  /** The heads of the last attempt, interim ones too. */
  final List<Response> heads = new ArrayList<>();

  long downloaded;

  /** Written by the thread that sends the content. */
  volatile long uploaded;

  int connects;
  ExitCode code = ExitCode.OK;
  Optional<String> error = Optional.empty();
  Optional<Path> file = Optional.empty();

  private long start = System.nanoTime();
  private long end;

  /** One exchange. */
  static final class Leg {
    final ExchangeStart exchange;

    /** When its connection was looked for, and how long each step of that took. */
    final long began;

    final long queue;
    final long resolve;
    final long connect;
    final long tls;

    /** When the request was about to be sent, the first and the last bytes came. */
    final long sending;

    long first;
    long last;
    Optional<Response> response = Optional.empty();

    Leg(ExchangeStart exchange, Timings timings, long sending) {
      this.exchange = exchange;
      this.queue = timings.queue().toNanos();
      this.resolve = timings.resolve().toNanos();
      this.connect = timings.connect().toNanos();
      this.tls = timings.tls().toNanos();
      this.sending = sending;
      this.began = Math.max(0, sending - queue - resolve - connect - tls);
      this.first = sending;
      this.last = sending;
    }

    /** The address of the server; none for a Unix-domain socket. */
    @Nullable InetSocketAddress remote() {
      SocketAddress remote = exchange.remote();
      return remote instanceof InetSocketAddress tcp ? tcp : null;
    }
  }

  Account(String url, int number) {
    this.url = url;
    this.number = number;
  }

  /** Another attempt begins. */
  void begin() {
    legs.clear();
    heads.clear();
    downloaded = 0;
    uploaded = 0;
    connects = 0;
    start = System.nanoTime();
    end = 0;
  }

  /** The transfer is over. */
  void end(ExitCode code, Optional<String> error) {
    this.code = code;
    this.error = error;
    this.end = now();
  }

  /** How long it took. */
  long total() {
    return end;
  }

  /** The last exchange, if there was one. */
  Optional<Leg> last() {
    return legs.isEmpty() ? Optional.empty() : Optional.of(legs.getLast());
  }

  /** The last response, if there was one. */
  Optional<Response> response() {
    return last().flatMap(leg -> leg.response);
  }

  /** How many redirects were followed. */
  int redirects() {
    int count = 0;
    for (Leg leg : legs.subList(0, Math.max(0, legs.size() - 1))) {
      if (leg.response.isPresent() && redirects(leg.response.get().status())) {
        count++;
      }
    }
    return count;
  }

  static boolean redirects(Status status) {
    return status.code() / 100 == 3 && !status.equals(Status.NOT_MODIFIED);
  }

  private long now() {
    return System.nanoTime() - start;
  }

  @Override
  public void sending(CallView call, ExchangeStart exchange) {
    legs.add(new Leg(exchange, call.timings(), now()));
    if (!exchange.reused()) {
      connects++;
    }
  }

  @Override
  public void sent(CallView call, long bytes, long total) {
    uploaded = bytes;
  }

  @Override
  public void received(CallView call, ByteBuffer bytes) {
    Leg leg = legs.getLast();
    leg.last = now();
    if (leg.first == leg.sending) {
      leg.first = leg.last;
    }
  }

  @Override
  public void interim(CallView call, Response interim) {
    heads.add(interim);
  }

  @Override
  public void responded(CallView call, Response head) {
    legs.getLast().response = Optional.of(head);
    heads.add(head);
  }

  @Override
  public void content(CallView call, ByteBuffer content) {
    downloaded += content.remaining();
  }
}
