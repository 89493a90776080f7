package io.godwit.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.wire.proxy.ProxyHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What stands at the beginning of a balancer's connection. The first option tells what it begins
 * with: nothing, the start of a line, the signature of a block. Nothing is thrown, each beginning
 * of a whole header is incomplete and nothing else, what is refused stays refused, and what follows
 * a header changes nothing.
 */
public final class ProxyHeaderTarget {
  private static final String[] BEGINNINGS = {"", "PROXY TCP", "\r\n\r\n\0\r\nQUIT\n"};

  private ProxyHeaderTarget() {}

  /** Fails if anything is thrown, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    byte[] begin = BEGINNINGS[input.option(BEGINNINGS.length)].getBytes(StandardCharsets.US_ASCII);
    byte[] rest = input.payload();
    ByteBuffer arrived =
        ByteBuffer.allocate(begin.length + rest.length).put(begin).put(rest).flip();
    ProxyHeader all = ProxyHeader.read(arrived);
    assertThat(arrived.position()).isZero();
    int size = all instanceof ProxyHeader.Whole whole ? whole.size() : arrived.limit();
    assertThat(size).isLessThanOrEqualTo(arrived.limit());
    assertThat(all instanceof ProxyHeader.Incomplete && size >= ProxyHeader.LONGEST).isFalse();
    for (int i = 0; i < size; i++) {
      ProxyHeader part = ProxyHeader.read(arrived.slice(0, i));
      if (part instanceof ProxyHeader.Malformed) {
        assertThat(all).isInstanceOf(ProxyHeader.Malformed.class);
      } else {
        assertThat(part).isInstanceOf(ProxyHeader.Incomplete.class);
      }
    }
    if (all instanceof ProxyHeader.Whole whole) {
      assertThat(size).isBetween(1, ProxyHeader.LONGEST);
      assertThat(ProxyHeader.read(arrived.slice(0, size))).isEqualTo(whole);
    }
  }
}
