/** The {@code godwit} command. */
module io.godwit.cli {
  requires info.picocli;
  requires io.godwit;
  requires io.godwit.testkit;
  requires me.tongfei.progressbar;
  requires static org.jspecify;
  requires tools.jackson.core;

  provides System.LoggerFinder with
      io.godwit.cli.QuietLogs;
}
