package io.godwit.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import io.godwit.net.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {
  private static final Response HEAD = Response.of(Status.OK).withHeaders(Headers.empty());

  @TempDir Path folder;

  private PartFile part() {
    return new PartFile(Uri.of("http://example.org/"), folder.resolve("film"), Clock.system());
  }

  private static void write(PartFile part, String text) throws IOException {
    part.begin(HEAD);
    part.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }

  @Test
  void the_part_of_who_comes_next_is_left_alone() throws IOException {
    PartFile first = part();
    write(first, "first");
    first.finish(false);
    PartFile second = part();
    write(second, "second");
    first.close();
    second.finish(false);
    second.close();
    assertThat(folder.resolve("film")).hasContent("second");
    assertThat(Files.exists(folder.resolve("film.part"))).isFalse();
  }

  @Test
  void what_begins_anew_holds_its_part_all_the_time() throws IOException {
    try (PartFile part = part()) {
      write(part, "longer than the next");
      write(part, "anew");
      part.finish(false);
    }
    assertThat(folder.resolve("film")).hasContent("anew");
  }
}
