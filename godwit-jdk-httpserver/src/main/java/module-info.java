/** The JDK's {@code com.sun.net.httpserver}, served by Godwit. */
module io.godwit.jdkhttpserver {
  requires io.godwit;
  requires transitive jdk.httpserver;
  requires static transitive org.jspecify;

  exports io.godwit.jdkhttpserver;

  provides com.sun.net.httpserver.spi.HttpServerProvider with
      io.godwit.jdkhttpserver.GodwitHttpServerProvider;
}
