package io.godwit.server.files;

import java.util.Locale;
import java.util.Set;

/**
 * Which names of files may be asked for: those that are a name and nothing more, on the system that
 * has the files.
 *
 * @param windows whether that is Windows
 * @param hidden whether a name may begin with a dot
 */
record NameRules(boolean windows, boolean hidden) {
  /** What is to be found by anybody (RFC 8615). */
  private static final String WELL_KNOWN = ".well-known";

  private static final String WINDOWS_FORBIDS = "<>:\"|?*";

  /** They are there in every folder, with any ending. */
  private static final Set<String> WINDOWS_DEVICES =
      Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$");

  /** And these with a digit behind them. */
  private static final Set<String> WINDOWS_PORTS = Set.of("COM", "LPT");

  /**
   * Whether the name may be asked for.
   *
   * @param first whether it is the first of the path
   */
  boolean allows(String name, boolean first) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      return false;
    }
    if (name.charAt(0) == '.' && !hidden && !(first && name.equals(WELL_KNOWN))) {
      return false;
    }
    return name.chars().allMatch(NameRules::isPlain) && (!windows || isWindowsName(name));
  }

  /** Neither a separator, here or on another system, nor a control character, as NUL is one. */
  private static boolean isPlain(int c) {
    return c != '/' && c != '\\' && !Character.isISOControl(c);
  }

  /** Windows drops dots and blanks at the end, and takes a colon for a drive or a stream. */
  private static boolean isWindowsName(String name) {
    char last = name.charAt(name.length() - 1);
    return last != '.'
        && last != ' '
        && name.chars().noneMatch(c -> WINDOWS_FORBIDS.indexOf(c) >= 0)
        && !isWindowsDevice(name);
  }

  private static boolean isWindowsDevice(String name) {
    int dot = name.indexOf('.');
    String stem = name.substring(0, dot < 0 ? name.length() : dot).strip().toUpperCase(Locale.ROOT);
    return WINDOWS_DEVICES.contains(stem)
        || (stem.length() == 4
            && WINDOWS_PORTS.contains(stem.substring(0, 3))
            && "0123456789\u00B9\u00B2\u00B3".indexOf(stem.charAt(3)) >= 0);
  }
}
