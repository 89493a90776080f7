package io.godwit.bench.rival;

import io.godwit.bench.driver.Hello;
import io.godwit.bench.driver.Listening;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Netty's {@code HttpServerCodec} and nothing else, on one event loop, by NIO or epoll: no full
 * server, but what one can be built on. Answers are flushed when what was read has been answered.
 */
public final class NettyServer implements Listening {
  private static final AsciiString TYPE = AsciiString.cached(Hello.CONTENT_TYPE);
  private static final AsciiString LENGTH = AsciiString.cached(Integer.toString(Hello.LENGTH));

  /** As what comes back is made here, nobody needs to check it. */
  private static final HttpHeadersFactory UNCHECKED =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);

  private final EventLoopGroup loop;
  private final ByteBuf content =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(Hello.bytes())).asReadOnly();
  private volatile AsciiString date = new AsciiString(Dates.now());
  private final Future<?> clock;
  private final Channel listener;

  private NettyServer(IoHandlerFactory io, Class<? extends ServerChannel> type) {
    loop = new MultiThreadIoEventLoopGroup(1, io);
    clock =
        loop.scheduleAtFixedRate(
            () -> date = new AsciiString(Dates.now()),
            Dates.PERIOD_MILLIS,
            Dates.PERIOD_MILLIS,
            TimeUnit.MILLISECONDS);
    listener =
        new ServerBootstrap()
            .group(loop)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(new HttpServerCodec(), new Answering());
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  public static NettyServer nio() {
    return new NettyServer(NioIoHandler.newFactory(), NioServerSocketChannel.class);
  }

  public static NettyServer epoll() {
    return new NettyServer(EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
  }

  @Override
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    clock.cancel(false);
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Answering extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      try {
        if (message instanceof HttpRequest) {
          var response =
              new DefaultFullHttpResponse(
                  HttpVersion.HTTP_1_1,
                  HttpResponseStatus.OK,
                  content.duplicate(),
                  UNCHECKED,
                  UNCHECKED);
          response
              .headers()
              .set(HttpHeaderNames.CONTENT_TYPE, TYPE)
              .set(HttpHeaderNames.DATE, date)
              .set(HttpHeaderNames.CONTENT_LENGTH, LENGTH);
          // What goes wrong with it comes to exceptionCaught.
          var _ = context.write(response, context.voidPromise());
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    /** wrk resets its connections when its time is over. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
