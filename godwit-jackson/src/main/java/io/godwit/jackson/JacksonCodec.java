package io.godwit.jackson;

import io.godwit.http.JsonCodec;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON by Jackson 3. A client finds it by itself; one with a mapper of its own is given to the
 * client:
 *
 * <pre>{@code
 * import io.godwit.jackson.JacksonCodec;
 * import tools.jackson.databind.SerializationFeature;
 * import tools.jackson.databind.json.JsonMapper;
 *
 * JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
 * HttpClient client = HttpClient.builder().json(JacksonCodec.of(mapper)).build();
 * }</pre>
 *
 * <p>The mapper is Jackson's standard one: how deep and how long JSON may be are its limits (500
 * levels, numbers of 1,000 digits, texts of 100 million characters), and no class is named by the
 * JSON itself (no default typing). Whatever the mapper, nothing may follow the value. Safe between
 * threads.
 */
public final class JacksonCodec implements JsonCodec {
  private final JsonMapper mapper;

  /** The standard mapper; for the service loader. */
  public JacksonCodec() {
    this(JsonMapper.shared());
  }

  private JacksonCodec(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** One that reads and writes as that mapper does. */
  public static JacksonCodec of(JsonMapper mapper) {
    return new JacksonCodec(Objects.requireNonNull(mapper, "mapper"));
  }

  @Override
  public byte[] encode(Object value) throws IOException {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new IOException(e.getOriginalMessage(), e);
    }
  }

  @Override
  public Object decode(byte[] json, Type type) throws IOException {
    try {
      Object value =
          mapper
              .readerFor(mapper.constructType(type))
              .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readValue(json);
      if (value == null) {
        throw new IOException("it is null");
      }
      return value;
    } catch (JacksonException e) {
      throw new IOException(e.getOriginalMessage(), e);
    }
  }
}
