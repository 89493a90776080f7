package io.godwit.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Replays what was found by the fuzzer or written by hand: a folder of inputs for each target. */
final class CorpusTest {
  @Test
  void a_server_keeps_its_contract_for_any_bytes() throws Exception {
    replay("H1ServerTarget", H1ServerTarget::fuzzerTestOneInput);
  }

  @Test
  void a_client_keeps_its_contract_for_any_bytes() throws Exception {
    replay("H1ClientTarget", H1ClientTarget::fuzzerTestOneInput);
  }

  @Test
  void what_a_response_says_to_a_cache_is_kept_whatever_it_says() throws Exception {
    replay("CacheControlTarget", CacheControlTarget::fuzzerTestOneInput);
  }

  @Test
  void any_bytes_are_a_stored_head_or_none() throws Exception {
    replay("StoredHeadTarget", StoredHeadTarget::fuzzerTestOneInput);
  }

  @Test
  void chunks_are_read_as_the_grammar_says() throws Exception {
    replay("ChunkedTarget", ChunkedTarget::fuzzerTestOneInput);
  }

  @Test
  void any_bytes_are_coded_content_or_refused_however_they_arrive() throws Exception {
    replay("ContentCodingTarget", ContentCodingTarget::fuzzerTestOneInput);
  }

  @Test
  void fields_and_media_types_are_read_as_they_were_written() throws Exception {
    replay("FieldsTarget", FieldsTarget::fuzzerTestOneInput);
  }

  @Test
  void any_text_is_a_list_of_preferences_in_bounds() throws Exception {
    replay("PreferencesTarget", PreferencesTarget::fuzzerTestOneInput);
  }

  @Test
  void a_condition_gives_no_byte_twice_and_none_from_outside() throws Exception {
    replay("ConditionsTarget", ConditionsTarget::fuzzerTestOneInput);
  }

  @Test
  void any_text_is_a_canonical_uri_or_refused() throws Exception {
    replay("UriTarget", UriTarget::fuzzerTestOneInput);
  }

  @Test
  void what_one_machine_sends_the_other_reads() throws Exception {
    replay("MessagesTarget", MessagesTarget::fuzzerTestOneInput);
  }

  @Test
  void any_challenge_is_read_and_answered_or_given_up() throws Exception {
    replay("ChallengeTarget", ChallengeTarget::fuzzerTestOneInput);
  }

  @Test
  void any_text_is_a_netrc_and_half_an_entry_gives_nothing() throws Exception {
    replay("NetrcTarget", NetrcTarget::fuzzerTestOneInput);
  }

  @Test
  void what_is_said_where_tokens_are_had_is_read_as_json_says_or_refused() throws Exception {
    replay("OAuthTokenTarget", OAuthTokenTarget::fuzzerTestOneInput);
  }

  @Test
  void no_name_of_a_part_begins_a_field_or_a_part() throws Exception {
    replay("MultipartTarget", MultipartTarget::fuzzerTestOneInput);
  }

  @Test
  void any_bytes_are_parts_or_refused_however_they_arrive() throws Exception {
    replay("MultipartContentTarget", MultipartContentTarget::fuzzerTestOneInput);
  }

  @Test
  void any_text_is_a_form_that_is_written_as_it_was_read() throws Exception {
    replay("FormTarget", FormTarget::fuzzerTestOneInput);
  }

  @Test
  void any_field_and_any_file_is_what_hosts_say_about_tls_or_ignored() throws Exception {
    replay("HstsTarget", HstsTarget::fuzzerTestOneInput);
  }

  @Test
  void any_set_cookie_is_kept_where_it_belongs_or_refused() throws Exception {
    replay("SetCookieTarget", SetCookieTarget::fuzzerTestOneInput);
  }

  @Test
  void any_text_is_a_cookie_file_with_lines_that_count_and_lines_that_do_not() throws Exception {
    replay("CookieFileTarget", CookieFileTarget::fuzzerTestOneInput);
  }

  @Test
  void a_location_leads_where_it_may_or_nowhere() throws Exception {
    replay("LocationTarget", LocationTarget::fuzzerTestOneInput);
  }

  @Test
  void what_people_write_about_proxies() throws Exception {
    replay("ProxyTarget", ProxyTarget::fuzzerTestOneInput);
  }

  @Test
  void what_balancers_say_of_their_connections() throws Exception {
    replay("ProxyHeaderTarget", ProxyHeaderTarget::fuzzerTestOneInput);
  }

  @Test
  void answers_of_socks_proxies() throws Exception {
    replay("SocksTarget", SocksTarget::fuzzerTestOneInput);
  }

  @Test
  void a_pem_text_is_read_or_refused() throws Exception {
    replay("PemTarget", PemTarget::fuzzerTestOneInput);
  }

  @Test
  void every_corpus_has_a_target() throws Exception {
    try (Stream<Path> folders = Files.list(folder("H1ServerTarget").getParent())) {
      assertThat(folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "H1ServerTarget",
              "H1ClientTarget",
              "CacheControlTarget",
              "StoredHeadTarget",
              "ChunkedTarget",
              "ContentCodingTarget",
              "FieldsTarget",
              "PreferencesTarget",
              "UriTarget",
              "MessagesTarget",
              "ChallengeTarget",
              "NetrcTarget",
              "PemTarget",
              "FormTarget",
              "MultipartContentTarget",
              "MultipartTarget",
              "ProxyTarget",
              "ProxyHeaderTarget",
              "SocksTarget",
              "OAuthTokenTarget",
              "SetCookieTarget",
              "CookieFileTarget",
              "HstsTarget",
              "LocationTarget",
              "ConditionsTarget");
    }
  }

  private static void replay(String target, Consumer<byte[]> run) throws Exception {
    List<Path> inputs;
    try (Stream<Path> files = Files.list(folder(target))) {
      inputs = files.sorted().toList();
    }
    assertThat(inputs).isNotEmpty();
    for (Path input : inputs) {
      byte[] bytes = Files.readAllBytes(input);
      try {
        run.accept(bytes);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(target + "/" + input.getFileName() + ": " + e.getMessage(), e);
      }
    }
  }

  private static Path folder(String target) throws IOException, URISyntaxException {
    URL url = CorpusTest.class.getResource(target);
    return Path.of(Objects.requireNonNull(url, target).toURI());
  }
}
