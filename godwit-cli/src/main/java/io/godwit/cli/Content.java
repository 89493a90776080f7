package io.godwit.cli;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Multipart;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is sent: as content, or in the query. */
final class Content implements OptionGroup {
  private final List<DataPart> data = new ArrayList<>();
  private final List<DataPart> query = new ArrayList<>();
  private final List<FormField> form = new ArrayList<>();
  private final List<String> uploads = new ArrayList<>();
  private boolean inQuery;
  private boolean json;

  /** The method that it asks for. */
  Method method() {
    if (!uploads.isEmpty()) {
      return Method.PUT;
    }
    return posts() ? Method.POST : Method.GET;
  }

  private boolean posts() {
    return !form.isEmpty() || (!data.isEmpty() && !inQuery);
  }

  /**
   * Checks that at most one kind of request is asked for.
   *
   * @param head whether HEAD is, too
   */
  void check(boolean head) throws CommandFailure {
    String what = form.isEmpty() ? "-d" : "-F";
    if (head && posts()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "-I sends HEAD and " + what + " sends POST: only one of them is possible");
    }
    if (!uploads.isEmpty() && (head || posts())) {
      throw new CommandFailure(
          ExitCode.USAGE, "-T sends PUT: not possible together with " + (head ? "-I" : what));
    }
    if (!form.isEmpty() && !data.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "-F and -d send different content: only one of them is possible");
    }
  }

  /** Adds what describes it, where {@code -H} says nothing of it. */
  void addTo(Headers.Builder fields, HeaderLines lines) {
    if (json) {
      lines.setUnlessSaid(fields, "Content-Type", "application/json");
      lines.setUnlessSaid(fields, "Accept", "application/json");
    } else if (posts() && form.isEmpty()) {
      lines.setUnlessSaid(fields, "Content-Type", "application/x-www-form-urlencoded");
    }
  }

  /** What goes to every URL alike; {@link #upload} is what goes to one. */
  Body body(InputStream in) throws CommandFailure {
    return inQuery ? Body.empty() : DataPart.body(data, in);
  }

  /** The form with its parts, if there is one. */
  Optional<Multipart> form(InputStream in) throws CommandFailure {
    if (form.isEmpty()) {
      return Optional.empty();
    }
    Multipart parts = Multipart.create();
    for (FormField field : form) {
      parts = parts.part(field.part(in));
    }
    return Optional.of(parts);
  }

  /** What is added to the query of each URL; empty for nothing. */
  String query(InputStream in) throws CommandFailure {
    List<DataPart> all = new ArrayList<>(inQuery ? data : List.of());
    all.addAll(query);
    return new String(DataPart.joined(all, in), StandardCharsets.UTF_8);
  }

  /** What is uploaded to the n-th URL, from 0. */
  Upload upload(int url) {
    return url < uploads.size() ? new Upload(uploads.get(url)) : Upload.NONE;
  }

  @Override
  public String heading() {
    return "What is sent";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.value(
            "DATA",
            "POST this; several are joined by '&'; @FILE takes a file without its line breaks, @-"
                + " standard input",
            text -> data.add(DataPart.ascii(text)),
            "-d",
            "--data",
            "--data-ascii"),
        Option.value(
            "DATA",
            "the same, with a file's bytes as they are",
            text -> data.add(DataPart.binary(text)),
            "--data-binary"),
        Option.value(
            "DATA",
            "the same, without a meaning for @",
            text -> data.add(new DataPart.Text(text)),
            "--data-raw"),
        Option.value(
            "DATA",
            "the same, percent-encoded: TEXT, =TEXT, NAME=TEXT, @FILE or NAME@FILE",
            text -> data.add(DataPart.encoded(text)),
            "--data-urlencode"),
        Option.value(
            "DATA",
            "POST this as JSON, and ask for JSON; several are put together; @FILE and @- as above",
            this::json,
            "--json"),
        Option.value(
            "PART",
            "POST a form of parts: NAME=VALUE, NAME=@FILE, NAME=<FILE, each with ;type=TYPE or"
                + " ;filename=NAME behind",
            text -> form.add(new FormField(text, false)),
            "-F",
            "--form"),
        Option.value(
            "NAME=VALUE",
            "the same, without a meaning for anything in the value",
            text -> form.add(new FormField(text, true)),
            "--form-string"),
        Option.flag("add the data to the query and GET", on -> inQuery = on, "-G", "--get"),
        Option.value(
            "DATA",
            "add this to the query, as --data-urlencode; '+' in front adds it as it is",
            text ->
                query.add(
                    text.startsWith("+")
                        ? new DataPart.Text(text.substring(1))
                        : DataPart.encoded(text)),
            "--url-query"),
        Option.value(
            "FILE",
            "PUT a file, '-' for standard input; a URL that ends in a slash takes its name",
            uploads::add,
            "-T",
            "--upload-file"));
  }

  private void json(String text) {
    json = true;
    data.add(new DataPart.Json(DataPart.binary(text)));
  }
}
