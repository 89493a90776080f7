package io.godwit.bench.bare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestScanTest {
  private static final byte[] THREE =
      "GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3).getBytes(StandardCharsets.US_ASCII);

  private final RequestScan scan = new RequestScan();

  @Test
  void requests_that_come_at_once_are_counted() {
    assertThat(scan.ends(ByteBuffer.wrap(THREE), THREE.length)).isEqualTo(3);
  }

  @Test
  void requests_that_come_byte_by_byte_are_counted() {
    int ends = 0;
    for (byte one : THREE) {
      ends += scan.ends(ByteBuffer.wrap(new byte[] {one}), 1);
    }

    assertThat(ends).isEqualTo(3);
  }

  @Test
  void a_request_that_is_not_whole_is_not_counted() {
    assertThat(scan.ends(ByteBuffer.wrap(THREE), THREE.length - 1)).isEqualTo(2);
  }
}
