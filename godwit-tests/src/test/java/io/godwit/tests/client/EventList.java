package io.godwit.tests.client;

import io.godwit.client.CallEnd;
import io.godwit.client.CallListener;
import io.godwit.client.CallView;
import io.godwit.client.ConnectionEvent;
import io.godwit.client.ExchangeStart;
import io.godwit.http.Response;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that writes down what it is told, under its name. */
final class EventList implements CallListener {
  private final String name;
  private final List<String> events;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private final List<Response> heads = new CopyOnWriteArrayList<>();
  private final List<CallView> calls = new CopyOnWriteArrayList<>();
  private final List<CallEnd> ends = new CopyOnWriteArrayList<>();
  private final List<ConnectionEvent> connections = new CopyOnWriteArrayList<>();

  EventList() {
    this("", new CopyOnWriteArrayList<>());
  }

  /** One that writes into a list which others write into, too. */
  EventList(String name, List<String> events) {
    this.name = name;
    this.events = events;
  }

  /** What happened, in order; how often something was read is left to chance, and so once. */
  List<String> events() {
    return events;
  }

  String received() {
    return received.toString(StandardCharsets.ISO_8859_1);
  }

  String content() {
    return content.toString(StandardCharsets.ISO_8859_1);
  }

  /** The heads of all exchanges. */
  List<Response> heads() {
    return heads;
  }

  List<CallView> calls() {
    return calls;
  }

  List<CallEnd> ends() {
    return ends;
  }

  List<ConnectionEvent> connections() {
    return connections;
  }

  private void note(String what) {
    String line = name.isEmpty() ? what : name + " " + what;
    boolean again = line.endsWith("received") || line.endsWith("content");
    if (!again || !line.equals(lastOfMine())) {
      events.add(line);
    }
  }

  private String lastOfMine() {
    return events.stream()
        .filter(line -> name.isEmpty() || line.startsWith(name + " "))
        .reduce("", (_, line) -> line);
  }

  @Override
  public void sending(CallView call, ExchangeStart exchange) {
    calls.add(call);
    note("sending " + exchange.request().uri().path());
  }

  @Override
  public void received(CallView call, ByteBuffer bytes) {
    received.writeBytes(taken(bytes));
    note("received");
  }

  @Override
  public void interim(CallView call, Response interim) {
    note("interim " + interim.status().code());
  }

  @Override
  public void responded(CallView call, Response head) {
    heads.add(head);
  }

  @Override
  public void answered(CallView call, Response head) {
    note("answered " + head.status().code());
  }

  @Override
  public void content(CallView call, ByteBuffer bytes) {
    content.writeBytes(taken(bytes));
    note("content");
  }

  @Override
  public void ended(CallView call, CallEnd end) {
    calls.add(call);
    ends.add(end);
    note("ended " + end.getClass().getSimpleName());
  }

  @Override
  public void opened(ConnectionEvent connection) {
    connections.add(connection);
    note("opened " + connection.number());
  }

  @Override
  public void reused(ConnectionEvent connection) {
    connections.add(connection);
    note("reused " + connection.number());
  }

  @Override
  public void closed(ConnectionEvent connection) {
    connections.add(connection);
    note("closed " + connection.number());
  }

  /** Takes them away, which no other listener may notice. */
  private static byte[] taken(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }
}
