package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.JsonCodec;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Version;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was said of a request so far; its parts are fitted to each other when it is made. */
final class RequestDraft {
  private final Method method;

  private Headers.@Nullable Builder headers;

  /** Null where nothing was said of content. */
  private @Nullable CallContent content;

  Version version;
  boolean keepAlive = true;
  boolean unusualContent;
  boolean gzipped;
  boolean expectsContinue;

  /** Null where it is the client's. */
  @Nullable String acceptEncoding;

  RequestDraft(Method method, Version version) {
    this.method = method;
    this.version = version;
  }

  Headers.Builder headers() {
    if (headers == null) {
      headers = Headers.builder();
    }
    return headers;
  }

  void replaceContent(Body body) {
    content = new CallContent.Ready(body);
  }

  /**
   * Sets the only content.
   *
   * @throws InvalidMessage when there is some already
   */
  void content(CallContent only) {
    if (content != null && !(content instanceof CallContent.Ready ready && ready.isNothing())) {
      throw new InvalidMessage("the call has content already; body(...) replaces it");
    }
    content = only;
  }

  /**
   * Whether nothing was said of it but its method, of a request that is usually of that version.
   */
  boolean isPlain(Version usual) {
    return headers == null
        && content == null
        && keepAlive
        && acceptEncoding == null
        && version == usual;
  }

  /**
   * The request.
   *
   * @throws InvalidMessage when its parts do not fit
   */
  Request at(Target target, Supplier<JsonCodec> json) {
    Headers fields = fields(target.headers());
    Body body = Body.empty();
    if (content == null) {
      fields = CallContent.without(fields);
    } else {
      Optional<String> type = fields.first("Content-Type");
      body = content.body(type, json);
      fields = described(fields, body, content.completesType(type));
      if (gzipped && !body.isEmpty()) {
        body = GzippedBody.of(body);
      }
    }
    if (!body.isEmpty() && !unusualContent && method.forbidsContent()) {
      throw new InvalidMessage(
          "a " + method + " has no content; unusualContent() sends it all the same");
    }
    return new Request(method, target.uri(), fields, body, version);
  }

  /** The fields with those that say what the content is. */
  private Headers described(Headers fields, Body body, boolean completesType) {
    Headers.Builder all = fields.toBuilder();
    if (completesType || !fields.has("Content-Type")) {
      body.type().ifPresent(type -> all.set("Content-Type", type.toString()));
    }
    if (!body.trailerNames().isEmpty()) {
      all.setIfAbsent("Trailer", String.join(", ", body.trailerNames()));
    }
    if (body.isEmpty()) {
      return all.build();
    }
    if (gzipped) {
      if (fields.has("Content-Encoding")) {
        throw new InvalidMessage("the content has a Content-Encoding already");
      }
      all.set("Content-Encoding", "gzip");
    }
    if (expectsContinue && version == Version.HTTP_1_1) {
      all.set("Expect", "100-continue");
    }
    return all.build();
  }

  /** Host and the client's defaults, unless the call has its own, then the call's. */
  private Headers fields(Headers defaults) {
    if (headers == null && keepAlive && acceptEncoding == null) {
      return defaults;
    }
    Headers own = headers == null ? Headers.empty() : headers.build();
    Headers.Builder all = own.isEmpty() ? defaults.toBuilder() : without(defaults, own).toBuilder();
    all.addAll(own);
    if (all.has("Accept-Encoding") && !own.has("Accept-Encoding")) {
      negotiate(all, own.has("Range"));
    }
    if (!keepAlive) {
      all.add("Connection", "close"); // may stand beside what the caller says of the connection
    }
    return all.build();
  }

  /** Part of coded content cannot be decoded, so none is asked for with a range. */
  private void negotiate(Headers.Builder all, boolean range) {
    if (range) {
      all.set("Accept-Encoding", "identity");
    } else if (acceptEncoding != null) {
      all.set("Accept-Encoding", acceptEncoding);
    }
  }

  private static Headers without(Headers defaults, Headers own) {
    Headers kept = defaults;
    for (int i = 0; i < own.size(); i++) {
      kept = kept.without(own.name(i));
    }
    return kept;
  }
}
