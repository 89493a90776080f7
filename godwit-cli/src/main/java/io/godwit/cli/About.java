package io.godwit.cli;

import java.util.List;

/** About the command itself. */
final class About implements OptionGroup {
  boolean help;
  boolean version;
  boolean toCurl;
  boolean secrets;

  private final List<String> urls;

  About(List<String> urls) {
    this.urls = urls;
  }

  @Override
  public String heading() {
    return "About the command";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.value("URL", "a URL, like one that stands alone", urls::add, "--url"),
        Option.flag(
            "send nothing; print the curl command that does the same, with variables in place of"
                + " secrets",
            on -> toCurl = on,
            "--to-curl"),
        Option.flag("with --to-curl, print the secrets", on -> secrets = on, "--show-secrets"),
        Option.flag("print this text", on -> help = on, "-h", "--help"),
        Option.flag("print the version", on -> version = on, "-V", "--version"),
        Option.flag("understood; there is no file of defaults", on -> {}, "-q", "--disable"),
        Option.flag("understood; URLs are never globbed", on -> {}, "-g", "--globoff"));
  }
}
