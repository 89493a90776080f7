package io.godwit.client;

import io.godwit.http.Grammar;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Leaves secrets out of one direction of a connection, however the bytes are split. It does not
 * know where messages begin and end: whatever looks like the line of a secret field is taken for
 * one, also in content. The names themselves are no secret, so nothing is ever held back.
 *
 * <p>Used by one thread at a time.
 */
final class SecretMask {
  private static final byte[] MASK = {' ', '*', '*', '*'};
  private static final int LONGEST_NAME = 256;

  private enum State {
    /** In what may become the name of a field. */
    NAME,
    /** In the rest of a line. */
    REST,
    /** In the value of a secret field. */
    SECRET
  }

  private State state = State.NAME;
  private final byte[] name = new byte[LONGEST_NAME];
  private int length;

  /** Octets of this line but for its end. */
  private long column;

  /** Whether the line before was of a secret, so that a folded one goes on with it. */
  private boolean secretBefore;

  private boolean hidesContent;
  private boolean inContent;

  /** An exchange begins on the connection, whose content is not to be shown, or is. */
  void begins(boolean hideContent) {
    hidesContent = hideContent;
    inContent = false;
    startLine(false);
  }

  /** What may be shown of these bytes, of which none is consumed. */
  ByteBuffer masked(ByteBuffer bytes, Set<String> secretNames) {
    ByteArrayOutputStream shown = new ByteArrayOutputStream(bytes.remaining());
    int hidden = 0;
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      if (inContent) {
        hidden++;
      } else {
        take(bytes.get(i), shown, secretNames);
      }
    }
    if (hidden > 0) {
      shown.writeBytes(("[" + hidden + " bytes]").getBytes(StandardCharsets.US_ASCII));
    }
    return ByteBuffer.wrap(shown.toByteArray());
  }

  private void take(byte octet, ByteArrayOutputStream shown, Set<String> secretNames) {
    if (octet == '\n') {
      shown.write(octet);
      inContent = hidesContent && column == 0;
      startLine(state == State.SECRET);
      return;
    }
    if (octet == '\r') { // a bare one ends nothing: what follows it may still be the secret
      shown.write(octet);
      return;
    }
    boolean folded = column++ == 0 && secretBefore && Grammar.isBlank(octet);
    if (folded) {
      state = State.SECRET;
    }
    if (state == State.SECRET) {
      return;
    }
    shown.write(octet);
    if (state == State.NAME) {
      name(octet, shown, secretNames);
    }
  }

  private void name(byte octet, ByteArrayOutputStream shown, Set<String> secretNames) {
    if (octet == ':') {
      String read = new String(name, 0, length, StandardCharsets.ISO_8859_1);
      boolean secret = secretNames.contains(read.toLowerCase(Locale.ROOT));
      state = secret ? State.SECRET : State.REST;
      if (secret) {
        shown.writeBytes(MASK);
      }
    } else if (Grammar.isTokenChar(octet) && length < LONGEST_NAME) {
      name[length++] = octet;
    } else if (!Grammar.isBlank(octet)) { // blanks before the colon are wrong, and some send them
      state = State.REST;
    }
  }

  private void startLine(boolean afterSecret) {
    state = State.NAME;
    length = 0;
    column = 0;
    secretBefore = afterSecret;
  }
}
