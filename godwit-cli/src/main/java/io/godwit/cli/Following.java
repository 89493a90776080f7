package io.godwit.cli;

import io.godwit.client.HttpClientBuilder;
import io.godwit.policy.redirect.RedirectPolicy;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What becomes of redirects. */
final class Following implements OptionGroup {
  private final Set<Integer> postKept = new TreeSet<>();
  private boolean follow;
  private boolean trusting;
  private int limit;

  Following(Manner manner) {
    this.follow = manner == Manner.OWN;
    this.limit = manner.redirects();
  }

  /** Whether they are followed. */
  boolean follows() {
    return follow;
  }

  /** How many. */
  int limit() {
    return limit;
  }

  /** Does its part of the client. */
  void addTo(HttpClientBuilder client) {
    if (!follow) {
      client.redirects(RedirectPolicy.none());
      return;
    }
    if (limit == 10 && postKept.isEmpty() && !trusting) {
      return;
    }
    RedirectPolicy policy =
        RedirectPolicy.standard().withLimit(limit).withPostKept(postKept.toArray(Integer[]::new));
    client.redirects(trusting ? policy.withTrust() : policy);
  }

  @Override
  public String heading() {
    return "Redirects";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.flag(
            "follow them; on anyway, unless it is godwit curl",
            on -> follow = on,
            "-L",
            "--location"),
        Option.toggle("the same; on unless set to false", on -> follow = on, "--follow-redirects"),
        Option.value(
            "NUMBER",
            "how many; 10, or 50 with godwit curl; -1 for any number",
            this::limit,
            "--max-redirs"),
        Option.flag(
            "follow them and take passwords, tokens and cookies along, wherever they lead",
            this::trust,
            "--location-trusted"),
        Option.flag("keep a POST a POST at 301", on -> keep(301, on), "--post301"),
        Option.flag("keep a POST a POST at 302", on -> keep(302, on), "--post302"),
        Option.flag("keep a POST a POST at 303", on -> keep(303, on), "--post303"));
  }

  private void limit(String text) throws CommandFailure {
    limit = text.equals("-1") ? Integer.MAX_VALUE : Option.number("--max-redirs", text);
  }

  private void trust(boolean on) {
    trusting = on;
    follow |= on;
  }

  private void keep(int status, boolean on) {
    if (on) {
      postKept.add(status);
    } else {
      postKept.remove(status);
    }
  }
}
