package io.godwit.cli;

import io.godwit.client.CallBuilder;
import io.godwit.client.HttpClient;
import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Multipart;
import io.godwit.http.Uri;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * What every request of one run of the command has in common: put together once, from the options.
 *
 * @param method the method
 * @param fields the fields that the user asked for
 * @param left what the user wants left out
 * @param body the content, unless there is a form, or a URL has an upload of its own
 * @param form the form that is the content
 * @param query what is added to the query of each URL
 */
record Sending(
    Method method,
    Headers fields,
    HeaderLines left,
    Body body,
    Optional<Multipart> form,
    String query) {
  /** From here on a server is asked whether it wants the content; as curl has it. */
  private static final long LARGE = 1024 * 1024;

  /**
   * What the options say.
   *
   * @param in standard input, which some options read
   * @throws CommandFailure when they contradict each other, or a file cannot be read
   */
  static Sending of(Options options, InputStream in) throws CommandFailure {
    try {
      HeaderLines lines = options.asking.headerLines(in);
      options.content.check(options.asking.head);
      Headers.Builder fields = lines.fields().toBuilder();
      options.asking.addTo(fields, lines);
      options.content.addTo(fields, lines);
      return new Sending(
          options.asking.method(options.content.method()),
          fields.build(),
          lines,
          options.content.body(in),
          options.content.form(in),
          options.content.query(in));
    } catch (InvalidMessage e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** The URL with what is added to its query. */
  String withQuery(String url) {
    if (query.isEmpty()) {
      return url;
    }
    int end = url.indexOf('#');
    String before = end < 0 ? url : url.substring(0, end);
    String joint = before.indexOf('?') < 0 ? "?" : "&";
    return before + joint + query + (end < 0 ? "" : url.substring(end));
  }

  /** A call to that place. */
  CallBuilder call(HttpClient client, Uri uri, Upload upload, InputStream in)
      throws CommandFailure {
    CallBuilder call =
        client.call(method, uri.withoutUserInfo().text()).headers(fields).unusualContent();
    if (form.isPresent()) {
      call.multipart(form.get());
      return call;
    }
    Body content = upload.isNone() ? body : upload.body(in);
    call.body(content);
    if (isLarge(content) && !fields.has("Expect") && !left.leavesOut("Expect")) {
      call.expectContinue();
    }
    return call;
  }

  /** Whether there is anything to send. */
  boolean hasContent(Upload upload) {
    return form.isPresent() || !upload.isNone() || !body.isEmpty();
  }

  private static boolean isLarge(Body content) throws CommandFailure {
    try {
      long size = content.size();
      return size < 0 || size > LARGE;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.READ, "cannot read the file to send: " + Reasons.of(e), e);
    }
  }
}
