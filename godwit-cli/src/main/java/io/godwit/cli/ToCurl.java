package io.godwit.cli;

import java.util.ArrayList;
import java.util.List;

/** Writes the curl command that does what the options ask for, for a POSIX shell. */
final class ToCurl {
  private final Options options;
  private final List<String> words = new ArrayList<>();

  private ToCurl(Options options) {
    this.options = options;
  }

  /** The command, in one line. */
  static String of(Options options) {
    ToCurl writing = new ToCurl(options);
    writing.write();
    return String.join(" ", writing.words);
  }

  private void write() {
    words.add("curl");
    if (options.manner == Manner.OWN) {
      ownDefaults();
    }
    for (Options.Given given : options.given) {
      add(given);
    }
    for (String url : options.urls) {
      if (url.startsWith("-")) {
        words.add("--url");
      }
      words.add(options.about.secrets ? ShellWord.of(url) : ShellWord.ofUrl(url, "PASSWORD"));
    }
  }

  /** What we do unasked and curl does not. */
  private void ownDefaults() {
    if (options.following.follows()) {
      int limit = options.following.limit();
      words.add("-L");
      words.add("--max-redirs");
      words.add(limit == Integer.MAX_VALUE ? "-1" : String.valueOf(limit));
    }
    words.add("-b"); // cookies that redirects set are sent again
    words.add("''");
  }

  private void add(Options.Given given) {
    boolean on = given.value().equals("true");
    switch (given.option().name()) {
      case "--print-headers" -> addIf(on, "-i");
      case "--print-body" -> addIf(!on, "-o", "/dev/null");
      case "--validate-cert" -> addIf(!on, "-k");
      case "--explain", "--timings", "--to-curl", "--show-secrets", "--url" -> {}
      case "-L", "--follow-redirects", "--max-redirs" -> {
        if (options.manner == Manner.CURL) {
          addAsSaid(given);
        }
      }
      default -> addAsSaid(given);
    }
  }

  private void addIf(boolean wanted, String... some) {
    if (wanted) {
      words.addAll(List.of(some));
    }
  }

  private void addAsSaid(Options.Given given) {
    words.add(given.name());
    Option option = given.option();
    if (option.kind() == Option.Kind.VALUE) {
      String value = given.value();
      words.add(options.about.secrets ? ShellWord.of(value) : masked(option.name(), value));
    }
  }

  private static String masked(String option, String value) {
    return switch (option) {
      case "-u" -> ShellWord.behindColon(value, "PASSWORD");
      case "-U" -> ShellWord.behindColon(value, "PROXY_PASSWORD");
      case "-E" -> ShellWord.behindColon(value, "KEY_PASSWORD");
      case "--pass" -> ShellWord.variable("KEY_PASSWORD");
      case "--oauth2-bearer" -> ShellWord.variable("TOKEN");
      case "-b" -> value.indexOf('=') < 0 ? ShellWord.of(value) : ShellWord.variable("COOKIES");
      case "-H" -> ShellWord.ofField(value);
      case "-x", "--socks5-hostname", "--socks4a" -> ShellWord.ofUrl(value, "PROXY_PASSWORD");
      default -> ShellWord.of(value);
    };
  }
}
