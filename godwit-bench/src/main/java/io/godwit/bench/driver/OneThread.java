package io.godwit.bench.driver;

import java.io.IOException;

/** One call after the other on the platform thread that runs the driver. */
public record OneThread(Blocking client) implements Driver {

  @Override
  public int run(int requests) throws Exception {
    for (int i = 0; i < requests; i++) {
      client.call();
    }
    return requests;
  }

  @Override
  public Driver dithered() {
    return new OneThread(new Dithered(client));
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
