package io.godwit.tests.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.cli.Main;
import io.godwit.http.Body;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import io.godwit.tests.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The progress bar: for people only, and for what takes long. */
@Timeout(60)
final class ProgressTest {
  private static final String TERMINAL = "godwit.terminal";
  private static final byte[] PIECE = new byte[8 * 1024];

  @TempDir Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicBoolean enough = new AtomicBoolean();

  @AfterEach
  void forgetTheTerminal() {
    System.clearProperty(TERMINAL);
  }

  /** Content that goes on until it was enough, or the bar is there. */
  private final class Film extends InputStream {
    @Override
    public int read() {
      throw new UnsupportedOperationException("in pieces only");
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // lets the command read
    public int read(byte[] into, int offset, int length) {
      Thread.yield();
      if (enough.get() || err.size() > 0) {
        return -1;
      }
      int count = Math.min(length, PIECE.length);
      System.arraycopy(PIECE, 0, into, offset, count);
      return count;
    }
  }

  private String fetch(String terminal, String... options) throws IOException {
    System.setProperty(TERMINAL, terminal);
    try (HttpServer server =
        HttpServer.start(
            0,
            request ->
                request.path().equals("/film.mp4")
                    ? Response.ok(Body.source(Film::new))
                    : Response.text("short"))) {
      String[] arguments = new String[options.length + 1];
      System.arraycopy(options, 0, arguments, 0, options.length);
      String page = enough.get() ? "/page" : "/film.mp4";
      arguments[options.length] = "127.0.0.1:" + server.port() + page;
      int code =
          Main.run(
              arguments,
              InputStream.nullInputStream(),
              OutputStream.nullOutputStream(),
              new PrintStream(err, true, StandardCharsets.UTF_8));
      assertThat(code).isZero();
    }
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_long_transfer_shows_how_far_it_is() throws Exception {
    assertThat(fetch("err")).contains("film.mp4").contains("MiB").endsWith("\n");
  }

  @Test
  void into_a_file_it_is_shown_although_standard_output_is_a_terminal() throws Exception {
    String file = folder.resolve("film.mp4").toString();
    assertThat(fetch("both", "-o", file)).contains("film.mp4");
  }

  @Test
  @Row("Z20")
  void an_upload_shows_how_much_has_left() throws Exception {
    System.setProperty(TERMINAL, "both");
    try (HttpServer server =
        HttpServer.start(
            0,
            request -> {
              try (InputStream content = request.body().open()) {
                content.transferTo(OutputStream.nullOutputStream());
              }
              return Response.text("thanks");
            })) {
      String[] arguments = {"-T", "-", "127.0.0.1:" + server.port() + "/film.mp4"};
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrintStream shown = new PrintStream(err, true, StandardCharsets.UTF_8);
      assertThat(Main.run(arguments, new Film(), out, shown)).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("thanks");
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("upload")
        .contains("MiB")
        .endsWith("\n");
  }

  @Test
  void a_short_transfer_shows_nothing() throws Exception {
    enough.set(true);
    assertThat(fetch("err")).isEmpty();
  }
}
