package io.godwit.policy.redirect;

import java.util.List;
import java.util.stream.Stream;

/**
 * What comes of one redirect, by the standard policy. Runs through the policy alone, and through a
 * client with real origins in place of {@code {a}} and {@code {b}}: {@code {a}/start} is asked.
 *
 * @param then method and URI of the next request; the reason of the failure after an exclamation
 *     mark; "stays" when the response is delivered
 * @param content whether the content goes along
 */
public record RedirectCase(
    String method, int status, String location, String then, boolean content) {
  private static final String TABLE =
      """
      # method | status | Location                | then                          | content
      GET      | 301    | {a}/next                | GET {a}/next                  | false
      GET      | 300    | /next                   | GET {a}/next                  | false
      GET      | 302    | /next                   | GET {a}/next                  | false
      GET      | 303    | next                    | GET {a}/next                  | false
      GET      | 307    | {b}/next                | GET {b}/next                  | false
      GET      | 308    | ?page=2                 | GET {a}/start?page=2          | false
      GET      | 304    | /next                   | stays                         | false
      GET      | 305    | /next                   | stays                         | false
      GET      | 306    | /next                   | stays                         | false
      GET      | 200    | /next                   | stays                         | false
      GET      | 201    | /next                   | stays                         | false
      GET      | 404    | /next                   | stays                         | false
      HEAD     | 301    | /next                   | HEAD {a}/next                 | false
      HEAD     | 302    | /next                   | HEAD {a}/next                 | false
      HEAD     | 303    | /next                   | HEAD {a}/next                 | false
      HEAD     | 307    | /next                   | HEAD {a}/next                 | false
      POST     | 300    | /next                   | POST {a}/next                 | true
      POST     | 301    | /next                   | GET {a}/next                  | false
      POST     | 302    | /next                   | GET {a}/next                  | false
      POST     | 303    | /next                   | GET {a}/next                  | false
      POST     | 307    | /next                   | POST {a}/next                 | true
      POST     | 308    | {b}/next                | POST {b}/next                 | true
      PUT      | 301    | /next                   | PUT {a}/next                  | true
      PUT      | 302    | /next                   | PUT {a}/next                  | true
      PUT      | 303    | /next                   | GET {a}/next                  | false
      DELETE   | 302    | /next                   | DELETE {a}/next               | false
      DELETE   | 303    | /next                   | GET {a}/next                  | false
      OPTIONS  | 307    | /next                   | OPTIONS {a}/next              | false
      QUERY    | 301    | /next                   | QUERY {a}/next                | true
      QUERY    | 302    | /next                   | QUERY {a}/next                | true
      QUERY    | 303    | /next                   | GET {a}/next                  | false
      PATCH    | 308    | /next                   | PATCH {a}/next                | true
      GET      | 302    | {b}                     | GET {b}/                      | false
      GET      | 302    | ./../next/./x           | GET {a}/next/x                | false
      GET      | 302    | /with a blank|and pipe  | GET {a}/with%20a%20blank%7Cand%20pipe | false
      GET      | 302    | /caf\u00c3\u00a9        | GET {a}/caf%C3%A9             | false
      GET      | 302    | /caf\u00e9              | GET {a}/caf%E9                | false
      GET      | 302    | /a%2Fb?q=%20+           | GET {a}/a%2Fb?q=%20+          | false
      GET      | 302    | /next#part              | GET {a}/next                  | false
      GET      | 302    | {b}/?next={a}/          | GET {b}/?next={a}/            | false
      GET      | 302    | ftp://a.example/        | !a redirect to the scheme ftp | false
      GET      | 302    | file:///etc/passwd      | !a redirect to the scheme file | false
      GET      | 302    | javascript:alert(1)     | !a redirect to no valid URI   | false
      GET      | 302    | http://                 | !a redirect to no valid URI   | false
      GET      | 302    | http:///next            | !a redirect to no valid URI   | false
      GET      | 302    | http://a b.example/     | !a redirect to no valid URI   | false
      GET      | 302    | http://2130706433/      | !a redirect to no valid URI   | false
      GET      | 302    | http://a.example:99999/ | !a redirect to no valid URI   | false
      GET      | 302    | http://[::1/            | !a redirect to no valid URI   | false
      """;

  /** All cases. */
  public static List<RedirectCase> all() {
    return TABLE.lines().filter(line -> !line.startsWith("#")).map(RedirectCase::of).toList();
  }

  private static RedirectCase of(String line) {
    // A Location may have a bar of its own: it is what stands between the second and last but one.
    List<String> parts = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
    int last = parts.size() - 1;
    return new RedirectCase(
        parts.get(0),
        Integer.parseInt(parts.get(1)),
        String.join("|", parts.subList(2, last - 1)),
        parts.get(last - 1),
        Boolean.parseBoolean(parts.get(last)));
  }

  /** The case between these two origins. */
  public RedirectCase between(String a, String b) {
    return new RedirectCase(
        method,
        status,
        location.replace("{a}", a).replace("{b}", b),
        then.replace("{a}", a).replace("{b}", b),
        content);
  }

  /** Whether a request of this method is sent with content. */
  public boolean sendsContent() {
    return switch (method) {
      case "POST", "PUT", "PATCH", "QUERY" -> true;
      default -> false;
    };
  }
}
