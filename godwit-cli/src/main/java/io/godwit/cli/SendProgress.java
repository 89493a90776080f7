package io.godwit.cli;

import io.godwit.client.CallListener;
import io.godwit.client.CallView;
import io.godwit.http.Response;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Shows how much of a request's content has left, up to the response. It is told by the thread that
 * sends the content and by that of the call.
 */
final class SendProgress implements CallListener {
  private final Printing printing;
  private final String name;
  private final PrintStream err;
  private @Nullable Progress progress;
  private boolean over;

  SendProgress(Printing printing, String name, PrintStream err) {
    this.printing = printing;
    this.name = name;
    this.err = err;
  }

  @Override
  public synchronized void sent(CallView call, long bytes, long total) {
    if (over) {
      return;
    }
    if (progress == null) {
      progress = Progress.ofUpload(printing, name, total, err);
    }
    progress.reach(bytes);
  }

  @Override
  public synchronized void responded(CallView call, Response head) {
    end(); // what a redirect or a challenge asks for again is shown again
  }

  /** Nothing more is shown. */
  synchronized void close() {
    over = true;
    end();
  }

  private void end() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }
}
