package io.godwit.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Lays out the texts of {@code --help}. */
final class Help {
  private static final int COLUMNS = 100;

  private Help() {}

  /** The text. */
  static String text() {
    CommandSpec spec = CommandSpec.create().name("godwit");
    UsageMessageSpec usage = spec.usageMessage();
    usage.customSynopsis(
        "godwit [OPTIONS] URL...",
        "       godwit curl [OPTIONS] URL...",
        "       godwit serve [OPTIONS] [FOLDER]",
        "       godwit demo");
    usage.description(
        "%nFetches each URL in turn and writes its content to standard output. Without a scheme a"
            + " URL is taken for http. The options are curl's; every flag NAME has a --no-NAME.");
    usage.footer(
        "",
        "godwit curl begins with curl's defaults: redirects are not followed, cookies not kept.",
        "godwit serve shows a folder to browsers; godwit serve --help lists its options.",
        "godwit demo starts a server on this machine and shows real exchanges with it.",
        "",
        "It ends with the exit code of the last URL, as curl does: 0 done (whatever the status,"
            + " unless -f), 2 wrong usage, 3 bad URL, 6 unknown host, 7 no connection, 18"
            + " incomplete, 22 status 400 or above with -f, 23 cannot write, 26 cannot read, 28"
            + " too late, 33 cannot resume, 35 TLS failed, 47 too many redirects, 52 no answer, 56"
            + " connection lost, 60 certificate refused.");
    return text(spec, new Options(Manner.OWN).groups());
  }

  /** That of {@code godwit serve --help}. */
  static String ofServe(List<OptionGroup> groups) {
    CommandSpec spec = CommandSpec.create().name("godwit serve");
    UsageMessageSpec usage = spec.usageMessage();
    usage.customSynopsis("godwit serve [OPTIONS] [FOLDER]");
    usage.description(
        "%nShows a folder to browsers, the current one unless another is named, until Ctrl-C ends"
            + " it. What is under way then may finish. Every flag NAME has a --no-NAME.");
    usage.footer(
        "",
        "It says on standard error where it can be reached, and on standard output what it was"
            + " asked for: for a person on a terminal, otherwise in the Common Log Format.",
        "",
        "It ends with 130 after Ctrl-C, and at once with 2 after wrong usage, 26 when there is no"
            + " such folder, 45 when the port cannot be had, 58 when the certificate cannot be used.");
    return text(spec, groups);
  }

  private static String text(CommandSpec spec, List<OptionGroup> groups) {
    spec.usageMessage().width(COLUMNS).sortOptions(false);
    int order = 0;
    for (OptionGroup group : groups) {
      ArgGroupSpec.Builder shown =
          ArgGroupSpec.builder()
              .validate(false)
              .exclusive(false)
              .heading("%n" + group.heading() + "%n")
              .order(order++);
      for (Option option : group.options()) {
        shown.addArg(shown(option, order++));
      }
      spec.addArgGroup(shown.build());
    }
    return new CommandLine(spec).getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  private static OptionSpec shown(Option option, int order) {
    OptionSpec.Builder shown =
        OptionSpec.builder(option.names().toArray(String[]::new))
            .order(order)
            .description(option.description().replace("%", "%%"));
    return switch (option.kind()) {
      case FLAG -> shown.arity("0").build();
      case TOGGLE -> shown.arity("0..1").type(String.class).paramLabel(option.label()).build();
      case VALUE -> shown.arity("1").type(String.class).paramLabel(option.label()).build();
    };
  }
}
