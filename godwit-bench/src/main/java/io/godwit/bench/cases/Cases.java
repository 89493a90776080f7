package io.godwit.bench.cases;

import static io.godwit.bench.driver.Group.C64;
import static io.godwit.bench.driver.Group.DOWNLOAD;
import static io.godwit.bench.driver.Group.SYNC;
import static io.godwit.bench.driver.Kind.BARE;
import static io.godwit.bench.driver.Kind.GODWIT;
import static io.godwit.bench.driver.Kind.REFERENCE;
import static io.godwit.bench.driver.Kind.RIVAL;

import io.godwit.bench.bare.BareChannel;
import io.godwit.bench.bare.BareSelector;
import io.godwit.bench.bare.BareSocket;
import io.godwit.bench.driver.Async;
import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Case;
import io.godwit.bench.driver.Driver;
import io.godwit.bench.driver.InFlight;
import io.godwit.bench.driver.OneThread;
import io.godwit.bench.driver.Target;
import io.godwit.bench.driver.VirtualThreads;
import io.godwit.bench.godwit.Godwit;
import io.godwit.bench.godwit.GodwitAsync;
import io.godwit.bench.godwit.GodwitDownload;
import io.godwit.bench.rival.ApacheAsync;
import io.godwit.bench.rival.ApacheClassic;
import io.godwit.bench.rival.AsyncHttp;
import io.godwit.bench.rival.Helidon;
import io.godwit.bench.rival.JdkAsync;
import io.godwit.bench.rival.JdkBlocking;
import io.godwit.bench.rival.JdkUrlConnection;
import io.godwit.bench.rival.Jetty;
import io.godwit.bench.rival.OkHttp;
import io.godwit.bench.rival.ReactorNetty;
import io.godwit.bench.rival.VertxHttp;
import java.util.List;

/**
 * Every case there is. To add one: write a class that is {@link Blocking}, {@link Async} or a
 * {@link Driver}, and add a line here.
 */
public final class Cases {
  private static final int KIB = 1024;
  private static final int LANES = C64.concurrency();

  /** In the order in which they are printed when they cost the same. */
  public static final List<Case> ALL =
      List.of(
          new Case(SYNC, BARE, "bare-socket", oneThread(BareSocket::open)),
          new Case(SYNC, BARE, "bare-channel-64k", oneThread(t -> BareChannel.open(t, 64 * KIB))),
          new Case(SYNC, BARE, "bare-channel-256k", oneThread(t -> BareChannel.open(t, 256 * KIB))),
          new Case(SYNC, GODWIT, "godwit", oneThread(Godwit::open)),
          new Case(SYNC, RIVAL, "jdk", oneThread(JdkBlocking::open)),
          new Case(SYNC, RIVAL, "jdk-urlconnection", oneThread(JdkUrlConnection::open)),
          new Case(SYNC, RIVAL, "okhttp", oneThread(OkHttp::open)),
          new Case(SYNC, RIVAL, "apache-classic", oneThread(ApacheClassic::open)),
          new Case(SYNC, RIVAL, "helidon", oneThread(Helidon::open)),
          new Case(SYNC, RIVAL, "jetty", oneThread(Jetty::open)),
          //
          new Case(C64, BARE, "bare-vt-socket", eachThread(BareSocket::open)),
          new Case(
              C64, BARE, "bare-vt-channel-64k", eachThread(t -> BareChannel.open(t, 64 * KIB))),
          new Case(
              C64, BARE, "bare-vt-channel-256k", eachThread(t -> BareChannel.open(t, 256 * KIB))),
          new Case(C64, REFERENCE, "bare-selector", t -> BareSelector.open(t, LANES)),
          new Case(C64, GODWIT, "godwit", sharedByThreads(Godwit::open)),
          new Case(C64, GODWIT, "godwit-async", inFlight(GodwitAsync::open)),
          new Case(C64, RIVAL, "jdk-vt", sharedByThreads(JdkBlocking::open)),
          new Case(C64, RIVAL, "jdk-urlconnection-vt", sharedByThreads(JdkUrlConnection::open)),
          new Case(C64, RIVAL, "okhttp-vt", sharedByThreads(OkHttp::open)),
          new Case(C64, RIVAL, "apache-classic-vt", sharedByThreads(ApacheClassic::open)),
          new Case(C64, RIVAL, "helidon-vt", sharedByThreads(Helidon::open)),
          new Case(C64, RIVAL, "jetty-vt", sharedByThreads(Jetty::open)),
          new Case(C64, RIVAL, "jdk-async", inFlight(JdkAsync::open)),
          new Case(C64, RIVAL, "apache-async", inFlight(ApacheAsync::open)),
          new Case(C64, RIVAL, "jetty-async", inFlight(Jetty::open)),
          new Case(C64, RIVAL, "ahc-nio", inFlight(t -> AsyncHttp.open(t, false))),
          new Case(C64, RIVAL, "ahc-epoll", inFlight(t -> AsyncHttp.open(t, true))),
          new Case(C64, RIVAL, "reactor-netty-nio", t -> ReactorNetty.open(t, LANES, false)),
          new Case(C64, RIVAL, "reactor-netty-epoll", t -> ReactorNetty.open(t, LANES, true)),
          new Case(C64, RIVAL, "vertx-nio", inFlight(t -> VertxHttp.open(t, LANES, false))),
          new Case(C64, RIVAL, "vertx-epoll", inFlight(t -> VertxHttp.open(t, LANES, true))),
          //
          new Case(DOWNLOAD, BARE, "bare-socket", oneThread(BareSocket::open)),
          new Case(
              DOWNLOAD, BARE, "bare-channel-64k", oneThread(t -> BareChannel.open(t, 64 * KIB))),
          new Case(
              DOWNLOAD, BARE, "bare-channel-256k", oneThread(t -> BareChannel.open(t, 256 * KIB))),
          new Case(
              DOWNLOAD, GODWIT, "godwit-64k", oneThread(t -> GodwitDownload.channel(t, 64 * KIB))),
          new Case(
              DOWNLOAD,
              GODWIT,
              "godwit-256k",
              oneThread(t -> GodwitDownload.channel(t, 256 * KIB))),
          new Case(DOWNLOAD, GODWIT, "godwit-stream", oneThread(GodwitDownload::stream)),
          new Case(DOWNLOAD, RIVAL, "jdk", oneThread(JdkBlocking::streaming)),
          new Case(DOWNLOAD, RIVAL, "jdk-urlconnection", oneThread(JdkUrlConnection::streaming)),
          new Case(DOWNLOAD, RIVAL, "okhttp", oneThread(OkHttp::streaming)),
          new Case(DOWNLOAD, RIVAL, "apache-classic", oneThread(ApacheClassic::streaming)),
          new Case(DOWNLOAD, RIVAL, "helidon", oneThread(Helidon::streaming)));

  private Cases() {}

  /** The case of that id. */
  public static Case named(String id) {
    return ALL.stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no case is called " + id));
  }

  private static Case.Opener oneThread(Opening<? extends Blocking> opening) {
    return target -> new OneThread(opening.open(target));
  }

  private static Case.Opener eachThread(Opening<? extends Blocking> opening) {
    return target -> VirtualThreads.each(() -> opening.open(target), LANES);
  }

  private static Case.Opener sharedByThreads(Opening<? extends Blocking> opening) {
    return target -> VirtualThreads.sharing(opening.open(target), LANES);
  }

  private static Case.Opener inFlight(Opening<? extends Async> opening) {
    return target -> new InFlight(opening.open(target), LANES);
  }

  /** Makes the client of a case. */
  @FunctionalInterface
  private interface Opening<C> {
    C open(Target target) throws Exception;
  }
}
