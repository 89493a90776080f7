package io.godwit.http.idna;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Makes {@code idna.bin}, whose format {@link IdnaTable} describes, from Unicode's own data: the
 * mapping table of UTS #46 as a file, and the joining types and combining classes from ICU4J, which
 * must be of the same version.
 *
 * <p>To move to another version of Unicode (not above that of the oldest JDK supported, whose
 * normalizer has to know every character): put that version's IdnaMappingTable.txt in place of the
 * one in the test resources, take an ICU4J of that version, set {@link #VERSION}, run {@link #main}
 * with the path of {@code idna.bin} in the main resources, and read what the tests say.
 */
final class IdnaTableGenerator {
  static final String VERSION = "16.0.0";

  private static final String SOURCE = "IdnaMappingTable-" + VERSION + ".txt.gz";

  private IdnaTableGenerator() {}

  /** Writes the table to the path given as the only argument. */
  static void main(String[] args) throws IOException {
    Files.write(Path.of(args[0]), generate());
  }

  static byte[] generate() throws IOException {
    if (!UCharacter.getUnicodeVersion().toString().startsWith(VERSION)) {
      throw new IllegalStateException("ICU4J is of Unicode " + UCharacter.getUnicodeVersion());
    }
    Mapping[] mappings = mappings();
    String texts = texts(mappings);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(IdnaTable.MAGIC);
    out.writeByte(IdnaTable.FORMAT);
    for (String number : VERSION.split("\\.", -1)) {
      out.writeByte(Integer.parseInt(number));
    }
    out.writeUTF(texts);
    writeRanges(out, c -> mappings[c], m -> action(m, texts));
    writeRanges(out, IdnaTableGenerator::joining, bits -> new byte[] {bits});
    return bytes.toByteArray();
  }

  /** What a code point turns into: an action, and the text or the distance. */
  private record Mapping(int action, String text, int distance) {}

  private interface Form<T> {
    byte[] of(T value) throws IOException;
  }

  /** Writes where the value changes, and the value from there on. */
  private static <T> void writeRanges(DataOutputStream out, IntFunction<T> values, Form<T> form)
      throws IOException {
    TreeMap<Integer, T> ranges = new TreeMap<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      T value = values.apply(c);
      if (ranges.isEmpty() || !ranges.lastEntry().getValue().equals(value)) {
        ranges.put(c, value);
      }
    }
    writeNumber(out, ranges.size());
    int start = 0;
    for (var range : ranges.entrySet()) {
      writeNumber(out, range.getKey() - start);
      out.write(form.of(range.getValue()));
      start = range.getKey();
    }
  }

  private static byte[] action(Mapping mapping, String texts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(mapping.action);
    if (mapping.action == IdnaTable.TEXT) {
      writeNumber(out, texts.indexOf(mapping.text));
      writeNumber(out, mapping.text.length());
    } else if (mapping.action == IdnaTable.DISTANCE) {
      writeNumber(out, (mapping.distance << 1) ^ (mapping.distance >> 31));
    }
    return bytes.toByteArray();
  }

  private static void writeNumber(DataOutputStream out, int number) throws IOException {
    int rest = number;
    while (rest >= 0x80) {
      out.writeByte((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  /** All texts run together, without those that another one contains. */
  private static String texts(Mapping[] mappings) {
    List<String> texts =
        Arrays.stream(mappings)
            .filter(m -> m.action == IdnaTable.TEXT)
            .map(Mapping::text)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    StringBuilder all = new StringBuilder();
    for (String text : texts) {
      if (all.indexOf(text) < 0) {
        all.append(text);
      }
    }
    return all.toString();
  }

  private static byte joining(int c) {
    int bits = 0;
    switch (UCharacter.getIntPropertyValue(c, UProperty.JOINING_TYPE)) {
      case UCharacter.JoiningType.LEFT_JOINING -> bits = IdnaTable.FORWARD;
      case UCharacter.JoiningType.RIGHT_JOINING -> bits = IdnaTable.BACKWARD;
      case UCharacter.JoiningType.DUAL_JOINING -> bits = IdnaTable.FORWARD | IdnaTable.BACKWARD;
      case UCharacter.JoiningType.TRANSPARENT -> bits = IdnaTable.TRANSPARENT;
      default -> {}
    }
    int virama = 9;
    return (byte) (UCharacter.getCombiningClass(c) == virama ? bits | IdnaTable.VIRAMA : bits);
  }

  private static Mapping[] mappings() {
    Mapping[] mappings = new Mapping[Character.MAX_CODE_POINT + 1];
    for (String line : lines(SOURCE)) {
      String[] fields = line.split(";", -1);
      String[] range = fields[0].strip().split("\\.\\.", -1);
      int last = Integer.parseInt(range[range.length - 1], 16);
      for (int c = Integer.parseInt(range[0], 16); c <= last; c++) {
        mappings[c] = mapping(c, fields);
      }
    }
    for (Mapping mapping : mappings) {
      Objects.requireNonNull(mapping, "the table has a gap");
    }
    return mappings;
  }

  private static Mapping mapping(int c, String[] fields) {
    return switch (fields[1].strip()) {
      case "valid", "deviation" -> new Mapping(IdnaTable.VALID, "", 0);
      case "disallowed" -> new Mapping(IdnaTable.DISALLOWED, "", 0);
      case "ignored" -> new Mapping(IdnaTable.IGNORED, "", 0);
      case "mapped" -> mapped(c, text(fields[2].strip()));
      default -> throw new IllegalStateException("unknown status " + fields[1]);
    };
  }

  private static Mapping mapped(int c, String text) {
    return text.codePointCount(0, text.length()) == 1
        ? new Mapping(IdnaTable.DISTANCE, "", text.codePointAt(0) - c)
        : new Mapping(IdnaTable.TEXT, text, 0);
  }

  private static String text(String hex) {
    return Arrays.stream(hex.split(" ", -1))
        .flatMapToInt(h -> IntStream.of(Integer.parseInt(h, 16)))
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  /** The lines of a compressed data file of Unicode, without comments and empty lines. */
  static List<String> lines(String resource) {
    List<String> lines = new ArrayList<>();
    try (var in = IdnaTableGenerator.class.getResourceAsStream(resource);
        var reader =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Objects.requireNonNull(in, resource)),
                    StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int comment = line.indexOf('#');
        String data = comment < 0 ? line : line.substring(0, comment);
        if (!data.isBlank()) {
          lines.add(data);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
