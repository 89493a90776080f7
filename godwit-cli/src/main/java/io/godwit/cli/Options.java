package io.godwit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the user asked for: the URLs, and the options by groups. */
final class Options implements Wanted {
  final Manner manner;
  final List<String> urls = new ArrayList<>();

  /** What was said, in order. */
  final List<Given> given = new ArrayList<>();

  final Printing printing = new Printing();
  final Outputs outputs = new Outputs();
  final Asking asking = new Asking();
  final Content content = new Content();
  final Identity identity = new Identity();
  final Following following;
  final Road road = new Road();
  final Proxies proxies = new Proxies();
  final Security security = new Security();
  final Endurance endurance = new Endurance();
  final About about = new About(urls);
  private final List<List<Option>> options;

  Options(Manner manner) {
    this.manner = manner;
    this.following = new Following(manner);
    this.options = OptionGroup.options(groups());
  }

  /**
   * An option as it was said.
   *
   * @param name the one that was said
   * @param value of a flag: {@code true} or {@code false}
   */
  record Given(Option option, String name, String value) {}

  /** All groups, in the order of the help. */
  List<OptionGroup> groups() {
    return List.of(
        printing, outputs, asking, content, identity, following, road, proxies, security, endurance,
        about);
  }

  @Override
  public Optional<Option> find(String name) {
    return Option.find(options, name);
  }

  @Override
  public void operand(String text) {
    urls.add(text);
  }

  @Override
  public void given(Option option, String name, String value) {
    given.add(new Given(option, name, value));
  }
}
