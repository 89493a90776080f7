package io.godwit.tests.fuzz;

import io.godwit.http.Limits;
import io.godwit.wire.h1.H1Settings;
import io.godwit.wire.h1.H1Violation;
import java.util.EnumSet;
import java.util.Set;

/** Settings that an option chooses: small limits or the usual ones, and what is tolerated. */
final class MachineSettings {
  private static final Limits SMALL =
      Limits.defaults()
          .withStartLine(64)
          .withHeaderSection(160)
          .withFields(6)
          .withTrailerSection(48)
          .withChunkLine(24)
          .withInterim(2);

  private MachineSettings() {}

  static H1Settings of(int option) {
    Set<H1Violation> tolerated = EnumSet.noneOf(H1Violation.class);
    if ((option & 2) != 0) {
      tolerated.add(H1Violation.BARE_LF);
    }
    if ((option & 4) != 0) {
      tolerated.add(H1Violation.OBSOLETE_FOLD);
    }
    if ((option & 8) != 0) {
      tolerated.add(H1Violation.REPEATED_LENGTH);
    }
    H1Settings settings = H1Settings.server().tolerating(tolerated);
    return (option & 1) != 0 ? settings.withLimits(SMALL) : settings;
  }
}
