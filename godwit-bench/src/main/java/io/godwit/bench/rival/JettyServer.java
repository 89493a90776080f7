package io.godwit.bench.rival;

import io.godwit.bench.driver.Hello;
import io.godwit.bench.driver.Listening;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * Jetty's server with one selector; the handler does not block, and says so, and the fields are
 * encoded beforehand.
 */
public record JettyServer(Server server, ServerConnector connector) implements Listening {

  /**
   * Starts it.
   *
   * @param virtual handlers on virtual threads, else on a pool
   */
  public static JettyServer open(boolean virtual) throws IOException {
    Server server = new Server(virtual ? new VirtualThreadPool() : new QueuedThreadPool());
    var configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(true);
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(1024);
    server.addConnector(connector);
    server.setHandler(new Answering());
    try {
      server.start();
    } catch (Exception e) {
      throw new IOException(e);
    }
    return new JettyServer(server, connector);
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static final class Answering extends Handler.Abstract.NonBlocking {
    private final HttpField type =
        new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, Hello.CONTENT_TYPE);
    private final HttpField length =
        new PreEncodedHttpField(HttpHeader.CONTENT_LENGTH, Integer.toString(Hello.LENGTH));
    private final ByteBuffer content = ByteBuffer.wrap(Hello.bytes());

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.getHeaders().add(type);
      response.getHeaders().add(length);
      response.write(true, content.slice(), callback);
      return true;
    }
  }
}
