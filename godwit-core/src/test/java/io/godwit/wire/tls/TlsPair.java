package io.godwit.wire.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A client's and a server's machine, back to back. */
final class TlsPair {
  /** All that is there in one piece. */
  static final IntUnaryOperator WHOLE = available -> available;

  static final IntUnaryOperator BYTE_BY_BYTE = available -> 1;

  final End client;
  final End server;

  private TlsPair(SSLEngine client, SSLEngine server, IntUnaryOperator split, boolean bulk) {
    this.client = new End(client, split, bulk);
    this.server = new End(server, split, bulk);
    this.client.peer = this.server;
    this.server.peer = this.client;
  }

  static TlsPair of(String protocol) {
    return of(protocol, WHOLE);
  }

  static TlsPair of(String protocol, IntUnaryOperator split) {
    return new TlsPair(engine(true, protocol), engine(false, protocol), split, true);
  }

  static TlsPair of(SSLEngine client, SSLEngine server) {
    return new TlsPair(client, server, WHOLE, true);
  }

  /** Ends that hold little, and whose handshake is done. */
  static TlsPair openSmall(String protocol) {
    TlsPair pair = new TlsPair(engine(true, protocol), engine(false, protocol), WHOLE, false);
    pair.shakeHands();
    return pair;
  }

  /** Ends whose handshake is done, with what came behind it already read. */
  static TlsPair open(String protocol) {
    return open(protocol, WHOLE);
  }

  static TlsPair open(String protocol, IntUnaryOperator split) {
    TlsPair pair = of(protocol, split);
    pair.shakeHands();
    return pair;
  }

  void shakeHands() {
    client.shake();
    for (int i = 0; i < 10 && !(client.isOpen() && server.isOpen()); i++) {
      server.shake();
      client.shake();
    }
    assertThat(client.events).endsWith(TlsEvent.OPEN);
    assertThat(server.events).endsWith(TlsEvent.OPEN);
    client.drainTickets();
  }

  static SSLEngine engine(boolean client, String... protocols) {
    return engine(client, context(Localhost.TRUST), protocols);
  }

  static SSLEngine engine(boolean client, SSLContext context, String... protocols) {
    SSLEngine engine =
        client ? context.createSSLEngine("localhost", 443) : context.createSSLEngine();
    engine.setUseClientMode(client);
    engine.setEnabledProtocols(protocols);
    return engine;
  }

  static SSLContext context(TrustManager... trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(Localhost.KEYS, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one certificate of these tests; opening its file takes a while. */
  private static final class Localhost {
    static final KeyManager[] KEYS;
    static final TrustManager[] TRUST;

    static {
      char[] password = "godwit".toCharArray();
      try (InputStream file =
          Objects.requireNonNull(TlsPair.class.getResourceAsStream("localhost.p12"))) {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(file, password);
        KeyManagerFactory keys =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        KEYS = keys.getKeyManagers();
        TrustManagerFactory trust =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        TRUST = trust.getTrustManagers();
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** One machine, with the buffers of a driver. */
  static final class End {
    final SSLEngine engine;
    final TlsMachine machine;

    /** All events but NEED_INPUT. */
    final List<TlsEvent> events = new ArrayList<>();

    /** What came in and the machine was not shown yet. */
    final ByteBuffer arrived = ByteBuffer.allocate(1 << 18).flip();

    private final ByteBuffer shown = ByteBuffer.allocate(1 << 17).flip();
    private final IntUnaryOperator split;
    private End peer = this;
    private boolean ended;

    private End(SSLEngine engine, IntUnaryOperator split, boolean bulk) {
      this.engine = engine;
      this.machine = new TlsMachine(engine, bulk);
      this.split = split;
    }

    boolean isOpen() {
      return events.contains(TlsEvent.OPEN);
    }

    /** Goes on with the handshake as far as it can. */
    void shake() {
      while (!isOpen()) {
        TlsEvent event = poll(ByteBuffer.allocate(0));
        if (event != TlsEvent.NEED_INPUT) {
          events.add(event);
        }
        switch (event) {
          case NEED_TASK -> machine.runTasks();
          case NEED_OUTPUT -> deliver();
          case OPEN -> {
            return;
          }
          case FAILED -> {
            deliver();
            return;
          }
          case NEED_INPUT -> {
            if (!showMore()) {
              return;
            }
          }
          case DATA, END, TRUNCATED -> throw new AssertionError(event);
        }
      }
    }

    /** Encrypts and hands over to the peer. */
    void send(ByteBuffer... plaintext) throws SSLException {
      boolean all;
      do {
        all = machine.send(plaintext, plaintext.length);
        deliver();
      } while (!all);
    }

    void send(byte[] plaintext) throws SSLException {
      send(ByteBuffer.wrap(plaintext));
    }

    void close() throws SSLException {
      machine.closeOutput();
      deliver();
    }

    /** What the machine has to write arrives at the peer. */
    void deliver() {
      peer.arrive(machine.output());
    }

    /** Nothing follows what has arrived. */
    void end() {
      ended = true;
    }

    /** Ciphertext from elsewhere arrives at the peer. */
    void hand(ByteBuffer ciphertext) {
      peer.arrive(ciphertext);
    }

    boolean peerHears() {
      return peer.arrived.hasRemaining();
    }

    void arrive(ByteBuffer ciphertext) {
      arrived.compact().put(ciphertext).flip();
    }

    /** Polls until more input would be needed, or the end; all plaintext there was. */
    byte[] receive() {
      return receive(1 << 16);
    }

    byte[] receive(int bufferSize) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      ByteBuffer into = ByteBuffer.allocate(bufferSize);
      while (true) {
        TlsEvent event = poll(into.clear());
        if (event == TlsEvent.NEED_INPUT) {
          if (showMore()) {
            continue;
          }
          break;
        }
        events.add(event);
        if (event != TlsEvent.DATA) {
          break;
        }
        all.write(into.array(), 0, into.position());
      }
      return all.toByteArray();
    }

    TlsEvent last() {
      return events.getLast();
    }

    SSLException failure() {
      return Objects.requireNonNull(machine.failure());
    }

    void drainTickets() {
      assertThat(receive()).isEmpty();
      assertThat(last()).isEqualTo(TlsEvent.OPEN);
    }

    private TlsEvent poll(ByteBuffer into) {
      machine.receive(shown);
      return machine.poll(into);
    }

    private boolean showMore() {
      if (!arrived.hasRemaining()) {
        if (!ended) {
          return false;
        }
        ended = false;
        machine.receiveEof();
        return true;
      }
      int count = Math.clamp(split.applyAsInt(arrived.remaining()), 1, arrived.remaining());
      shown.compact();
      count = Math.min(count, shown.remaining());
      shown.put(shown.position(), arrived, arrived.position(), count);
      shown.position(shown.position() + count).flip();
      arrived.position(arrived.position() + count);
      return count > 0;
    }
  }
}
