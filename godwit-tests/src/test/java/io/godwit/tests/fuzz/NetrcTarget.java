package io.godwit.tests.fuzz;

import static io.godwit.tests.fuzz.EventText.require;

import io.godwit.policy.auth.Login;
import io.godwit.policy.auth.Netrc;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Any text as a netrc. The first option says how its characters are written. */
public final class NetrcTarget {
  private static final List<String> HOSTS = List.of("a", "example.org", "::1", "", "default");

  private NetrcTarget() {}

  /** Fails if anything is thrown, or a law is broken. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    boolean utf8 = input.option(2) == 0;
    String text =
        new String(input.payload(), utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    Netrc netrc = Netrc.parse(text);
    netrc.problems().forEach(NetrcTarget::checkProblem);
    for (String host : HOSTS) {
      Optional<Login> own = netrc.machine(host);
      require(own.isEmpty() || own.equals(netrc.find(host)), "the default hides an entry");
    }
    checkLineEnds(text, netrc);
    checkBehindAnEntry(text);
  }

  private static void checkProblem(String problem) {
    require(problem.startsWith("the entry in line "), problem);
    require(problem.chars().allMatch(c -> c >= ' ' && c < 0x7F), "with what cannot be seen");
  }

  /** The line ends of Windows mean the same. */
  private static void checkLineEnds(String text, Netrc netrc) {
    if (text.indexOf('\r') >= 0) {
      return;
    }
    Netrc other = Netrc.parse(text.replace("\n", "\r\n"));
    require(other.problems().equals(netrc.problems()), "other problems with CR LF");
    for (String host : HOSTS) {
      require(shown(other.find(host)).equals(shown(netrc.find(host))), "another login with CR LF");
    }
  }

  /** Whatever stands behind it, an entry that is whole keeps what it has, and gives it to none. */
  private static void checkBehindAnEntry(String text) {
    Netrc more =
        Netrc.parse("machine law.example login ada password s3cret machine b.example\n" + text);
    require(
        shown(more.machine("law.example")).equals("Basic YWRhOnMzY3JldA=="), "an entry changed");
    boolean repeated = text.contains("s3cret");
    for (String host : HOSTS) {
      require(
          repeated || !shown(more.find(host)).equals("Basic YWRhOnMzY3JldA=="),
          "the password of another host");
    }
  }

  private static String shown(Optional<Login> login) {
    return login.map(ChallengeAnswers::shown).orElse("");
  }
}
