package io.godwit.cli;

import java.io.Console;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Name and password for Basic authentication (RFC 7617). */
final class Credentials {
  private Credentials() {}

  /** The value of Authorization for {@code user:password}; asks for a password if there is none. */
  static String basic(String userAndPassword) throws CommandFailure {
    String complete =
        userAndPassword.indexOf(':') >= 0
            ? userAndPassword
            : userAndPassword + ':' + ask(userAndPassword);
    byte[] bytes = complete.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /** The same for the user information of a URI, which is percent-encoded. */
  static String ofUserInfo(String userInfo) throws CommandFailure {
    int colon = userInfo.indexOf(':');
    String name = colon < 0 ? userInfo : userInfo.substring(0, colon);
    String password = colon < 0 ? "" : userInfo.substring(colon + 1);
    return basic(decoded(name) + ':' + decoded(password));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @SuppressWarnings("SystemConsoleNull") // its declaration says that it may be
  private static String ask(String user) throws CommandFailure {
    @Nullable Console console = System.console();
    if (console != null && console.isTerminal()) {
      char[] password = console.readPassword("Password of %s: ", user);
      if (password != null) {
        return new String(password);
      }
    }
    throw new CommandFailure(
        ExitCode.USAGE, "option -u needs USER:PASSWORD where nobody can be asked for the password");
  }
}
