package io.godwit.tests.fuzz;

import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.HttpEvent.ResponseHead;
import io.godwit.wire.HttpMachine;
import io.godwit.wire.h1.H1Machine;
import io.godwit.wire.h1.H1Settings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes, as a server reads them. Options: {@link MachineSettings}, {@link Play.Ending}, {@link
 * Answer}, then the sizes of the {@link Pieces}.
 */
public final class H1ServerTarget {
  private H1ServerTarget() {}

  /** How requests are answered. */
  private enum Answer {
    NEVER,
    EMPTY,
    AT_HEAD,
    AFTER_CONTINUE,
    SWITCH,
    CLOSE;

    static Answer of(int option) {
      return switch (option % 6) {
        case 0 -> NEVER;
        case 1 -> EMPTY;
        case 2 -> AT_HEAD;
        case 3 -> AFTER_CONTINUE;
        case 4 -> SWITCH;
        default -> CLOSE;
      };
    }
  }

  /** Fails if the machine does not keep its contract. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    H1Settings settings = MachineSettings.of(input.option());
    Play.Ending ending = Play.Ending.of(input.option());
    Answer answer = Answer.of(input.option());
    Pieces pieces = Pieces.of(input);
    Play.everyWay(() -> new Handler(settings, answer), input.payload(), pieces, ending);
  }

  private static final class Handler implements Play.Caller {
    private final H1Settings settings;
    private final HeadRules rules;
    private final Answer answer;
    private @Nullable RequestHead request;

    Handler(H1Settings settings, Answer answer) {
      this.settings = settings;
      this.rules = new HeadRules(settings);
      this.answer = answer;
    }

    @Override
    public HttpMachine begin() {
      return H1Machine.server(settings);
    }

    @Override
    public int mostTaken() {
      return rules.mostTaken();
    }

    @Override
    public void on(HttpEvent event, HttpMachine machine) {
      switch (event) {
        case RequestHead head -> {
          rules.request(head);
          request = head;
          if (answer == Answer.AFTER_CONTINUE) {
            machine.send(new HttpEvent.Interim(head.stream(), Status.CONTINUE, Headers.empty()));
          } else if (answer == Answer.AT_HEAD) {
            respond(machine, Status.NOT_FOUND, HttpEvent.UNKNOWN_LENGTH, "gone");
          }
        }
        case End end -> rules.trailers(end.trailers());
        default -> {}
      }
    }

    @Override
    public boolean paused(HttpMachine machine) {
      if (request == null || answer == Answer.NEVER || machine.sendable(request.stream()) > 0) {
        return false;
      }
      if (answer == Answer.SWITCH && request.method().equals(Method.CONNECT)) {
        respond(machine, Status.OK, 0, "");
      } else if (answer == Answer.SWITCH && upgrades(request)) {
        respond(machine, Status.of(101), 0, "", "Connection", "upgrade", "Upgrade", "bird");
      } else if (answer == Answer.CLOSE) {
        respond(machine, Status.NOT_FOUND, 0, "", "Connection", "close");
      } else {
        respond(machine, Status.NOT_FOUND, 0, "");
      }
      return true;
    }

    private static boolean upgrades(RequestHead head) {
      return head.version() == Version.HTTP_1_1
          && head.headers().has("Upgrade")
          && head.headers().hasToken("Connection", "upgrade");
    }

    private void respond(
        HttpMachine machine, Status status, long length, String content, String... fields) {
      long stream = machine.nextStream();
      Headers headers = Headers.of(fields);
      machine.send(
          new ResponseHead(stream, Version.HTTP_1_1, status, status.reason(), headers, length));
      ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.ISO_8859_1));
      machine.send(new Data(stream, bytes));
      machine.send(new End(stream, Headers.empty()));
    }
  }
}
