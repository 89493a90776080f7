package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.Form;
import io.godwit.http.Grammar;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.JsonCodec;
import io.godwit.http.MediaType;
import io.godwit.http.Multipart;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a call is to send, as it was said. What becomes of it may hang on the Content-Type that the
 * call has set, so it is asked for when all is known.
 */
sealed interface CallContent {
  /** What describes content, and has nothing to describe where there is none. */
  List<String> CONTENT_FIELDS =
      List.of(
          "Content-Type",
          "Content-Encoding",
          "Content-Language",
          "Content-Location",
          "Content-Range",
          "Content-Disposition");

  /**
   * The body.
   *
   * @param contentType the field that goes out with it, if there is one
   * @param json asked when it is needed
   * @throws InvalidMessage when the two do not fit
   */
  Body body(Optional<String> contentType, Supplier<JsonCodec> json);

  /** Whether the body's type says more than the field, so that it takes its place. */
  default boolean completesType(Optional<String> contentType) {
    return false;
  }

  /** The fields without those that describe content. */
  static Headers without(Headers fields) {
    Headers left = fields;
    for (String name : CONTENT_FIELDS) {
      if (left.has(name)) {
        left = left.without(name);
      }
    }
    return left;
  }

  /** A body that hangs on nothing. */
  record Ready(Body body) implements CallContent {
    @Override
    public Body body(Optional<String> contentType, Supplier<JsonCodec> json) {
      return body;
    }

    /** Whether that says no more than nothing at all. */
    boolean isNothing() {
      return body.isEmpty() && body.type().isEmpty();
    }
  }

  /**
   * A text in the charset that was given, else the one that the field names, else UTF-8.
   *
   * @param given with the text
   */
  record Text(String text, Optional<Charset> given) implements CallContent {
    @Override
    public Body body(Optional<String> contentType, Supplier<JsonCodec> json) {
      Optional<Charset> named = named(contentType);
      if (named.isPresent() && given.isPresent() && !named.equals(given)) {
        throw new InvalidMessage(
            "the text is to be " + given.get() + ", and Content-Type says " + named.get());
      }
      return Body.text(text, given.or(() -> named).orElse(StandardCharsets.UTF_8));
    }

    private static Optional<Charset> named(Optional<String> contentType) {
      Optional<MediaType> type = contentType.flatMap(MediaType::received);
      Optional<String> name = type.flatMap(known -> known.parameter("charset"));
      if (name.isPresent() && type.flatMap(MediaType::charset).isEmpty()) {
        throw new InvalidMessage("no charset is known as " + Grammar.quoted(name.get()));
      }
      return type.flatMap(MediaType::charset);
    }
  }

  /** Parts, whose boundary is the field's, else its own, else random. */
  record Parts(Multipart parts) implements CallContent {
    @Override
    public Body body(Optional<String> contentType, Supplier<JsonCodec> json) {
      if (contentType.isEmpty()) {
        return Body.multipart(parts.withBoundary(SecureEntropy.INSTANCE));
      }
      MediaType type = MediaType.of(contentType.get());
      if (!type.type().equals("multipart")) {
        throw new InvalidMessage("multipart content cannot be sent as " + type);
      }
      Multipart bounded =
          type.parameter("boundary")
              .map(parts::withBoundary)
              .orElseGet(() -> parts.withBoundary(SecureEntropy.INSTANCE))
              .as(type.subtype());
      String boundary = bounded.boundary().orElseThrow();
      return Body.multipart(bounded).withType(type.with("boundary", boundary));
    }

    @Override
    public boolean completesType(Optional<String> contentType) {
      return true;
    }
  }

  /**
   * Pairs in the form that the field names: a form where it names none, multipart, JSON.
   *
   * @param object as it was given, which is what JSON is made of
   * @param pairs as they were given; empty when they are to be made of the object
   */
  record Data(Map<String, ?> object, Optional<Form> pairs) implements CallContent {
    static Data of(Map<String, ?> entries) {
      return new Data(new LinkedHashMap<>(entries), Optional.empty());
    }

    static Data of(Form form) {
      Map<String, Object> object = new LinkedHashMap<>();
      form.byName()
          .forEach((name, values) -> object.put(name, values.size() == 1 ? values.get(0) : values));
      return new Data(object, Optional.of(form));
    }

    /** Not before it is needed: JSON has values that a form has not, such as null. */
    private Form form() {
      return pairs.orElseGet(() -> Form.of(object));
    }

    @Override
    public Body body(Optional<String> contentType, Supplier<JsonCodec> json) {
      if (contentType.isEmpty()) {
        return Body.form(form());
      }
      MediaType type = MediaType.of(contentType.get());
      if (type.is(Form.TYPE.type(), Form.TYPE.subtype())) {
        return Body.form(form());
      }
      if (type.is("multipart", "form-data")) {
        return new Parts(Multipart.of(form())).body(contentType, json);
      }
      if (type.isJson()) {
        return json(object, json.get());
      }
      throw new InvalidMessage("pairs cannot be sent as " + type + ": a form, multipart or JSON");
    }

    @Override
    public boolean completesType(Optional<String> contentType) {
      return contentType.flatMap(MediaType::received).stream()
          .anyMatch(type -> type.type().equals("multipart"));
    }
  }

  /**
   * The value as JSON.
   *
   * @throws InvalidMessage when it cannot be written as JSON
   */
  static Body json(Object value, JsonCodec codec) {
    try {
      return Body.bytes(codec.encode(value)).withType(MediaType.JSON);
    } catch (IOException e) {
      InvalidMessage invalid =
          new InvalidMessage("the value cannot be written as JSON: " + Failures.reason(e));
      invalid.initCause(e);
      throw invalid;
    }
  }
}
