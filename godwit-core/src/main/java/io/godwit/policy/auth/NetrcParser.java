package io.godwit.policy.auth;

import io.godwit.http.InvalidMessage;
import io.godwit.http.InvalidUri;
import io.godwit.http.Uri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the text of a {@code .netrc} file once, from left to right. */
final class NetrcParser {
  /** More of them help nobody. */
  private static final int MOST_PROBLEMS = 32;

  private final String text;
  private final int end;
  private final Map<String, Optional<Login>> machines = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private @Nullable Login fallback;
  private @Nullable Entry entry;
  private int at;
  private int line = 1;

  NetrcParser(String text) {
    this.text = text;
    this.end = Math.min(text.length(), Netrc.MOST_CHARACTERS);
  }

  /** An entry that is being read. */
  private static final class Entry {
    /** Null for the default. */
    private final @Nullable String host;

    private final int line;
    private @Nullable String login;
    private @Nullable String password;
    private boolean malformed;

    Entry(@Nullable String host, int line) {
      this.host = host;
      this.line = line;
    }

    boolean empty() {
      return login == null && password == null;
    }

    Login asLogin() {
      return Login.of(login == null ? "" : login, password == null ? "" : password);
    }
  }

  Netrc parse() {
    at = text.startsWith("\uFEFF") ? 1 : 0;
    for (String word = keyword(); word != null; word = keyword()) {
      switch (word.toLowerCase(Locale.ROOT)) {
        case "machine" -> machine();
        case "default" -> begin(new Entry(null, line));
        case "login" -> login();
        case "password" -> password();
        case "account" -> value();
        case "macdef" -> skipMacro();
        default -> {} // of another program
      }
    }
    if (end < text.length()) {
      malformed("stands where the text is cut off");
    }
    finish();
    return new Netrc(Map.copyOf(machines), fallback, List.copyOf(problems));
  }

  private void machine() {
    int start = line;
    String name = value();
    String host = name == null ? null : host(name);
    begin(new Entry(host == null ? "" : host, start));
    if (host == null) {
      malformed("names no host");
    }
  }

  private void login() {
    String value = value();
    if (value == null) {
      malformed("has no login where one is announced");
    } else if (entry != null) {
      entry.login = value;
    }
  }

  private void password() {
    String value = value();
    if (value == null) {
      malformed("has no password where one is announced");
    } else if (entry != null) {
      entry.password = value;
    }
  }

  private void begin(Entry next) {
    finish();
    entry = next;
  }

  private void finish() {
    Entry done = entry;
    entry = null;
    if (done == null) {
      return;
    }
    Optional<Login> login = Optional.empty();
    if (!done.malformed && !done.empty()) {
      try {
        login = Optional.of(done.asLogin());
      } catch (InvalidMessage e) { // says what, and shows nothing of it
        problem(done.line, "cannot be used: " + e.getMessage());
      }
    }
    if (done.host != null) {
      machines.putIfAbsent(done.host, login);
    } else if (fallback == null) {
      fallback = login.orElse(null);
    }
  }

  private void malformed(String what) {
    if (entry != null && !entry.malformed) {
      entry.malformed = true;
      problem(entry.line, what);
    }
  }

  private void problem(int where, String what) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add("the entry in line " + where + " " + what);
    }
  }

  /** A host in canonical form; null for anything else, such as one with a port. */
  private static @Nullable String host(String name) {
    boolean bracketed = name.startsWith("[") && name.endsWith("]");
    boolean ipv6 = bracketed || name.indexOf(':') != name.lastIndexOf(':');
    boolean port = !ipv6 && name.indexOf(':') >= 0;
    if (port || name.chars().anyMatch(c -> "/?#@\\".indexOf(c) >= 0)) {
      return null;
    }
    try {
      return Uri.of("http://" + (ipv6 && !bracketed ? "[" + name + "]" : name) + "/").host();
    } catch (InvalidUri e) {
      return null;
    }
  }

  /** The next word that is neither a value nor in a comment; null at the end. */
  private @Nullable String keyword() {
    skipBlanks();
    while (at < end && text.charAt(at) == '#') {
      skipLine();
      skipBlanks();
    }
    return at == end ? null : word();
  }

  /** The next word, with or without quotes; null when there is none, or its quotes do not close. */
  private @Nullable String value() {
    skipBlanks();
    if (at == end) {
      return null;
    }
    return text.charAt(at) == '"' ? quoted() : word();
  }

  private String word() {
    int start = at;
    while (at < end && !isBlank(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private @Nullable String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < end && text.charAt(at) != '\n') {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      if (c == '\\' && at < end && text.charAt(at) != '\n') {
        c = unescaped(text.charAt(at++));
      }
      value.append(c);
    }
    return null;
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }

  /** A macro ends with an empty line. */
  private void skipMacro() {
    skipLine();
    while (at < end && !emptyLine()) {
      skipLine();
    }
  }

  private boolean emptyLine() {
    return text.charAt(at) == '\n' || text.startsWith("\r\n", at);
  }

  private void skipLine() {
    int feed = text.indexOf('\n', at);
    at = feed < 0 || feed >= end ? end : feed + 1;
    line++;
  }

  private void skipBlanks() {
    for (; at < end && isBlank(text.charAt(at)); at++) {
      line += text.charAt(at) == '\n' ? 1 : 0;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
