package io.godwit.cli;

import io.godwit.client.CallBuilder;
import io.godwit.client.CookieStore;
import io.godwit.client.HttpClientBuilder;
import io.godwit.client.NetrcFile;
import io.godwit.http.Uri;
import io.godwit.policy.auth.Bearer;
import io.godwit.policy.auth.Credentials;
import io.godwit.policy.auth.Login;
import io.godwit.policy.auth.Netrc;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who asks: logins and cookies. */
final class Identity implements OptionGroup {
  /** What of {@code -b} and {@code -c}. */
  final Cookies cookies = new Cookies();

  private @Nullable String user;
  private @Nullable String bearer;
  private Scheme scheme = Scheme.BASIC;
  private @Nullable Path netrcFile;
  private boolean netrcOfUser;
  private Netrc netrc = Netrc.parse("");
  private Optional<Login> login = Optional.empty();

  private enum Scheme {
    BASIC,
    DIGEST,
    ANY
  }

  /** Reads what the options name, and does its part of the client. */
  void addTo(HttpClientBuilder client, Optional<CookieStore> store) throws CommandFailure {
    store.ifPresentOrElse(client::cookies, client::withoutCookies);
    login = user == null ? Optional.empty() : Optional.of(login(user));
    Path file = netrcFile;
    if (file == null && netrcOfUser) {
      Path own = NetrcFile.ofUser();
      file = Files.exists(own) ? own : null;
    }
    if (file != null) {
      try {
        netrc = NetrcFile.read(file);
      } catch (IOException | IllegalArgumentException e) {
        throw new CommandFailure(ExitCode.READ, "cannot read " + file + ": " + Reasons.of(e), e);
      }
      client.netrc(netrc);
    }
  }

  /** Does its part of a call. */
  void addTo(CallBuilder call, Uri uri) {
    cookies.addTo(call);
    if (bearer != null) {
      call.auth(Bearer.of(bearer));
    } else {
      login
          .or(() -> uri.userInfo().map(Login::ofUserInfo))
          .or(() -> netrc.find(uri.host()))
          .map(this::credentials)
          .ifPresent(call::auth);
    }
  }

  private Credentials credentials(Login of) {
    return switch (scheme) {
      case BASIC -> of.basic();
      case DIGEST -> of.digest();
      case ANY -> of;
    };
  }

  private static Login login(String userAndPassword) throws CommandFailure {
    int colon = userAndPassword.indexOf(':');
    return colon < 0
        ? Login.of(userAndPassword, ask(userAndPassword))
        : Login.of(userAndPassword.substring(0, colon), userAndPassword.substring(colon + 1));
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

  @Override
  public String heading() {
    return "Who asks";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.value(
            "USER:PASSWORD",
            "log in; asks for a password that is missing",
            text -> user = text,
            "-u",
            "--user"),
        Option.flag(
            "show the password with the first request, which is usual",
            on -> scheme = Scheme.BASIC,
            "--basic"),
        Option.flag(
            "never show the password, prove it by Digest",
            on -> scheme = on ? Scheme.DIGEST : Scheme.BASIC,
            "--digest"),
        Option.flag(
            "log in by the best that the server offers: Digest or Basic",
            on -> scheme = on ? Scheme.ANY : Scheme.BASIC,
            "--anyauth"),
        Option.value("TOKEN", "a bearer token", text -> bearer = text, "--oauth2-bearer"),
        Option.flag("take logins from ~/.netrc", on -> netrcOfUser = on, "-n", "--netrc"),
        Option.flag("the same", on -> netrcOfUser = on, "--netrc-optional"),
        Option.value(
            "FILE",
            "take logins from that file",
            text -> netrcFile = Option.path(text),
            "--netrc-file"),
        Option.value(
            "DATA|FILE",
            "send these cookies, 'NAME=VALUE; ...'; without '=' it is a file to take cookies from",
            cookies::give,
            "-b",
            "--cookie"),
        Option.value(
            "FILE",
            "write all cookies into a file in the end, '-' to standard output",
            cookies::keepIn,
            "-c",
            "--cookie-jar"),
        Option.flag(
            "forget the cookies of the file that end with a session",
            cookies::forgetSessions,
            "-j",
            "--junk-session-cookies"));
  }
}
