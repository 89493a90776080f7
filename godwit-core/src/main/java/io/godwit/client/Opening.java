package io.godwit.client;

import io.godwit.net.Channel;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The channel of one attempt to connect. It may be ended from any thread and at any time: by the
 * watchdog, by who closes the client, because another attempt was faster; perhaps before there is a
 * channel, and then that is closed as soon as it comes.
 */
final class Opening implements Consumer<Channel> {
  private volatile @Nullable Channel channel;
  private volatile boolean ended;

  /** Belongs to the thread that dials. */
  private @Nullable ProxyTalk talk;

  /** Takes the channel, or what was made of it: TLS over it. */
  @Override
  public void accept(Channel opened) {
    channel = opened;
    if (ended) {
      opened.close();
    }
  }

  /** Closes the channel; does not wait. */
  void end() {
    ended = true;
    Channel open = channel;
    if (open != null) {
      open.close();
    }
  }

  Channel channel() {
    Channel open = channel;
    if (open == null) {
      throw new IllegalStateException("the plan goes on without a connection");
    }
    return open;
  }

  /** The conversation with a proxy on that channel. */
  ProxyTalk talk(Function<Channel, ProxyTalk> begin) {
    if (talk == null) {
      talk = begin.apply(channel());
    }
    return talk;
  }

  /** Gives back what a conversation has used, when the channel is closed. */
  void release() {
    if (talk != null) {
      talk.release();
    }
  }
}
