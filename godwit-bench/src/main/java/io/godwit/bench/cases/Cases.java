package io.godwit.bench.cases;

import static io.godwit.bench.driver.Group.C64;
import static io.godwit.bench.driver.Group.DOWNLOAD;
import static io.godwit.bench.driver.Group.GZIP;
import static io.godwit.bench.driver.Group.MULTIPART;
import static io.godwit.bench.driver.Group.SERVER_PIPELINED;
import static io.godwit.bench.driver.Group.SERVER_SMALL;
import static io.godwit.bench.driver.Group.SYNC;
import static io.godwit.bench.driver.Group.TLS_DOWNLOAD;
import static io.godwit.bench.driver.Group.TLS_UPLOAD;
import static io.godwit.bench.driver.Group.UPLOAD;
import static io.godwit.bench.driver.Group.UPLOAD_STREAM;
import static io.godwit.bench.driver.Kind.BARE;
import static io.godwit.bench.driver.Kind.GODWIT;
import static io.godwit.bench.driver.Kind.REFERENCE;
import static io.godwit.bench.driver.Kind.RIVAL;

import io.godwit.bench.bare.BareChannel;
import io.godwit.bench.bare.BareSelector;
import io.godwit.bench.bare.BareSelectorServer;
import io.godwit.bench.bare.BareServer;
import io.godwit.bench.bare.BareSocket;
import io.godwit.bench.driver.Async;
import io.godwit.bench.driver.Blocking;
import io.godwit.bench.driver.Case;
import io.godwit.bench.driver.Driver;
import io.godwit.bench.driver.Group;
import io.godwit.bench.driver.InFlight;
import io.godwit.bench.driver.Kind;
import io.godwit.bench.driver.Listening;
import io.godwit.bench.driver.OneThread;
import io.godwit.bench.driver.Target;
import io.godwit.bench.driver.VirtualThreads;
import io.godwit.bench.godwit.Godwit;
import io.godwit.bench.godwit.GodwitAsync;
import io.godwit.bench.godwit.GodwitDownload;
import io.godwit.bench.godwit.GodwitServer;
import io.godwit.bench.godwit.GodwitUpload;
import io.godwit.bench.load.UnderLoad;
import io.godwit.bench.rival.ApacheAsync;
import io.godwit.bench.rival.ApacheClassic;
import io.godwit.bench.rival.ApacheUpload;
import io.godwit.bench.rival.AsyncHttp;
import io.godwit.bench.rival.Helidon;
import io.godwit.bench.rival.HelidonServer;
import io.godwit.bench.rival.JdkAsync;
import io.godwit.bench.rival.JdkBlocking;
import io.godwit.bench.rival.JdkServer;
import io.godwit.bench.rival.JdkUpload;
import io.godwit.bench.rival.JdkUrlConnection;
import io.godwit.bench.rival.Jetty;
import io.godwit.bench.rival.JettyServer;
import io.godwit.bench.rival.NettyServer;
import io.godwit.bench.rival.OkHttp;
import io.godwit.bench.rival.OkHttpUpload;
import io.godwit.bench.rival.ReactorNetty;
import io.godwit.bench.rival.UndertowServer;
import io.godwit.bench.rival.VertxHttp;
import io.godwit.bench.rival.VertxServer;
import java.util.List;

/**
 * Every case there is. To add one: write a class that is {@link Blocking}, {@link Async}, a {@link
 * Driver} or, for a server, {@link Listening}, and add a line here.
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
          new Case(DOWNLOAD, RIVAL, "helidon", oneThread(Helidon::streaming)),
          //
          new Case(UPLOAD, BARE, "bare-transfer", oneThread(BulkLoops::transfer)),
          new Case(UPLOAD, BARE, "bare-socket", oneThread(BulkLoops::fileBySocket)),
          new Case(
              UPLOAD,
              BARE,
              "bare-channel-64k",
              oneThread(t -> BulkLoops.fileByChannel(t, 64 * KIB))),
          new Case(
              UPLOAD,
              BARE,
              "bare-channel-256k",
              oneThread(t -> BulkLoops.fileByChannel(t, 256 * KIB))),
          new Case(UPLOAD, GODWIT, "godwit-file", oneThread(GodwitUpload::file)),
          new Case(UPLOAD, GODWIT, "godwit-stream", oneThread(GodwitUpload::fileStream)),
          new Case(UPLOAD, RIVAL, "jdk", oneThread(JdkUpload::file)),
          new Case(UPLOAD, RIVAL, "okhttp", oneThread(OkHttpUpload::file)),
          new Case(UPLOAD, RIVAL, "apache-classic", oneThread(ApacheUpload::file)),
          //
          new Case(UPLOAD_STREAM, BARE, "bare-socket", oneThread(BulkLoops::streamBySocket)),
          new Case(
              UPLOAD_STREAM,
              BARE,
              "bare-channel-64k",
              oneThread(t -> BulkLoops.streamByChannel(t, 64 * KIB))),
          new Case(
              UPLOAD_STREAM,
              BARE,
              "bare-channel-256k",
              oneThread(t -> BulkLoops.streamByChannel(t, 256 * KIB))),
          new Case(UPLOAD_STREAM, GODWIT, "godwit-stream", oneThread(GodwitUpload::stream)),
          new Case(UPLOAD_STREAM, GODWIT, "godwit-chunked", oneThread(GodwitUpload::chunked)),
          new Case(UPLOAD_STREAM, GODWIT, "godwit-producer", oneThread(GodwitUpload::producer)),
          new Case(UPLOAD_STREAM, RIVAL, "jdk", oneThread(JdkUpload::stream)),
          new Case(UPLOAD_STREAM, RIVAL, "okhttp", oneThread(OkHttpUpload::stream)),
          new Case(UPLOAD_STREAM, RIVAL, "apache-classic", oneThread(ApacheUpload::stream)),
          //
          new Case(TLS_DOWNLOAD, BARE, "bare-sslsocket", oneThread(BareSocket::open)),
          new Case(
              TLS_DOWNLOAD, BARE, "bare-engine-64k", oneThread(t -> BulkLoops.engine(t, 64 * KIB))),
          new Case(
              TLS_DOWNLOAD,
              BARE,
              "bare-engine-256k",
              oneThread(t -> BulkLoops.engine(t, 256 * KIB))),
          new Case(
              TLS_DOWNLOAD,
              BARE,
              "bare-engine-direct",
              oneThread(t -> BulkLoops.directEngine(t, 64 * KIB))),
          new Case(
              TLS_DOWNLOAD,
              GODWIT,
              "godwit-64k",
              oneThread(t -> GodwitDownload.channel(t, 64 * KIB))),
          new Case(TLS_DOWNLOAD, GODWIT, "godwit-stream", oneThread(GodwitDownload::stream)),
          new Case(TLS_DOWNLOAD, RIVAL, "jdk", oneThread(JdkBlocking::streaming)),
          new Case(TLS_DOWNLOAD, RIVAL, "okhttp", oneThread(OkHttp::streaming)),
          new Case(TLS_DOWNLOAD, RIVAL, "apache-classic", oneThread(ApacheClassic::streaming)),
          //
          new Case(TLS_UPLOAD, BARE, "bare-sslsocket", oneThread(BulkLoops::fileBySocket)),
          new Case(
              TLS_UPLOAD,
              BARE,
              "bare-engine-64k",
              oneThread(t -> BulkLoops.fileByEngine(t, 64 * KIB))),
          new Case(
              TLS_UPLOAD,
              BARE,
              "bare-engine-256k",
              oneThread(t -> BulkLoops.fileByEngine(t, 256 * KIB))),
          new Case(
              TLS_UPLOAD,
              BARE,
              "bare-engine-direct",
              oneThread(t -> BulkLoops.fileByDirectEngine(t, 64 * KIB))),
          new Case(TLS_UPLOAD, GODWIT, "godwit-file", oneThread(GodwitUpload::file)),
          new Case(TLS_UPLOAD, GODWIT, "godwit-stream", oneThread(GodwitUpload::fileStream)),
          new Case(TLS_UPLOAD, RIVAL, "jdk", oneThread(JdkUpload::file)),
          new Case(TLS_UPLOAD, RIVAL, "okhttp", oneThread(OkHttpUpload::file)),
          new Case(TLS_UPLOAD, RIVAL, "apache-classic", oneThread(ApacheUpload::file)),
          //
          new Case(GZIP, BARE, "bare-socket", oneThread(BulkLoops::gzipBySocket)),
          new Case(
              GZIP, BARE, "bare-channel-64k", oneThread(t -> BulkLoops.gzipByChannel(t, 64 * KIB))),
          new Case(
              GZIP,
              BARE,
              "bare-channel-256k",
              oneThread(t -> BulkLoops.gzipByChannel(t, 256 * KIB))),
          new Case(GZIP, GODWIT, "godwit-64k", oneThread(t -> GodwitDownload.channel(t, 64 * KIB))),
          new Case(GZIP, GODWIT, "godwit-stream", oneThread(GodwitDownload::stream)),
          new Case(GZIP, RIVAL, "jdk", oneThread(JdkBlocking::decoding)),
          new Case(GZIP, RIVAL, "okhttp", oneThread(OkHttp::streaming)),
          new Case(GZIP, RIVAL, "apache-classic", oneThread(ApacheClassic::decoding)),
          //
          new Case(MULTIPART, BARE, "bare-transfer", oneThread(BulkLoops::formByTransfer)),
          new Case(MULTIPART, BARE, "bare-socket", oneThread(BulkLoops::formBySocket)),
          new Case(
              MULTIPART,
              BARE,
              "bare-channel-256k",
              oneThread(t -> BulkLoops.formByChannel(t, 256 * KIB))),
          new Case(MULTIPART, GODWIT, "godwit", oneThread(GodwitUpload::form)),
          new Case(MULTIPART, RIVAL, "jdk", oneThread(JdkUpload::form)),
          new Case(MULTIPART, RIVAL, "okhttp", oneThread(OkHttpUpload::form)),
          new Case(MULTIPART, RIVAL, "apache-classic", oneThread(ApacheUpload::form)),
          //
          serving(SERVER_SMALL, BARE, "bare-vt-socket", BareServer::sockets),
          serving(SERVER_SMALL, BARE, "bare-vt-channel-64k", () -> BareServer.channels(64 * KIB)),
          serving(SERVER_SMALL, BARE, "bare-vt-channel-256k", () -> BareServer.channels(256 * KIB)),
          serving(SERVER_SMALL, REFERENCE, "bare-selector", BareSelectorServer::open),
          serving(SERVER_SMALL, GODWIT, "godwit", GodwitServer::open),
          serving(SERVER_SMALL, GODWIT, "godwit-constant", GodwitServer::constant),
          serving(SERVER_SMALL, REFERENCE, "netty-codec-nio", NettyServer::nio),
          serving(SERVER_SMALL, REFERENCE, "netty-codec-epoll", NettyServer::epoll),
          serving(SERVER_SMALL, RIVAL, "helidon", HelidonServer::open),
          serving(SERVER_SMALL, RIVAL, "jetty", () -> JettyServer.open(false)),
          serving(SERVER_SMALL, RIVAL, "jetty-vt", () -> JettyServer.open(true)),
          serving(SERVER_SMALL, RIVAL, "undertow", UndertowServer::open),
          serving(SERVER_SMALL, RIVAL, "vertx-nio", () -> VertxServer.open(false)),
          serving(SERVER_SMALL, RIVAL, "vertx-epoll", () -> VertxServer.open(true)),
          serving(SERVER_SMALL, RIVAL, "jdk-vt", JdkServer::open),
          //
          serving(SERVER_PIPELINED, BARE, "bare-vt-socket", BareServer::sockets),
          serving(
              SERVER_PIPELINED, BARE, "bare-vt-channel-64k", () -> BareServer.channels(64 * KIB)),
          serving(
              SERVER_PIPELINED, BARE, "bare-vt-channel-256k", () -> BareServer.channels(256 * KIB)),
          serving(SERVER_PIPELINED, REFERENCE, "bare-selector", BareSelectorServer::open),
          serving(SERVER_PIPELINED, GODWIT, "godwit", GodwitServer::open),
          serving(SERVER_PIPELINED, GODWIT, "godwit-constant", GodwitServer::constant),
          serving(SERVER_PIPELINED, REFERENCE, "netty-codec-nio", NettyServer::nio),
          serving(SERVER_PIPELINED, REFERENCE, "netty-codec-epoll", NettyServer::epoll),
          serving(SERVER_PIPELINED, RIVAL, "helidon", HelidonServer::open),
          serving(SERVER_PIPELINED, RIVAL, "jetty", () -> JettyServer.open(false)),
          serving(SERVER_PIPELINED, RIVAL, "jetty-vt", () -> JettyServer.open(true)),
          serving(SERVER_PIPELINED, RIVAL, "undertow", UndertowServer::open),
          serving(SERVER_PIPELINED, RIVAL, "vertx-nio", () -> VertxServer.open(false)),
          serving(SERVER_PIPELINED, RIVAL, "vertx-epoll", () -> VertxServer.open(true)),
          serving(SERVER_PIPELINED, RIVAL, "jdk-vt", JdkServer::open));

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

  private static Case serving(Group group, Kind kind, String name, Starting starting) {
    return new Case(group, kind, name, target -> UnderLoad.open(starting.start(), group, target));
  }

  /** Starts the server of a case. */
  @FunctionalInterface
  private interface Starting {
    Listening start() throws Exception;
  }

  /** Makes the client of a case. */
  @FunctionalInterface
  private interface Opening<C> {
    C open(Target target) throws Exception;
  }
}
