package io.godwit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that go out of a channel. */
@Timeout(60)
final class TransferTest {
  private static final int PIECE = 64 * 1024;
  private static final int SIZE = 24 * 1024 * 1024 + 11;

  /** A slow reader costs no more calls than the pieces that it is sent. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void every_call_gets_a_piece_further_however_slow_the_reader_is(
      boolean virtual, @TempDir Path folder) throws Exception {
    byte[] content = new byte[SIZE];
    new Random(2).nextBytes(content);
    Path file = Files.write(folder.resolve("f"), content);
    try (ServerSocketChannel listener = listener();
        Channel channel = PlainChannel.connect(listener.getLocalAddress(), _ -> {});
        SocketChannel reader = listener.accept();
        FileChannel from = FileChannel.open(file)) {
      CompletableFuture<Integer> calls = new CompletableFuture<>();
      Thread.Builder builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
      builder.start(
          () -> {
            try {
              calls.complete(sendAll(channel, from));
            } catch (IOException | RuntimeException e) {
              calls.completeExceptionally(e);
            }
          });
      assertThat(slowly(reader.socket().getInputStream())).isEqualTo(content);
      assertThat(calls.get()).isLessThanOrEqualTo(SIZE / PIECE + 1);
    }
  }

  private static ServerSocketChannel listener() throws IOException {
    return ServerSocketChannel.open()
        .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
  }

  private static int sendAll(Channel channel, FileChannel from) throws IOException {
    int calls = 0;
    for (long at = 0; at < SIZE; calls++) {
      long moved = channel.transfer(from, at, SIZE - at);
      assertThat(moved).isPositive();
      at += moved;
    }
    return calls;
  }

  /** A little at a time, with turns for others in between. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static byte[] slowly(InputStream in) throws IOException {
    byte[] all = new byte[SIZE];
    for (int at = 0; at < SIZE; ) {
      at += in.readNBytes(all, at, Math.min(5_000, SIZE - at));
      Thread.yield();
    }
    return all;
  }

  @Test
  void the_end_of_the_file_is_told_by_nothing(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "0123456789");
    try (ServerSocketChannel listener = listener();
        Channel channel = PlainChannel.connect(listener.getLocalAddress(), _ -> {});
        SocketChannel reader = listener.accept();
        FileChannel from = FileChannel.open(file)) {
      assertThat(channel.transfer(from, 3, 4)).isEqualTo(4);
      assertThat(channel.transfer(from, 8, 100)).isEqualTo(2);
      assertThat(channel.transfer(from, 10, 1)).isZero();
      assertThat(channel.transfer(from, 20, 1)).isZero();
      channel.shutdownOutput();
      assertThat(reader.socket().getInputStream().readAllBytes()).asString().isEqualTo("345689");
    }
  }
}
