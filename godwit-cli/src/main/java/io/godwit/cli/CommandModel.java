package io.godwit.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/**
 * The options of the command. Each is taken from the arguments by a function of ours, in the order
 * of the command line: curl's {@code -o} and {@code -O} belong to the URL of the same number, and
 * an option that is repeated counts the last time.
 */
final class CommandModel {
  private static final String FLAG = "0";
  private static final String VALUE = "1";

  private final Options options = new Options();
  private final CommandSpec spec = CommandSpec.create().name("godwit");
  private final boolean grouped;
  private int order;

  private CommandModel(boolean grouped) {
    this.grouped = grouped;
  }

  /**
   * What these arguments ask for.
   *
   * @throws CommandFailure when they cannot be understood
   */
  static Options parse(List<String> arguments) throws CommandFailure {
    CommandModel model = new CommandModel(false);
    model.declare();
    try {
      new CommandLine(model.spec)
          .setExpandAtFiles(
              false) // an argument that begins with an at sign is the user's, as in -d @file
          .parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new CommandFailure(ExitCode.USAGE, inLowerCase(String.valueOf(e.getMessage())), e);
    }
    return model.options;
  }

  /** The text of {@code --help}. */
  static String help() {
    CommandModel model = new CommandModel(true);
    model.declare();
    CommandLine.Model.UsageMessageSpec usage = model.spec.usageMessage();
    usage.width(100);
    usage.customSynopsis("godwit [OPTIONS] URL...", "       godwit demo");
    usage.description(
        "%nFetches each URL in turn and writes its content to standard output. Without a scheme a"
            + " URL is taken for http.");
    usage.sortOptions(false);
    usage.footer(
        "",
        "godwit demo starts a server on this machine and shows real exchanges with it.",
        "",
        "It ends with the exit code of the last URL, as curl does: 0 done (whatever the status,"
            + " unless -f), 2 wrong usage, 3 bad URL, 6 unknown host, 7 no connection, 18"
            + " incomplete, 22 status 400 or above with -f, 23 cannot write, 28 too late, 35 TLS"
            + " failed, 52 no answer, 56 connection lost, 60 certificate refused.");
    return new CommandLine(model.spec).getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  private void declare() {
    group(
        "%nWhat is printed%n",
        toggle(
            "print the status line and the header fields, too",
            value -> options.printHeaders = value,
            "--print-headers",
            "--print_headers"),
        toggle(
            "print the content; on unless set to false",
            value -> options.printBody = value,
            "--print-body",
            "--print_body"),
        flag(
            "print the header fields, then the content",
            () -> options.printHeaders = true,
            "-i",
            "--include"),
        flag("send HEAD and print the header fields", () -> options.head = true, "-I", "--head"),
        value(
            "FILE",
            "write the content into a file; the n-th for the n-th URL",
            this::output,
            "-o",
            "--output"),
        flag(
            "write it into a file that is called as the URL ends",
            () -> options.outputs.add(new Output.Remote()),
            "-O",
            "--remote-name"),
        flag(
            "say on standard error what is sent and received",
            () -> options.verbose = true,
            "-v",
            "--verbose"),
        flag(
            "say on standard error what happened in the end: redirects, connections, times",
            () -> options.explain = true,
            "--explain"),
        flag("say nothing, not even errors", () -> options.silent = true, "-s", "--silent"),
        flag(
            "with -s, say errors all the same",
            () -> options.showError = true,
            "-S",
            "--show-error"));
    group(
        "%nWhat is sent%n",
        value(
            "METHOD",
            "the method; GET unless another option says otherwise",
            text -> options.method = text,
            "-X",
            "--request"),
        value(
            "LINE",
            "a header field, 'Name: value'; 'Name:' leaves one out, 'Name;' sends one without a"
                + " value, @FILE takes lines from a file",
            options.headerLines::add,
            "-H",
            "--header"),
        value(
            "DATA",
            "POST this; several are joined by '&'; @FILE takes a file without its line breaks, @-"
                + " standard input",
            text -> options.data.add(DataPart.ascii(text)),
            "-d",
            "--data",
            "--data-ascii"),
        value(
            "DATA",
            "the same, with a file's bytes as they are",
            text -> options.data.add(DataPart.binary(text)),
            "--data-binary"),
        value(
            "DATA",
            "the same, without a meaning for @",
            text -> options.data.add(new DataPart.Text(text)),
            "--data-raw"),
        value(
            "USER:PASSWORD",
            "log in by Basic authentication; asks for a password that is missing",
            text -> options.user = text,
            "-u",
            "--user"),
        value(
            "NAME",
            "the User-Agent field; none if it is empty",
            text -> options.agent = text,
            "-A",
            "--user-agent"));
    group(
        "%nWhere it goes%n",
        flag(
            "follow redirects; on anyway, unless --follow-redirects=false was said before",
            () -> options.followRedirects = true,
            "-L",
            "--location"),
        toggle(
            "follow redirects; on unless set to false",
            value -> options.followRedirects = value,
            "--follow-redirects",
            "--follow_redirects"));
    group(
        "%nWhat is a failure%n",
        flag(
            "a status of 400 or above fails with exit code 22, and its content is not printed",
            () -> options.failOnStatus = true,
            "-f",
            "--fail"),
        value(
            "SECONDS",
            "the most time for each URL, such as 2.5",
            text -> options.maxTime = seconds("-m", text),
            "-m",
            "--max-time"),
        value(
            "SECONDS",
            "the most time for a look-up, a connection and a TLS handshake",
            text -> options.connectTimeout = seconds("--connect-timeout", text),
            "--connect-timeout"),
        flag(
            "trust whoever answers; anyone may then read and change everything",
            () -> options.validateCertificate = false,
            "-k",
            "--insecure"),
        toggle(
            "check certificates; on unless set to false",
            value -> options.validateCertificate = value,
            "--validate-cert",
            "--validate_cert"));
    group(
        "%nAbout the command%n",
        flag("print this text", () -> options.help = true, "-h", "--help"),
        flag("print the version", () -> options.version = true, "-V", "--version"));
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("URL")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .hidden(true)
            .preprocessor(this::url)
            .build());
  }

  private void group(String heading, OptionSpec... members) {
    if (!grouped) {
      for (OptionSpec member : members) {
        spec.addOption(member);
      }
      return;
    }
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder().validate(false).exclusive(false).heading(heading).order(order++);
    for (OptionSpec member : members) {
      group.addArg(member);
    }
    spec.addArgGroup(group.build());
  }

  private OptionSpec flag(String description, Runnable set, String... names) {
    return option(
            names,
            FLAG,
            description,
            (arguments, attached) -> {
              if (attached) {
                throw wrong("option " + names[0] + " takes no value");
              }
              set.run();
            })
        .build();
  }

  /** A flag that can be said to be true or false, as tornado's command has them. */
  private OptionSpec toggle(String description, Consumer<Boolean> set, String... names) {
    return option(
            names,
            "0..1",
            description,
            (arguments, attached) -> set.accept(!attached || truth(names[0], arguments.pop())))
        .paramLabel("true|false")
        .build();
  }

  private OptionSpec value(
      String label, String description, Consumer<String> set, String... names) {
    return option(
            names,
            VALUE,
            description,
            (arguments, attached) -> {
              if (arguments.isEmpty()) {
                throw wrong("option " + names[0] + " needs a value");
              }
              set.accept(arguments.pop());
            })
        .paramLabel(label)
        .build();
  }

  /** Takes what belongs to an option from the arguments. */
  private interface Taking {
    /**
     * Takes it.
     *
     * @param arguments what follows; the next is on top
     * @param attached whether the next was attached to the option by an equals sign
     */
    void take(Stack<String> arguments, boolean attached);
  }

  private OptionSpec.Builder option(
      String[] names, String arity, String description, Taking taking) {
    return OptionSpec.builder(names)
        .arity(arity)
        .type(String.class)
        .order(order++)
        .description(description)
        .preprocessor(
            new IParameterPreprocessor() {
              @Override
              @SuppressWarnings("JdkObsolete") // picocli's
              public boolean preprocess(
                  Stack<String> arguments,
                  CommandSpec command,
                  ArgSpec argument,
                  Map<String, Object> info) {
                taking.take(arguments, "=".equals(info.get("separator")));
                return true;
              }
            });
  }

  @SuppressWarnings("JdkObsolete") // picocli's
  private boolean url(
      Stack<String> arguments, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
    options.urls.add(arguments.pop());
    return true;
  }

  private void output(String name) {
    try {
      options.outputs.add(
          name.equals("-") ? new Output.Standard() : new Output.Named(Path.of(name)));
    } catch (InvalidPathException e) {
      throw wrong("not the name of a file: " + name);
    }
  }

  private boolean truth(String option, String text) {
    return switch (text) {
      case "true", "True", "t", "1" -> true;
      case "false", "False", "f", "0" -> false;
      default -> throw wrong("option " + option + " is true or false, not '" + text + "'");
    };
  }

  private @Nullable Duration seconds(String option, String text) {
    try {
      return Seconds.parse(text);
    } catch (NumberFormatException e) {
      throw wrong("option " + option + " is a number of seconds, not '" + text + "'");
    }
  }

  private ParameterException wrong(String text) {
    return new ParameterException(spec.commandLine(), text);
  }

  private static String inLowerCase(String text) {
    return text.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + text.substring(1);
  }
}
