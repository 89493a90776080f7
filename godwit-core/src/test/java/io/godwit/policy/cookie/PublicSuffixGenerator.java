package io.godwit.policy.cookie;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * Makes {@code public-suffixes.txt} from the list of publicsuffix.org: the same rules, in ASCII,
 * sorted and without comments, so that nothing has to be converted when it is read.
 *
 * <p>To move to a newer list: put it, compressed, in place of the one in the test resources, run
 * {@link #main} with the path of the file in the main resources, and read what the tests say.
 */
final class PublicSuffixGenerator {
  private static final String SOURCE = "public_suffix_list.dat.gz";

  private static final String HEAD =
      """
      // This Source Code Form is subject to the terms of the Mozilla Public
      // License, v. 2.0. If a copy of the MPL was not distributed with this
      // file, You can obtain one at https://mozilla.org/MPL/2.0/.
      //
      // The rules of https://publicsuffix.org/list/public_suffix_list.dat, both parts, in ASCII and sorted.
      """;

  private PublicSuffixGenerator() {}

  /** Writes the list to the path given as the only argument. */
  static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[0]), generate());
  }

  static String generate() throws IOException {
    String list = source();
    StringBuilder text = new StringBuilder(HEAD);
    list.lines().filter(line -> line.startsWith("// VERSION: ")).forEach(line -> text.append(line));
    return text.append("\n\n").append(PublicSuffixes.parse(list).lines()).toString();
  }

  /** The list as it was published. */
  static String source() throws IOException {
    try (InputStream in = PublicSuffixGenerator.class.getResourceAsStream(SOURCE)) {
      InputStream text = new GZIPInputStream(Objects.requireNonNull(in, SOURCE));
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
