package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Version;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpMachine;
import io.godwit.wire.h1.H1Machine;
import io.godwit.wire.h1.H1Settings;
import io.godwit.wire.h1.H1Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Field lines of an HTTP/1.0 response to HEAD, of which framing asks least: the machine accepts
 * what {@link PlainFields} reads, and understands the same by it.
 */
final class FieldLineLaws {
  private static final String HEAD = "HTTP/1.0 200 OK\r\n";

  /** Reasons to refuse field lines that are well formed. */
  private static final Set<H1Violation> BEYOND_GRAMMAR =
      EnumSet.of(
          H1Violation.HEADER_SECTION_TOO_LARGE,
          H1Violation.TOO_MANY_FIELDS,
          H1Violation.TRANSFER_ENCODING_IN_HTTP_1_0,
          H1Violation.BAD_LENGTH,
          H1Violation.REPEATED_LENGTH,
          H1Violation.CONFLICTING_LENGTHS);

  private FieldLineLaws() {}

  static void check(boolean folds, byte[] payload) {
    H1Settings settings =
        H1Settings.server().tolerating(folds ? Set.of(H1Violation.OBSOLETE_FOLD) : Set.of());
    HttpMachine machine = H1Machine.client(settings);
    long stream = machine.nextStream();
    machine.send(
        new HttpEvent.RequestHead(
            stream, Method.HEAD, "/", Version.HTTP_1_1, Headers.of("Host", "a"), 0));
    machine.send(new HttpEvent.End(stream, Headers.empty()));
    String section = new String(payload, StandardCharsets.ISO_8859_1) + "\r\n\r\n";
    machine.receive(ByteBuffer.wrap((HEAD + section).getBytes(StandardCharsets.ISO_8859_1)));
    Optional<PlainFields> plain = PlainFields.read(section, folds);
    switch (machine.poll()) {
      case HttpEvent.ResponseHead head -> {
        require(plain.isPresent(), "accepted what is not well formed");
        plain.get().requireSame(head.headers());
      }
      case HttpEvent.Violated(long _, H1Violation why, String detail) ->
          require(
              plain.isEmpty() || BEYOND_GRAMMAR.contains(why), "refused: " + why + " " + detail);
      case HttpEvent event -> throw new AssertionError(event);
    }
  }
}
