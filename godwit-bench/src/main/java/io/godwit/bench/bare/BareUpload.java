package io.godwit.bench.bare;

import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.MemoryContent;
import io.godwit.bench.driver.Target;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * Sends a head made beforehand, and content that is nowhere as a whole: from a file or a stream
 * through one buffer, or from a file by the kernel.
 */
public final class BareUpload implements Blocking {
  private final Target target;
  private final Envelope envelope;
  private final ByteChannel channel;
  private final Content content;
  private final ByteBuffer answer = ByteBuffer.allocate(8 * 1024);
  private final ResponseScan scan = new ResponseScan();

  private BareUpload(Target target, Envelope envelope, ByteChannel channel, Content content) {
    this.target = target;
    this.envelope = envelope;
    this.channel = channel;
    this.content = content;
  }

  /** How the content gets into the channel. */
  private interface Content {
    void sendTo(ByteChannel channel) throws IOException;
  }

  /** By {@link FileChannel#transferTo}, which copies nothing into this process. */
  public static BareUpload transfer(Target target, Envelope envelope, ByteChannel channel) {
    return new BareUpload(target, envelope, channel, to -> transfer(target, to));
  }

  /** Through a buffer that the file is read into. */
  public static BareUpload file(
      Target target, Envelope envelope, ByteChannel channel, ByteBuffer buffer) {
    return new BareUpload(target, envelope, channel, to -> copy(target, to, buffer));
  }

  /** From a stream, through an array of so many bytes. */
  public static BareUpload stream(Target target, ByteChannel channel, int capacity) {
    byte[] array = new byte[capacity];
    ByteBuffer view = ByteBuffer.wrap(array);
    return new BareUpload(
        target, Envelope.put(target), channel, to -> pass(target, to, array, view));
  }

  /** As {@link #stream}, and then through a direct buffer, as a channel wants it. */
  public static BareUpload streamDirect(Target target, ByteChannel channel, int capacity) {
    byte[] array = new byte[capacity];
    ByteBuffer buffer = ByteBuffer.allocateDirect(capacity);
    return new BareUpload(
        target, Envelope.put(target), channel, to -> copy(target, to, array, buffer));
  }

  @Override
  public void call() throws IOException {
    write(channel, envelope.head().rewind());
    content.sendTo(channel);
    write(channel, envelope.tail().rewind());
    scan.restart();
    answer.clear();
    do {
      read();
    } while (!scan.headComplete(answer, answer.position()));
    int end = scan.bodyStart() + (int) scan.bodyLength();
    while (answer.position() < end) {
      read();
    }
    String text =
        new String(
            answer.array(), scan.bodyStart(), (int) scan.bodyLength(), StandardCharsets.US_ASCII);
    target.checkSent(scan.status(), Target.CONTENT_TYPE, text);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static void transfer(Target target, ByteChannel to) throws IOException {
    try (FileChannel file = FileChannel.open(target.content())) {
      for (long at = 0; at < target.length(); ) {
        at += file.transferTo(at, target.length() - at, to);
      }
    }
  }

  private static void copy(Target target, ByteChannel to, ByteBuffer buffer) throws IOException {
    try (FileChannel file = FileChannel.open(target.content())) {
      while (file.read(buffer.clear()) > 0) {
        write(to, buffer.flip());
      }
    }
  }

  private static void pass(Target target, ByteChannel to, byte[] array, ByteBuffer view)
      throws IOException {
    InputStream in = new MemoryContent(target.length());
    for (int n = in.read(array); n >= 0; n = in.read(array)) {
      write(to, view.clear().limit(n));
    }
  }

  private static void copy(Target target, ByteChannel to, byte[] array, ByteBuffer buffer)
      throws IOException {
    InputStream in = new MemoryContent(target.length());
    for (int n = in.read(array); n >= 0; n = in.read(array)) {
      write(to, buffer.clear().put(array, 0, n).flip());
    }
  }

  private static void write(ByteChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private void read() throws IOException {
    if (channel.read(answer) <= 0) {
      throw new EOFException("the origin closed the connection, or its head is too long");
    }
  }
}
