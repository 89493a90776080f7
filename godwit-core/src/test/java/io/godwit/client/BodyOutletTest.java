package io.godwit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Version;
import io.godwit.net.Clock;
import io.godwit.net.Watchdog;
import io.godwit.net.blocking.BlockingDriver;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.RequestHead;
import io.godwit.wire.HttpMachine;
import io.godwit.wire.h1.H1Machine;
import io.godwit.wire.h1.H1Settings;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BodyOutletTest {
  private final HttpClient client = HttpClient.create();
  private final HttpMachine machine = H1Machine.client(H1Settings.client());

  private BodyOutlet outlet(long length) {
    Clock clock = Clock.system();
    BlockingDriver driver =
        new BlockingDriver(machine, ScriptedChannel.answering(""), clock, Watchdog.system());
    Headers host = Headers.of("Host", "example.org");
    driver.send(new RequestHead(1, Method.PUT, "/", Version.HTTP_1_1, host, length));
    SendProgress progress = new SendProgress(Audience.NONE, clock, length);
    return new BodyOutlet(driver, 1, client.options(), progress);
  }

  @Test
  void a_connection_that_has_ended_meanwhile_is_not_the_bodys_fault() throws IOException {
    BodyOutlet outlet = outlet(-1);
    outlet.write("a");
    outlet.flush();
    machine.receiveEof();
    assertThat(machine.poll()).isInstanceOf(HttpEvent.Closed.class);
    outlet.write("b");
    assertThatThrownBy(outlet::flush).isInstanceOf(IOException.class);
    assertThat(outlet.lost()).isNotNull();
    assertThatThrownBy(outlet::end).isSameAs(outlet.lost());
  }

  @Test
  void a_body_that_is_not_as_long_as_it_says_is_its_own_fault() throws IOException {
    BodyOutlet outlet = outlet(2);
    outlet.write("abc");
    assertThatThrownBy(outlet::flush).isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(outlet::end).isInstanceOf(InvalidMessage.class);
    assertThat(outlet.lost()).isNull();
  }
}
