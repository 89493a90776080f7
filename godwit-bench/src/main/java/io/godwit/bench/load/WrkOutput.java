package io.godwit.bench.load;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What wrk says it has done. */
record WrkOutput(int requests, double requestsPerSecond) {
  private static final Pattern REQUESTS = Pattern.compile("(?m)^ *(\\d+) requests in ");
  private static final Pattern RATE = Pattern.compile("(?m)^Requests/sec: *([\\d.]+)$");

  /** wrk prints these lines only if there is something to tell. */
  private static final Pattern ERRORS =
      Pattern.compile("(?m)^ *((?:Socket errors|Non-2xx or 3xx responses): .*)$");

  /**
   * Reads it.
   *
   * @throws IOException when there were errors, or nothing was done
   */
  static WrkOutput of(String output) throws IOException {
    Matcher errors = ERRORS.matcher(output);
    if (errors.find()) {
      throw new IOException("wrk had errors: " + errors.group(1));
    }
    Matcher requests = REQUESTS.matcher(output);
    Matcher rate = RATE.matcher(output);
    if (!requests.find() || !rate.find()) {
      throw new IOException("wrk said: " + output.strip());
    }
    var result =
        new WrkOutput(Integer.parseInt(requests.group(1)), Double.parseDouble(rate.group(1)));
    if (result.requests == 0) {
      throw new IOException("wrk got no answer");
    }
    return result;
  }
}
