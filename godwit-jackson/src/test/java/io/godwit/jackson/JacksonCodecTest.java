package io.godwit.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.client.HttpClient;
import io.godwit.http.Body;
import io.godwit.http.Decoded;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.MediaType;
import io.godwit.http.Response;
import io.godwit.server.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
final class JacksonCodecTest {
  /** A type of an application. */
  record User(String name, int age) {}

  private HttpServer server;
  private HttpClient client;

  /** Nobody says which codec to use: it is found. */
  @BeforeEach
  void start() throws IOException {
    server =
        HttpServer.start(
            0,
            request ->
                Response.ok(
                    Body.bytes(request.bytes())
                        .withType(
                            MediaType.of(
                                request.header("Content-Type").orElse("application/json")))));
    client = HttpClient.builder().baseUri("http://127.0.0.1:" + server.port()).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void an_object_goes_there_and_back() throws Exception {
    User ada = new User("Ädä 😀", 36);
    var response = client.post("/").json(ada).send();
    assertThat(response.text()).isEqualTo("{\"name\":\"Ädä 😀\",\"age\":36}");
    assertThat(response.header("Content-Type")).contains("application/json");
    assertThat(response.json(User.class)).isEqualTo(ada);
    assertThat(response.tryJson(User.class)).contains(ada);
  }

  @Test
  void a_list_of_something_is_a_type_as_well() throws Exception {
    var response = client.post("/").json(List.of(new User("a", 1), new User("b", 2))).send();
    Object users = response.json(new TypeReference<List<User>>() {}.getType());
    assertThat(users).isEqualTo(List.of(new User("a", 1), new User("b", 2)));
  }

  @Test
  void json_without_a_type_of_its_own_is_maps_and_lists_in_their_order() throws Exception {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("z", List.of(1, 2.5, true, "ü"));
    expected.put("a", Map.of());
    var response = client.post("/").data(expected).header("Content-Type", "text/json").send();
    assertThat(response.text()).isEqualTo("{\"z\":[1,2.5,true,\"ü\"],\"a\":{}}");
    assertThat(response.decode())
        .isInstanceOfSatisfying(
            Decoded.Json.class,
            json -> {
              assertThat(json.value()).isEqualTo(expected);
              assertThat(((Map<?, ?>) json.value()).keySet().iterator().next()).isEqualTo("z");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "null", "[1] 2", "{\"a\":}", "{\"a\":1}}", "nul", "{'a':1}"})
  void what_is_no_json_is_a_failure_or_nothing(String text) throws Exception {
    var response = client.post("/").text(text).header("Content-Type", "application/json").send();
    assertThatThrownBy(response::decode).isInstanceOf(HttpFailure.Content.class);
    assertThatThrownBy(() -> response.json(Map.class)).isInstanceOf(HttpFailure.Content.class);
    assertThat(response.tryJson(Map.class)).isEmpty();
  }

  @Test
  void json_of_another_shape_is_a_failure() throws Exception {
    var response = client.post("/").json(List.of(1)).send();
    assertThatThrownBy(() -> response.json(User.class)).isInstanceOf(HttpFailure.Content.class);
    assertThat(response.tryJson(User.class)).isEmpty();
  }

  @Test
  void a_byte_order_mark_is_no_part_of_the_json() throws Exception {
    byte[] marked = "\ufeff{\"name\":\"a\",\"age\":1}".getBytes(StandardCharsets.UTF_8);
    assertThat(client.post("/").bytes(marked).send().json(User.class)).isEqualTo(new User("a", 1));
  }

  @Test
  void depth_has_a_limit() throws Exception {
    byte[] deep = "[".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
    var response = client.post("/").bytes(deep).send();
    assertThatThrownBy(() -> response.json(List.class))
        .isInstanceOf(HttpFailure.Content.class)
        .hasMessageContaining("depth");
  }

  /** The gadgets of default typing: what the JSON calls a class is a text like any other. */
  @Test
  void json_names_no_classes() throws Exception {
    String evil = "[\"java.util.Date\", {\"@class\": \"java.io.File\", \"path\": \"/\"}]";
    Object read =
        client.post("/").bytes(evil.getBytes(StandardCharsets.UTF_8)).send().json(Object.class);
    assertThat(read)
        .isEqualTo(List.of("java.util.Date", Map.of("@class", "java.io.File", "path", "/")));
  }

  @Test
  void what_cannot_be_written_is_the_callers_mistake() {
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    var call = client.post("/");
    assertThatThrownBy(() -> call.json(itself))
        .isInstanceOf(InvalidMessage.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void a_mapper_of_ones_own_is_used_as_it_is() throws Exception {
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    JacksonCodec codec = JacksonCodec.of(mapper);
    assertThat(new String(codec.encode(Map.of("a", 1)), StandardCharsets.UTF_8)).contains("\n");
    assertThat(codec.decode("1".getBytes(StandardCharsets.UTF_8), int.class)).isEqualTo(1);
    try (HttpClient own =
        HttpClient.builder().baseUri("http://127.0.0.1:" + server.port()).json(codec).build()) {
      assertThat(own.post("/").json(Map.of("at", Instant.EPOCH)).send().text())
          .contains("\n  \"at\" : \"1970-01-01T00:00:00Z\"");
    }
  }
}
