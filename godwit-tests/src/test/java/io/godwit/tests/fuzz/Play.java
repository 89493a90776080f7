package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpMachine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Plays an input through a machine as a driver would, and holds the machine to its contract: only
 * events come out, input is taken when there is need of it, what it holds back stays small, and the
 * last word is the last word.
 */
final class Play {
  /** What happens behind the last byte. */
  enum Ending {
    OPEN,
    EOF,
    EXPIRED;

    static Ending of(int option) {
      return switch (option % 3) {
        case 0 -> OPEN;
        case 1 -> EOF;
        default -> EXPIRED;
      };
    }
  }

  /** What the caller of a machine does about its events. */
  interface Caller {
    /** The machine with which a play begins. */
    HttpMachine begin();

    /** An event came; checks it, and may send. */
    void on(HttpEvent event, HttpMachine machine);

    /** The machine waits to be told something; whether it was. */
    boolean paused(HttpMachine machine);

    /** How many bytes the machine may take without giving an event for them. */
    int mostTaken();
  }

  private static final ByteBuffer[] NO_OUTPUT = {};

  private final Caller caller;
  private final byte[] input;
  private final HttpMachine machine;
  private final boolean passing;
  private final EventText events = new EventText();
  private final StringBuilder output = new StringBuilder();
  private final ByteBuffer[] buffers = new ByteBuffer[4];

  /** What was handed to the machine and not taken. */
  private ByteBuffer left;

  private int fed;
  private long takenSinceEvent;
  private boolean over;

  private Play(Caller caller, byte[] input, boolean passing) {
    this.caller = caller;
    this.input = input;
    this.passing = passing;
    this.machine = caller.begin();
    this.left = ByteBuffer.allocate(passing ? input.length : 0).limit(0);
  }

  /**
   * Plays the input whole, byte by byte, in the given pieces, and in these as a driver does: from
   * one buffer, with content going past the machine where it may. All must come to the same, which
   * is returned.
   */
  static String everyWay(Supplier<Caller> caller, byte[] input, Pieces pieces, Ending ending) {
    String whole = new Play(caller.get(), input, false).run(Pieces.WHOLE, ending);
    same(whole, new Play(caller.get(), input, false).run(Pieces.BYTES, ending), "byte by byte");
    same(whole, new Play(caller.get(), input, false).run(pieces, ending), "in pieces");
    same(whole, new Play(caller.get(), input, true).run(pieces, ending), "passing through");
    return whole;
  }

  private static void same(String whole, String other, String how) {
    if (!whole.equals(other)) {
      throw new AssertionError(how + ":\n" + other + "\nbut whole:\n" + whole);
    }
  }

  private String run(Pieces pieces, Ending ending) {
    for (int n = 0; fed < input.length && !over; n++) {
      int size = Math.min(pieces.size(n), input.length - fed);
      size -= passing ? past(size) : 0;
      feed(size);
      poll();
    }
    if (!over) {
      end(ending);
    }
    events.add(machine.poll());
    drainOutput();
    events.note("wrote " + output);
    HttpEvent last = machine.poll();
    if (!(last instanceof HttpEvent.Violated)) {
      String rest = new String(input, fed, input.length - fed, StandardCharsets.ISO_8859_1);
      events.note("left " + StandardCharsets.ISO_8859_1.decode(left.duplicate()) + rest);
    }
    return events.toString();
  }

  private void end(Ending ending) {
    switch (ending) {
      case OPEN -> poll();
      case EOF -> {
        machine.receiveEof();
        poll();
      }
      case EXPIRED -> {
        machine.expire(1);
        poll();
      }
    }
  }

  /** Moves content past the machine, and says how much. */
  private int past(int most) {
    long pure = machine.passThrough();
    require(pure >= 0, "less than nothing goes past");
    int count = (int) Math.min(pure, most);
    if (count > 0 && !left.hasRemaining()) {
      events.passed(ByteBuffer.wrap(input, fed, count));
      machine.passed(count);
      takenSinceEvent = 0;
      fed += count;
      return count;
    }
    return 0;
  }

  /**
   * Hands over what was left and the next piece, in one buffer as drivers do, or each time anew.
   */
  private void feed(int count) {
    if (passing) {
      left.compact().put(input, fed, count).flip();
    } else {
      feedAnew(count);
    }
    fed += count;
    machine.receive(left);
  }

  /** In another buffer; the old one is spoilt. */
  private void feedAnew(int count) {
    ByteBuffer next = ByteBuffer.allocate(left.remaining() + count);
    next.put(left.duplicate()).put(input, fed, count).flip();
    Arrays.fill(left.array(), (byte) 0xEE);
    left = next;
  }

  private void poll() {
    long patience = 16 + 4L * input.length;
    while (!over) {
      require(patience-- > 0, "there is always something more to say");
      int before = left.position();
      HttpEvent event = machine.poll();
      drainOutput();
      takenSinceEvent += Math.max(0, left.position() - before);
      switch (event) {
        case HttpEvent.NeedInput _ -> {
          require(!left.hasRemaining(), "input is needed, and there is some");
          require(takenSinceEvent <= caller.mostTaken(), takenSinceEvent + " bytes are held back");
          return;
        }
        case HttpEvent.Paused _ -> {
          if (!caller.paused(machine)) {
            return;
          }
        }
        case HttpEvent.Closed _, HttpEvent.Violated _, HttpEvent.Expired _ -> {
          require(machine.poll() == event, "something came after " + event);
          require(machine.passThrough() == 0, "content after " + event);
          require(!machine.reusable(), "reusable after " + event);
          over = true;
        }
        case HttpEvent.Switched switched -> {
          require(!left.hasRemaining(), "the machine keeps bytes that are not HTTP");
          events.add(event);
          caller.on(event, machine);
          left = switched.leftOver();
          require(machine.poll() == HttpEvent.CLOSED, "HTTP goes on after the switch");
          over = true;
        }
        default -> {
          takenSinceEvent = 0;
          caller.on(event, machine);
          events.add(event);
        }
      }
    }
  }

  private void drainOutput() {
    require(machine.pending(NO_OUTPUT) == 0, "a buffer where there is no place");
    for (int n = machine.pending(buffers); n > 0; n = machine.pending(buffers)) {
      for (int i = 0; i < n; i++) {
        output.append(StandardCharsets.ISO_8859_1.decode(buffers[i]));
      }
    }
  }
}
