package io.godwit.bench.cases;

import io.godwit.bench.bare.BareChannel;
import io.godwit.bench.bare.BareGzip;
import io.godwit.bench.bare.BareUpload;
import io.godwit.bench.bare.EngineChannel;
import io.godwit.bench.bare.Envelope;
import io.godwit.bench.bare.SocketWire;
import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Target;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bare loops for much content, put together: what carries the bytes, and through what buffers.
 * Sockets take arrays, channels direct buffers, and an engine is tried with both.
 */
final class BulkLoops {
  private static final int SOCKET_BYTES = 64 * 1024;

  private BulkLoops() {}

  static Blocking engine(Target target, int capacity) throws IOException {
    return BareChannel.over(
        target, EngineChannel.onHeap(target, capacity), ByteBuffer.allocate(capacity));
  }

  static Blocking directEngine(Target target, int capacity) throws IOException {
    return BareChannel.over(
        target, EngineChannel.direct(target, capacity), ByteBuffer.allocateDirect(capacity));
  }

  static Blocking transfer(Target target) throws IOException {
    return BareUpload.transfer(target, Envelope.put(target), BareChannel.connect(target));
  }

  static Blocking fileBySocket(Target target) throws IOException {
    return BareUpload.file(
        target, Envelope.put(target), SocketWire.open(target), ByteBuffer.allocate(SOCKET_BYTES));
  }

  static Blocking fileByChannel(Target target, int capacity) throws IOException {
    return BareUpload.file(
        target,
        Envelope.put(target),
        BareChannel.connect(target),
        ByteBuffer.allocateDirect(capacity));
  }

  static Blocking fileByEngine(Target target, int capacity) throws IOException {
    return BareUpload.file(
        target,
        Envelope.put(target),
        EngineChannel.onHeap(target, capacity),
        ByteBuffer.allocate(capacity));
  }

  static Blocking fileByDirectEngine(Target target, int capacity) throws IOException {
    return BareUpload.file(
        target,
        Envelope.put(target),
        EngineChannel.direct(target, capacity),
        ByteBuffer.allocateDirect(capacity));
  }

  static Blocking streamBySocket(Target target) throws IOException {
    return BareUpload.stream(target, SocketWire.open(target), SOCKET_BYTES);
  }

  static Blocking streamByChannel(Target target, int capacity) throws IOException {
    return BareUpload.streamDirect(target, BareChannel.connect(target), capacity);
  }

  static Blocking gzipBySocket(Target target) throws IOException {
    return BareGzip.over(
        target,
        SocketWire.open(target),
        ByteBuffer.allocate(SOCKET_BYTES),
        ByteBuffer.allocate(SOCKET_BYTES));
  }

  static Blocking gzipByChannel(Target target, int capacity) throws IOException {
    return BareGzip.over(
        target,
        BareChannel.connect(target),
        ByteBuffer.allocateDirect(capacity),
        ByteBuffer.allocateDirect(capacity));
  }

  static Blocking formByTransfer(Target target) throws IOException {
    return BareUpload.transfer(target, Envelope.form(target), BareChannel.connect(target));
  }

  static Blocking formBySocket(Target target) throws IOException {
    return BareUpload.file(
        target, Envelope.form(target), SocketWire.open(target), ByteBuffer.allocate(SOCKET_BYTES));
  }

  static Blocking formByChannel(Target target, int capacity) throws IOException {
    return BareUpload.file(
        target,
        Envelope.form(target),
        BareChannel.connect(target),
        ByteBuffer.allocateDirect(capacity));
  }
}
