package io.godwit.wire.h1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutputQueueTest {
  private final OutputQueue queue = new OutputQueue();
  private final ByteBuffer[] places = new ByteBuffer[64];

  @Test
  void what_is_written_behind_one_another_is_one_buffer() {
    head("first ");
    queue.add(bytes("content "));
    head("second ");
    queue.add(bytes("and more"));

    assertThat(queue.fill(places)).isEqualTo(1);
    assertThat(text(places[0])).isEqualTo("first content second and more");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void a_head_that_does_not_fit_gets_a_buffer_of_its_own() {
    String large = "h".repeat(400);
    for (int i = 0; i < 20; i++) {
      head(large);
    }

    int count = queue.fill(places);
    assertThat(count).as("one of 400 bytes, then 2, 4 and 4 KiB").isEqualTo(4);
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += places[i].remaining();
    }
    assertThat(sum).isEqualTo(20 * 400);
  }

  /** Only what was too small grows: large content between heads leaves nothing to join. */
  @Test
  void heads_between_large_pieces_get_no_larger_buffers() {
    for (int i = 0; i < 8; i++) {
      head("h".repeat(130));
      queue.add(ByteBuffer.allocate(1500));
    }

    int count = queue.fill(places);
    assertThat(count).isEqualTo(16);
    for (int i = 0; i < count; i += 2) {
      assertThat(places[i].capacity()).isLessThanOrEqualTo(2048);
    }
  }

  @Test
  void what_was_sent_in_several_buffers_fits_in_one_the_next_time() {
    for (int turn = 0; turn < 2; turn++) {
      for (int i = 0; i < 12; i++) {
        head("h".repeat(130));
      }
      assertThat(queue.fill(places)).isEqualTo(turn == 0 ? 2 : 1);
      for (ByteBuffer place : places) {
        if (place != null) {
          place.position(place.limit());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1024, 1", "1025, 2"})
  void only_small_pieces_are_copied(int size, int buffers) {
    queue.room(2100).put((byte) 1);
    ByteBuffer piece = ByteBuffer.allocate(size);
    queue.add(piece);

    assertThat(queue.fill(places)).isEqualTo(buffers);
    assertThat(piece.hasRemaining()).isEqualTo(buffers == 2);
  }

  @Test
  void a_piece_of_somebody_else_never_grows() {
    ByteBuffer theirs = ByteBuffer.allocate(2000).limit(1500);
    queue.add(theirs);
    queue.add(bytes("more"));

    assertThat(queue.fill(places)).isEqualTo(2);
    assertThat(theirs.limit()).isEqualTo(1500);
  }

  @Test
  void what_was_seen_never_grows_and_what_was_written_is_used_again() {
    head("first");
    assertThat(queue.fill(places)).isEqualTo(1);
    queue.add(bytes("late"));
    assertThat(queue.fill(places)).isEqualTo(2);
    assertThat(text(places[0])).isEqualTo("first");
    assertThat(text(places[1])).isEqualTo("late");

    head("again");
    assertThat(queue.fill(places)).isEqualTo(1);
    assertThat(text(places[0])).isEqualTo("again");
  }

  @Test
  void nothing_is_joined_with_what_was_thrown_away() {
    head("first");
    queue.clear();
    queue.add(bytes("second"));

    assertThat(queue.fill(places)).isEqualTo(1);
    assertThat(text(places[0])).isEqualTo("second");
  }

  private void head(String text) {
    HeadWriter.text(queue.room(text.length()), text);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** What is in the buffer, which is drained. */
  private static String text(ByteBuffer buffer) {
    return StandardCharsets.US_ASCII.decode(buffer).toString();
  }
}
