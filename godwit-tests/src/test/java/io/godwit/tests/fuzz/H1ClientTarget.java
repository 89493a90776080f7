package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Version;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.HttpMachine;
import io.godwit.wire.h1.H1Machine;
import io.godwit.wire.h1.H1Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * Any bytes, as a client reads them. Options: {@link MachineSettings}, {@link Play.Ending}, the
 * last request of up to three, the requests before it, then the sizes of the {@link Pieces}.
 */
public final class H1ClientTarget {
  private static final List<Method> METHODS =
      List.of(Method.GET, Method.HEAD, Method.CONNECT, Method.POST, Method.OPTIONS);

  private H1ClientTarget() {}

  /** Fails if the machine does not keep its contract. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    H1Settings settings = MachineSettings.of(input.option());
    Play.Ending ending = Play.Ending.of(input.option() + 1);
    List<Asked> asked = new ArrayList<>();
    Asked last = Asked.of(input.option());
    int before = input.option();
    for (int i = 0; i < before % 3; i++) {
      asked.add(new Asked((before / 3 + i) % 2 == 0 ? Method.GET : Method.HEAD, false, false));
    }
    asked.add(last);
    Pieces pieces = Pieces.of(input);
    Play.everyWay(() -> new Requests(settings, asked), input.payload(), pieces, ending);
  }

  /**
   * A request that waits for an answer.
   *
   * @param upgrade whether it asks for another protocol
   * @param open whether its content is still being sent
   */
  private record Asked(Method method, boolean upgrade, boolean open) {
    static Asked of(int option) {
      Method method = METHODS.get(option % 5);
      boolean mayOpen = !method.equals(Method.CONNECT);
      return new Asked(method, option / 5 % 2 == 1, mayOpen && option / 10 % 2 == 1);
    }
  }

  private static final class Requests implements Play.Caller {
    private final H1Settings settings;
    private final HeadRules rules;
    private final List<Asked> asked;
    private int interims;

    Requests(H1Settings settings, List<Asked> asked) {
      this.settings = settings;
      this.rules = new HeadRules(settings);
      this.asked = asked;
    }

    @Override
    public HttpMachine begin() {
      HttpMachine machine = H1Machine.client(settings);
      for (Asked one : asked) {
        long stream = machine.nextStream();
        Headers headers = Headers.of("Host", "a");
        if (one.upgrade()) {
          headers = headers.withAdded("Connection", "upgrade").withAdded("Upgrade", "bird");
        }
        String target = one.method().equals(Method.CONNECT) ? "a:1" : "/";
        long length = one.open() ? 9 : 0;
        machine.send(
            new RequestHead(stream, one.method(), target, Version.HTTP_1_1, headers, length));
        if (!one.open()) {
          machine.send(new End(stream, Headers.empty()));
        }
      }
      return machine;
    }

    @Override
    public int mostTaken() {
      return rules.mostTaken();
    }

    @Override
    public void on(HttpEvent event, HttpMachine machine) {
      switch (event) {
        case HttpEvent.Interim interim -> {
          rules.interim(interim);
          require(++interims <= settings.limits().interim(), "interim responses above the limit");
        }
        case HttpEvent.ResponseHead head -> {
          interims = 0;
          require(head.stream() <= asked.size(), "an answer to no request");
          Asked to = asked.get((int) head.stream() - 1);
          rules.response(head, to.method());
          require(head.status().code() != 101 || to.upgrade(), "101 that nobody asked for");
        }
        case End end -> rules.trailers(end.trailers());
        default -> {}
      }
    }

    @Override
    public boolean paused(HttpMachine machine) {
      throw new AssertionError("a client never waits to be told something");
    }
  }
}
