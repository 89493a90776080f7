package io.godwit.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Options that belong together, and what was said of them. Filled while the arguments are read,
 * from then on only read; each group makes its own part of the client, or of a call.
 */
interface OptionGroup {
  /** What they are about, for the help. */
  String heading();

  /** All of them, in the order of the help. */
  List<Option> options();

  /** Those of all groups, made once. */
  static List<List<Option>> options(List<OptionGroup> groups) {
    List<List<Option>> options = new ArrayList<>(groups.size());
    for (OptionGroup group : groups) {
      options.add(group.options());
    }
    return options;
  }
}
