package io.godwit.cli;

import io.godwit.client.CallBuilder;
import io.godwit.client.StreamingResponse;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Response;
import io.godwit.net.Network;
import java.io.PrintStream;

/** What {@code -v} says on standard error; secrets are masked. */
interface Trace {
  /** The one of these options. */
  static Trace of(Options options, PrintStream err) {
    return options.verbose ? new Spoken(err) : new Silent();
  }

  /** What opens connections. */
  Network network();

  /** The same call, which tells this of its course. */
  CallBuilder watch(CallBuilder call);

  /** The head of the response is there. */
  void response(StreamingResponse response);

  /** The content was read to its end. */
  void end(StreamingResponse response);

  /** The call failed. */
  void failure(HttpFailure failure);

  /** Says nothing. */
  final class Silent implements Trace {
    @Override
    public Network network() {
      return Network.system();
    }

    @Override
    public CallBuilder watch(CallBuilder call) {
      return call;
    }

    @Override
    public void response(StreamingResponse response) {}

    @Override
    public void end(StreamingResponse response) {}

    @Override
    public void failure(HttpFailure failure) {}
  }

  /** Says it line by line: {@code *} what happens, {@code >} what is sent, {@code <} what comes. */
  final class Spoken implements Trace {
    private final PrintStream err;

    Spoken(PrintStream err) {
      this.err = err;
    }

    @Override
    public Network network() {
      return (address, opening) -> {
        say("* Connecting to " + address);
        var channel = Network.system().connect(address, opening);
        say("* Connected to " + address);
        return channel;
      };
    }

    @Override
    public CallBuilder watch(CallBuilder call) {
      return call.onInterim(this::head);
    }

    @Override
    public void response(StreamingResponse response) {
      say("> " + response.request().method() + " " + response.request().uri().target());
      fields('>', response.request().headers());
      head(response.response());
    }

    @Override
    public void end(StreamingResponse response) {
      fields('<', response.trailers());
    }

    @Override
    public void failure(HttpFailure failure) {
      say("* " + failure.getMessage());
    }

    private void head(Response response) {
      say("< " + Heads.statusLine(response));
      fields('<', response.headers());
      say("<");
    }

    private void fields(char mark, Headers headers) {
      for (Headers.Field field : headers) {
        say(mark + " " + field);
      }
    }

    private void say(String line) {
      err.println(line);
    }
  }
}
