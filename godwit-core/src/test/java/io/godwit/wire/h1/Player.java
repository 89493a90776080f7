package io.godwit.wire.h1;

import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpMachine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Plays a case through a machine as a driver would: what the machine leaves is handed in again in
 * front of what comes next.
 */
final class Player {
  private static final int FOREVER = 100_000;

  private final Case played;
  private final byte[] input;
  private final HttpMachine machine;
  private final EventLog log;
  private final Random random;

  private boolean switched;
  private ByteBuffer left = ByteBuffer.allocate(0);

  /** What a play came to. */
  record Outcome(List<String> events, String details, int untaken, HttpMachine machine) {}

  private Player(Case played, long seed) {
    this.played = played;
    this.input = played.input().getBytes(StandardCharsets.ISO_8859_1);
    this.random = new Random(seed);
    this.log = new EventLog(played.role() == Case.Role.SERVER);
    this.machine =
        played.role() == Case.Role.SERVER
            ? H1Machine.server(played.settings())
            : H1Machine.client(played.settings());
    played.requests().forEach(this::request);
  }

  /** Plays the input in one piece. */
  static Outcome whole(Case played) {
    return new Player(played, 0).play(List.of(played.input().length()));
  }

  /** Plays the input in pieces of that size. */
  static Outcome inPieces(Case played, int size) {
    List<Integer> sizes = new ArrayList<>();
    for (int at = 0; at < played.input().length(); at += size) {
      sizes.add(Math.min(size, played.input().length() - at));
    }
    return new Player(played, size).play(sizes);
  }

  /** Plays the input in pieces that the seed decides, some of them empty. */
  static Outcome atRandom(Case played, long seed) {
    Random random = new Random(seed);
    List<Integer> sizes = new ArrayList<>();
    int largest = 1 + random.nextInt(1 + played.input().length());
    for (int at = 0; at < played.input().length(); at += sizes.getLast()) {
      sizes.add(Math.min(random.nextInt(largest + 1), played.input().length() - at));
    }
    return new Player(played, seed).play(sizes);
  }

  private Outcome play(List<Integer> sizes) {
    int at = 0;
    HttpEvent event = HttpEvent.NEED_INPUT;
    for (int size : sizes) {
      receive(at, size);
      at += size;
      event = poll();
      if (event != HttpEvent.NEED_INPUT && event != HttpEvent.PAUSED) {
        break;
      }
    }
    if (switched) {
      String rest = latin1(left) + latin1(ByteBuffer.wrap(input).position(at));
      log.addLeftOver(rest);
    }
    if (played.ends()) {
      machine.receiveEof();
    }
    if (played.expires()) {
      machine.expire(1);
    }
    log.add(poll());
    return new Outcome(log.lines(), log.details(), left.remaining(), machine);
  }

  /**
   * Hands over what was left and the next piece. What was left stays where it is or moves to the
   * front of another buffer, as drivers do.
   */
  private void receive(int from, int count) {
    int end = left.limit();
    if (left.capacity() - end < count || random.nextInt(16) == 0) {
      moveLeft(count);
      end = left.limit();
    }
    left.limit(end + count).put(end, input, from, count);
    machine.receive(left);
  }

  private void moveLeft(int count) {
    int offset = random.nextInt(3);
    int room = offset + left.remaining() + Math.max(count, 64);
    boolean direct = random.nextInt(8) == 0;
    ByteBuffer moved = direct ? ByteBuffer.allocateDirect(room) : ByteBuffer.allocate(room);
    moved.position(offset).mark();
    moved.put(left);
    left = moved.limit(moved.position()).reset();
  }

  /** Polls until there is nothing more to be had now; logs all but that last event. */
  private HttpEvent poll() {
    for (int i = 0; i < FOREVER; i++) {
      HttpEvent event = machine.poll();
      switch (event) {
        case HttpEvent.NeedInput _ -> {
          if (left.hasRemaining()) {
            throw new AssertionError("input is needed, and there is some");
          }
          return event;
        }
        case HttpEvent.Paused _ -> {
          if (!played.responds()) {
            return event;
          }
          respond();
        }
        case HttpEvent.Closed _, HttpEvent.Violated _, HttpEvent.Expired _ -> {
          if (machine.poll() != event) {
            throw new AssertionError(event + " is final, but something else came after it");
          }
          return event;
        }
        case HttpEvent.Switched gone -> {
          switched = true;
          log.add(event);
          left = gone.leftOver();
        }
        default -> log.add(event);
      }
    }
    throw new AssertionError("the machine has always something more to say");
  }

  private static String latin1(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1.decode(bytes).toString();
  }

  private void respond() {
    long stream = machine.nextStream();
    machine.send(
        new HttpEvent.ResponseHead(stream, Version.HTTP_1_1, Status.OK, "OK", Headers.empty(), 0));
    machine.send(new HttpEvent.End(stream, Headers.empty()));
  }

  /** Sends a request: method, target, and the words upgrade, close or 1.0. */
  private void request(String text) {
    if (played.role() == Case.Role.SERVER) {
      return;
    }
    String[] words = text.split(" ", -1);
    Headers.Builder headers = Headers.builder().add("Host", "example.org");
    Version version = Version.HTTP_1_1;
    boolean open = false;
    for (String word : List.of(words).subList(2, words.length)) {
      switch (word) {
        case "upgrade" -> headers.add("Connection", "upgrade").add("Upgrade", "bird/1");
        case "close" -> headers.add("Connection", "close");
        case "1.0" -> version = Version.HTTP_1_0;
        case "open" -> open = true; // its content is still being sent
        default -> throw new IllegalArgumentException(text);
      }
    }
    long stream = machine.nextStream();
    machine.send(
        new HttpEvent.RequestHead(
            stream, Method.of(words[0]), words[1], version, headers.build(), open ? 5 : 0));
    if (!open) {
      machine.send(new HttpEvent.End(stream, Headers.empty()));
    }
  }
}
