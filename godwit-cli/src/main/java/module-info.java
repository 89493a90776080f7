/** The {@code godwit} command. */
module io.godwit.cli {
  requires info.picocli;
  requires io.godwit;
  requires static org.jspecify;

  provides System.LoggerFinder with
      io.godwit.cli.QuietLogs;
}
