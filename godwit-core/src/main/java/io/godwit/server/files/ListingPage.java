package io.godwit.server.files;

import io.godwit.http.Form;
import io.godwit.server.text.Escaped;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A listing for a person: one page without script, sorted by its links. */
final class ListingPage {
  /** Nothing but what stands in the page, should a name ever get through as more than text. */
  static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String STYLE =
      """
      :root { color-scheme: light dark }
      body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
      table { border-collapse: collapse; width: 100% }
      th, td { padding: .15rem .5rem; text-align: left }
      th { border-bottom: 1px solid }
      td { overflow-wrap: anywhere }
      .size, .date { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
      a { text-decoration: none } a:hover { text-decoration: underline }
      """;

  private final String title;
  private final boolean hasParent;
  private final Listing.Order order;
  private final boolean descending;
  private final StringBuilder page = new StringBuilder(4096);

  /**
   * A page.
   *
   * @param title the path of the folder
   * @param hasParent whether there is a folder above it that may be looked at
   */
  ListingPage(String title, boolean hasParent, Listing.Order order, boolean descending) {
    this.title = title;
    this.hasParent = hasParent;
    this.order = order;
    this.descending = descending;
  }

  String of(Listing listing) {
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    Escaped.html(title, page);
    page.append("</title>\n<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n<h1>");
    Escaped.html(title, page);
    page.append("</h1>\n<table>\n<thead><tr>");
    column("Name", "name", Listing.Order.NAME);
    column("Size", "size", Listing.Order.SIZE);
    column("Changed (UTC)", "date", Listing.Order.DATE);
    page.append("</tr></thead>\n<tbody>\n");
    if (hasParent) {
      page.append("<tr><td><a href=\"../\">../</a></td><td></td><td></td></tr>\n");
    }
    listing.entries().forEach(this::row);
    page.append("</tbody>\n</table>\n");
    if (listing.more()) {
      page.append("<p>There are more than these ");
      page.append(listing.entries().size()).append(".</p>\n");
    }
    return page.append("</body>\n</html>\n").toString();
  }

  /** A second click on the same turns the order round. */
  private void column(String text, String style, Listing.Order by) {
    boolean current = by == order;
    String next = current && !descending ? "desc" : "asc";
    page.append("<th class=\"").append(style).append('"');
    if (current) {
      page.append(" aria-sort=\"").append(descending ? "descending" : "ascending").append('"');
    }
    page.append("><a href=\"?sort=").append(by.word()).append("&amp;order=").append(next);
    page.append("\">").append(text).append("</a>");
    page.append(current ? descending ? " \u2193" : " \u2191" : "").append("</th>");
  }

  private void row(Listing.Entry entry) {
    String slash = entry.folder() ? "/" : "";
    // The dot keeps a name with a colon from being taken for a scheme.
    page.append("<tr><td><a href=\"./");
    page.append(Form.percentEncoded(entry.name(), StandardCharsets.UTF_8)).append(slash);
    page.append("\">");
    Escaped.html(entry.name() + slash, page);
    page.append("</a></td><td class=\"size\">").append(entry.folder() ? "" : size(entry.size()));
    page.append("</td><td class=\"date\">");
    page.append(entry.modified().map(MINUTE::format).orElse("")).append("</td></tr>\n");
  }

  private static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double amount = bytes;
    int unit = -1;
    while (amount >= 1024 && unit < 5) {
      amount /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %ciB", amount, "KMGTPE".charAt(unit));
  }
}
