package io.godwit.wire.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.tests.Row;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Data;
import io.godwit.wire.HttpEvent.End;
import io.godwit.wire.HttpEvent.Interim;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.HttpEvent.ResponseHead;
import io.godwit.wire.HttpMachine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client and a server machine, back to back: random exchanges, their bytes carried in random
 * pieces and in random order of turns.
 */
final class PairTest {
  private static final int PATIENCE = 200_000;

  static LongStream seeds() {
    return LongStream.range(0, 250);
  }

  @Row({"G15", "G39"})
  @ParameterizedTest
  @MethodSource("seeds")
  void what_one_end_sends_the_other_receives(long seed) {
    Random random = new Random(seed);
    List<Exchange> exchanges = Exchange.some(random);
    Pair pair = new Pair(exchanges, random);
    pair.run();
    int answered = 0;
    boolean goesOn = true;
    List<String> requests = new ArrayList<>();
    List<String> responses = new ArrayList<>();
    for (Exchange exchange : exchanges) {
      if (goesOn) {
        answered++;
        requests.add(exchange.request());
        responses.add(exchange.response());
        goesOn = !exchange.ends();
      }
    }
    assertThat(pair.requests).isEqualTo(requests);
    assertThat(pair.responses).isEqualTo(responses).hasSize(answered);
    assertThat(pair.client.reusable()).isEqualTo(goesOn);
    assertThat(pair.server.reusable()).isEqualTo(goesOn);
    assertThat(pair.client.poll()).isEqualTo(goesOn ? HttpEvent.NEED_INPUT : HttpEvent.CLOSED);
    assertThat(pair.server.poll()).isEqualTo(goesOn ? HttpEvent.NEED_INPUT : HttpEvent.CLOSED);
  }

  /** Both ends, and the bytes between them. */
  private static final class Pair {
    final HttpMachine client = Messages.client();
    final HttpMachine server = Messages.server();
    final List<String> requests = new ArrayList<>();
    final List<String> responses = new ArrayList<>();

    private final List<Exchange> exchanges;
    private final Random random;
    private final Queue<HttpEvent> clientSends = new ArrayDeque<>();
    private final Queue<HttpEvent> serverSends = new ArrayDeque<>();
    private final ByteBuffer toServer = ByteBuffer.allocate(4096).limit(0);
    private final ByteBuffer toClient = ByteBuffer.allocate(4096).limit(0);
    private final StringBuilder request = new StringBuilder();
    private final StringBuilder response = new StringBuilder();
    private boolean lastSeen;
    private boolean clientClosed;
    private boolean serverClosed;

    Pair(List<Exchange> exchanges, Random random) {
      this.exchanges = exchanges;
      this.random = random;
      for (int i = 0; i < exchanges.size(); i++) {
        clientSends.addAll(exchanges.get(i).requestEvents(i + 1));
      }
    }

    void run() {
      for (int turn = 0; turn < PATIENCE; turn++) {
        switch (random.nextInt(6)) {
          case 0 -> clientSend();
          case 1 -> carry(client, toServer, server);
          case 2 -> serverPoll();
          case 3 -> serverSend();
          case 4 -> carry(server, toClient, client);
          default -> clientPoll();
        }
        boolean idle = responses.size() == exchanges.size() && client.reusable();
        if ((clientClosed && serverClosed) || (idle && server.reusable())) {
          return;
        }
      }
      throw new AssertionError("it does not come to an end: " + requests + responses);
    }

    private void clientSend() {
      boolean head = clientSends.peek() instanceof RequestHead;
      boolean refused = head && lastSeen;
      if (clientClosed
          || refused
          || clientSends.isEmpty()
          || (head && !client.reusable() && random.nextInt(4) > 0)) {
        return; // mostly one after another, now and then behind each other
      }
      client.send(clientSends.remove());
    }

    private void serverSend() {
      if (!serverSends.isEmpty()) {
        server.send(serverSends.remove());
      }
    }

    /** Moves some bytes from one end's output to the other's input. */
    private void carry(HttpMachine from, ByteBuffer wire, HttpMachine to) {
      ByteBuffer[] output = new ByteBuffer[1 + random.nextInt(3)];
      int count = from.pending(output);
      wire.compact();
      for (int i = 0; i < count; i++) {
        int piece =
            Math.min(random.nextInt(200), Math.min(wire.remaining(), output[i].remaining()));
        ByteBuffer part = output[i].duplicate();
        wire.put(part.limit(part.position() + piece));
        output[i].position(part.position());
        if (output[i].hasRemaining()) {
          break;
        }
      }
      to.receive(wire.flip());
      if (from == server && count == 0 && serverClosed) {
        client.receiveEof();
      }
    }

    private void serverPoll() {
      int last = requests.size();
      switch (server.poll()) {
        case RequestHead head -> {
          request.append(head.method()).append(' ').append(head.target()).append(' ');
          request.append(head.version()).append(' ');
          if (exchanges.get(last).answersEarly()) {
            serverSends.addAll(exchanges.get(last).responseEvents(last + 1));
          }
        }
        case Data data -> request.append(StandardCharsets.ISO_8859_1.decode(data.bytes()));
        case End end -> {
          requests.add(request.append(end.trailers()).toString());
          request.setLength(0);
          if (!exchanges.get(last).answersEarly()) {
            serverSends.addAll(exchanges.get(last).responseEvents(last + 1));
          }
        }
        case HttpEvent.NeedInput _, HttpEvent.Paused _ -> {}
        case HttpEvent.Closed _ -> serverClosed = true;
        case HttpEvent event -> throw new AssertionError(event);
      }
    }

    private void clientPoll() {
      switch (client.poll()) {
        case Interim interim -> response.append(interim.status().code()).append(' ');
        case ResponseHead head -> {
          response.append(head.stream()).append(' ').append(head.version()).append(' ');
          response.append(head.status().code()).append(' ');
          lastSeen = exchanges.get((int) head.stream() - 1).ends();
        }
        case Data data -> response.append(StandardCharsets.ISO_8859_1.decode(data.bytes()));
        case End end -> {
          responses.add(response.append(end.trailers()).toString());
          response.setLength(0);
        }
        case HttpEvent.Closed _ -> clientClosed = true;
        case HttpEvent.NeedInput _ -> {}
        case HttpEvent event -> throw new AssertionError(event);
      }
    }
  }
}
