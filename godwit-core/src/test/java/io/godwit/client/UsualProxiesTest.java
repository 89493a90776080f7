package io.godwit.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.HttpFailure;
import io.godwit.http.Uri;
import io.godwit.policy.dial.AddressPolicy;
import io.godwit.policy.proxy.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsualProxiesTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("https_proxy", "http://proxy.example:3128");
  private static final Uri URI = Uri.of("https://a.example/");

  @Test
  void the_environment_names_the_proxies_of_a_client_that_says_nothing() throws HttpFailure {
    assertThat(HttpClient.builder().usualProxies(ENVIRONMENT).proxyFor(URI))
        .hasValue(Proxy.of("http://proxy.example:3128"));
    assertThat(HttpClient.builder().usualProxies(Map.of()).proxyFor(URI)).isEmpty();
  }

  // peers.md 3.2 I: a guard against requests to inner addresses must not depend on the environment
  @Test
  void a_client_that_guards_its_addresses_goes_by_no_proxy_of_the_environment() throws HttpFailure {
    HttpClientBuilder guarded = HttpClient.builder().publicAddressesOnly();
    assertThat(guarded.usualProxies(ENVIRONMENT).proxyFor(URI)).isEmpty();
    HttpClientBuilder free = guarded.addresses(AddressPolicy.any());
    assertThat(free.usualProxies(ENVIRONMENT).proxyFor(URI)).isPresent();
  }
}
