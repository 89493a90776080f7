package io.godwit.cli;

import java.util.List;
import java.util.Optional;

/** What the user asked {@code godwit serve} for. */
final class ServeOptions implements Wanted {
  final ServedFiles files = new ServedFiles();
  final ServedTls tls = new ServedTls();
  final ServedPlace place = new ServedPlace(tls);
  final AccessLogging log = new AccessLogging();
  final AboutServe about = new AboutServe();
  private final List<List<Option>> options = OptionGroup.options(groups());

  /** All groups, in the order of the help. */
  List<OptionGroup> groups() {
    return List.of(files, place, tls, log, about);
  }

  @Override
  public Optional<Option> find(String name) {
    return Option.find(options, name);
  }

  @Override
  public void operand(String text) throws CommandFailure {
    files.folder(text);
  }

  @Override
  public void given(Option option, String name, String value) {}

  /** About the command itself. */
  static final class AboutServe implements OptionGroup {
    boolean help;

    @Override
    public String heading() {
      return "About the command";
    }

    @Override
    public List<Option> options() {
      return List.of(Option.flag("print this text", on -> help = on, "-h", "--help"));
    }
  }
}
