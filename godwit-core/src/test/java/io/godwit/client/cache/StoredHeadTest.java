package io.godwit.client.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.policy.cache.StoredResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StoredHeadTest {
  @Test
  void what_was_written_is_read_again() {
    byte[] bytes = StoredHeads.example();
    StoredResponse read = StoredHead.decode(bytes).orElseThrow();
    assertThat(read.headers().first("X")).contains("\u00fc");
    assertThat(read.length()).isEqualTo(5);
    assertThat(read.requestTime()).isEqualTo(Kept.THEN);
    assertThat(StoredHead.encode(read).orElseThrow()).isEqualTo(bytes);
  }

  /** The checksum is right each time, so that the parser itself has to refuse. */
  @Test
  void any_other_bytes_are_a_response_or_none() {
    byte[] bytes = StoredHeads.example();
    byte[] plain = Arrays.copyOf(bytes, bytes.length - Integer.BYTES);
    assertThat(StoredHead.decode(StoredHeads.checked(plain))).isPresent();
    for (int length = 0; length < plain.length; length++) {
      assertThat(StoredHead.decode(StoredHeads.checked(Arrays.copyOf(plain, length)))).isEmpty();
    }
    assertThat(StoredHead.decode(StoredHeads.checked(Arrays.copyOf(plain, plain.length + 1))))
        .isEmpty();
    for (int at = 0; at < plain.length; at++) {
      for (int value : new int[] {0, 1, 0x7F, 0x80, 0xFF}) {
        byte[] changed = plain.clone();
        changed[at] = (byte) value;
        StoredHead.decode(StoredHeads.checked(changed))
            .ifPresent(read -> assertThat(StoredHead.encode(read)).isPresent());
      }
    }
  }

  @Test
  void a_format_of_another_version_is_none() {
    byte[] bytes = StoredHeads.example();
    byte[] plain = Arrays.copyOf(bytes, bytes.length - Integer.BYTES);
    plain[3]++;
    assertThat(StoredHead.decode(StoredHeads.checked(plain))).isEmpty();
    assertThat(StoredHead.decode(new byte[3])).isEmpty();
    assertThat(StoredHead.decode(new byte[StoredHead.MOST_BYTES + 1])).isEmpty();
    assertThat(StoredHead.decode(StoredHeads.checked(ByteBuffer.allocate(4).array()))).isEmpty();
  }
}
