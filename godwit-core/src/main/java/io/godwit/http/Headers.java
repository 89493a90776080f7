package io.godwit.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a header or trailer section (RFC 9110 section 5): ordered, names compared without
 * regard to case, a name may come more than once. Immutable and safe between threads.
 *
 * <p>All fields lie in one block of bytes with an index; Strings are made when they are asked for.
 * Values are ISO-8859-1, so what was received is never lost. Names and values are checked when they
 * are set: a name is a token; a value has no control characters but tab, and no octets 80-FF unless
 * {@link Builder#latin1()} allows them; blanks around it are dropped.
 *
 * <pre>{@code
 * Headers headers = Headers.of("Accept", "text/html", "X-Request-Id", "7f3a");
 * String accept = headers.first("accept").orElse("");
 * }</pre>
 */
public final class Headers implements Iterable<Headers.Field> {
  /** Ints in the index per field: name from and to, value from and to. */
  public static final int STRIDE = 4;

  private static final Headers EMPTY = new Headers(new byte[0], new int[0], 0, SecretFields.KNOWN);

  private final byte[] block;
  private final int[] index;
  private final int size;
  private final SecretFields secrets;

  private Headers(byte[] block, int[] index, int size, SecretFields secrets) {
    this.block = block;
    this.index = index;
    this.size = size;
    this.secrets = secrets;
  }

  /**
   * One field line.
   *
   * @param secret whether the value is kept from logs, and from other origins
   */
  public record Field(String name, String value, boolean secret) {
    /** A field that is a secret if its name is one of those that usually are. */
    public Field(String name, String value) {
      this(name, value, SecretFields.KNOWN.has(name));
    }

    /** The line, with the value hidden when it is a secret. */
    @Override
    public String toString() {
      return name + ": " + (secret ? "***" : value);
    }
  }

  /** The names of fields that are secrets whoever sends them, such as {@code Authorization}. */
  public static Set<String> secretNames() {
    return SecretFields.KNOWN.names();
  }

  /** No fields. */
  public static Headers empty() {
    return EMPTY;
  }

  /**
   * The fields of these names and values, in turn.
   *
   * @throws InvalidMessage when a name or value is not allowed, or a value is missing
   */
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new InvalidMessage("the last field name has no value");
    }
    Builder builder = builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  /** A builder without fields. */
  public static Builder builder() {
    return new Builder(EMPTY);
  }

  /**
   * For parsers: fields that were checked where they were read. Takes both arrays over.
   *
   * @param block any bytes that contain the names and values
   * @param index {@link #STRIDE} offsets into the block per field: name from and to, value from and
   *     to
   * @param size the number of fields in the index
   */
  public static Headers received(byte[] block, int[] index, int size) {
    return size == 0 ? EMPTY : new Headers(block, index, size, SecretFields.KNOWN);
  }

  /** The number of field lines. */
  public int size() {
    return size;
  }

  /** Whether there is no field. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** The name of the i-th field, spelled as it was set or received. */
  public String name(int i) {
    int at = at(i);
    return latin1(index[at], index[at + 1]);
  }

  /** The value of the i-th field, without the blanks around it. */
  public String value(int i) {
    int at = at(i);
    return latin1(index[at + 2], index[at + 3]);
  }

  /**
   * The value of the i-th field as a number, when it is nothing but decimal digits and at most 2^63
   * - 1; otherwise -1.
   */
  public long decimal(int i) {
    int at = at(i);
    long number = index[at + 2] < index[at + 3] ? 0 : -1;
    for (int octet = index[at + 2]; octet < index[at + 3]; octet++) {
      int digit = block[octet] - '0';
      if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** The position of the first field of that name at or after a position; -1 when there is none. */
  public int find(String name, int from) {
    for (int i = from; i < size; i++) {
      int at = i * STRIDE;
      if (matches(index[at], index[at + 1], name)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether there is a field of that name. */
  public boolean has(String name) {
    return find(name, 0) >= 0;
  }

  /** The value of the first field of that name. */
  public Optional<String> first(String name) {
    int i = find(name, 0);
    return i < 0 ? Optional.empty() : Optional.of(value(i));
  }

  /** The value of the last field of that name. */
  public Optional<String> last(String name) {
    for (int i = size - 1; i >= 0; i--) {
      if (find(name, i) == i) {
        return Optional.of(value(i));
      }
    }
    return Optional.empty();
  }

  /** The values of all fields of that name, in order. */
  public List<String> all(String name) {
    int i = find(name, 0);
    if (i < 0) {
      return List.of();
    }
    List<String> values = new ArrayList<>(2);
    for (; i >= 0; i = find(name, i + 1)) {
      values.add(value(i));
    }
    return Collections.unmodifiableList(values);
  }

  /**
   * The values of all fields of that name as one, joined by a comma and a space (RFC 9110 section
   * 5.3). Not for {@code Set-Cookie}, whose values may hold commas: use {@link #all}.
   */
  public Optional<String> combined(String name) {
    int i = find(name, 0);
    if (i < 0) {
      return Optional.empty();
    }
    return find(name, i + 1) < 0
        ? Optional.of(value(i))
        : Optional.of(String.join(", ", all(name)));
  }

  /**
   * Whether the comma-separated list in the fields of that name has the token, compared without
   * regard to case, as in {@code hasToken("Connection", "close")}.
   */
  public boolean hasToken(String name, String token) {
    for (int i = find(name, 0); i >= 0; i = find(name, i + 1)) {
      if (listHas(index[i * STRIDE + 2], index[i * STRIDE + 3], token)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The tokens of the comma-separated lists in the fields of that name, in order and as written,
   * such as the names in {@code Trailer}, {@code Vary} or {@code Connection}. What is no token is
   * left out. (Lists with weights, such as {@code TE}, are {@link Preferences}.)
   */
  public List<String> tokens(String name) {
    List<String> tokens = new ArrayList<>();
    for (String value : all(name)) {
      for (String element : value.split(",", -1)) {
        String token = element.strip();
        if (Grammar.isToken(token)) {
          tokens.add(token);
        }
      }
    }
    return Collections.unmodifiableList(tokens);
  }

  /**
   * A copy in which this is the only field of its name, at the place of the first one replaced or
   * at the end.
   *
   * @throws InvalidMessage when the name or value is not allowed
   */
  public Headers with(String name, String value) {
    return new Builder(this).set(name, value).build();
  }

  /**
   * A copy with one more field at the end.
   *
   * @throws InvalidMessage when the name or value is not allowed
   */
  public Headers withAdded(String name, String value) {
    return new Builder(this).add(name, value).build();
  }

  /**
   * A copy whose {@code Vary} names that field of the request as well (RFC 9110 section 12.5.5),
   * unless it does already, or says that everything matters.
   *
   * @throws InvalidMessage when that is no field name
   */
  public Headers withVary(String name) {
    FieldCheck.name(name);
    return hasToken("Vary", name) || hasToken("Vary", "*") ? this : withAdded("Vary", name);
  }

  /** A copy without the fields of that name. */
  public Headers without(String name) {
    return has(name) ? new Builder(this).remove(name).build() : this;
  }

  /** A builder that starts with these fields. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * Whether the values of fields of that name are secrets: credentials, cookies, the usual names of
   * API keys, and what {@link Builder#secret} has marked. They are kept out of {@code toString},
   * and a client does not take them to another origin.
   */
  public boolean secret(String name) {
    return secrets.has(name);
  }

  /** The number of bytes of all field lines, each with its colon, space and line break. */
  public int encodedSize() {
    int bytes = 0;
    for (int at = 0; at < size * STRIDE; at += STRIDE) {
      bytes += index[at + 1] - index[at] + index[at + 3] - index[at + 2] + 4;
    }
    return bytes;
  }

  /**
   * Writes all field lines, each as {@code name: value CR LF}, and returns the position after them.
   *
   * @param into has room for {@link #encodedSize()} bytes from {@code position} on
   */
  public int encode(byte[] into, int position) {
    int end = size * STRIDE;
    int at = 0;
    while (at < end) {
      int from = index[at];
      int to = from;
      while (at < end && index[at] == to && isLine(at)) { // lines that lie in a row go in one piece
        to = index[at + 3] + 2;
        at += STRIDE;
      }
      position = copy(from, to, into, position);
      if (at < end && !isLine(at)) {
        position = encode(at, into, position);
        at += STRIDE;
      }
    }
    return position;
  }

  /** Whether a field stands in the block as it is written. */
  private boolean isLine(int at) {
    int colon = index[at + 1];
    int end = index[at + 3];
    return index[at + 2] == colon + 2
        && block[colon] == ':'
        && block[colon + 1] == ' '
        && end + 1 < block.length
        && block[end] == '\r'
        && block[end + 1] == '\n';
  }

  private int encode(int at, byte[] into, int position) {
    position = copy(index[at], index[at + 1], into, position);
    into[position++] = ':';
    into[position++] = ' ';
    position = copy(index[at + 2], index[at + 3], into, position);
    into[position++] = '\r';
    into[position++] = '\n';
    return position;
  }

  @Override
  public Iterator<Field> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Field next() {
        if (next >= size) {
          throw new NoSuchElementException();
        }
        String name = name(next);
        return new Field(name, value(next++), secret(name));
      }
    };
  }

  /** Equal when the fields are equal in order, names compared without regard to case. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Headers that) || size != that.size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (!name(i).equalsIgnoreCase(that.name(i)) || !value(i).equals(that.value(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = size;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + value(i).hashCode();
    }
    return hash;
  }

  /** The fields, a line each; the values of secrets are hidden. */
  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    for (Field field : this) {
      lines.append(lines.isEmpty() ? "" : "\n").append(field);
    }
    return lines.toString();
  }

  private int at(int i) {
    if (i < 0 || i >= size) {
      throw new IndexOutOfBoundsException("field " + i + " of " + size);
    }
    return i * STRIDE;
  }

  private String latin1(int from, int to) {
    return new String(block, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private int copy(int from, int to, byte[] into, int position) {
    System.arraycopy(block, from, into, position, to - from);
    return position + to - from;
  }

  private boolean matches(int from, int to, String name) {
    if (to - from != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      int octet = block[from + i] & 0xFF;
      char c = name.charAt(i);
      if (octet != c && Grammar.lower(octet) != Grammar.lower(c)) {
        return false;
      }
    }
    return true;
  }

  private boolean listHas(int from, int to, String token) {
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || block[i] == ',') {
        int left = start;
        int right = i;
        while (left < right && Grammar.isBlank(block[left])) {
          left++;
        }
        while (right > left && Grammar.isBlank(block[right - 1])) {
          right--;
        }
        if (matches(left, right, token)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  /** Collects fields; not safe between threads. What it has built no longer changes. */
  public static final class Builder {
    private byte[] block;
    private int length;
    private int[] index;
    private int size;
    private boolean shared;
    private boolean latin1;
    private SecretFields secrets;

    /** Fields are laid down as lines, so that most of them are written by copying the block. */
    private Builder(Headers from) {
      secrets = from.secrets;
      block = from.block;
      length = from.block.length;
      index = from.index;
      size = from.size;
      shared = true;
    }

    /** Allows the octets 80-FF (the characters U+0080 to U+00FF) in the values set from here on. */
    public Builder latin1() {
      latin1 = true;
      return this;
    }

    /**
     * Marks the values of all fields of that name as secrets, whether they are there already or
     * come later; see {@link Headers#secret}.
     *
     * @throws InvalidMessage when the name is not allowed
     */
    public Builder secret(String name) {
      FieldCheck.name(name);
      secrets = secrets.with(name);
      return this;
    }

    /**
     * Adds a field at the end.
     *
     * @throws InvalidMessage when the name or value is not allowed
     */
    public Builder add(String name, String value) {
      FieldCheck.name(name);
      String stripped = FieldCheck.value(name, value, latin1);
      own(name.length() + stripped.length() + 4, 1);
      place(size++, name, stripped);
      return this;
    }

    /** Adds all fields at the end, as they are; what is a secret there is one here. */
    public Builder addAll(Headers fields) {
      secrets = secrets.with(fields.secrets);
      own(fields.encodedSize(), fields.size);
      for (int from = 0; from < fields.size * STRIDE; from += STRIDE) {
        int at = size++ * STRIDE;
        index[at] = length;
        index[at + 1] = index[at] + fields.index[from + 1] - fields.index[from];
        index[at + 2] = index[at + 1] + 2;
        index[at + 3] = index[at + 2] + fields.index[from + 3] - fields.index[from + 2];
        length = index[at + 3] + 2;
      }
      fields.encode(block, length - fields.encodedSize());
      return this;
    }

    /**
     * Makes this the only field of its name, at the place of the first one replaced or at the end.
     *
     * @throws InvalidMessage when the name or value is not allowed
     */
    public Builder set(String name, String value) {
      FieldCheck.name(name);
      String stripped = FieldCheck.value(name, value, latin1);
      int first = view().find(name, 0);
      if (first < 0) {
        return add(name, stripped);
      }
      own(name.length() + stripped.length() + 4, 0);
      place(first, name, stripped);
      removeFrom(first + 1, name);
      return this;
    }

    /** Adds the field unless there is one of that name. */
    public Builder setIfAbsent(String name, String value) {
      return has(name) ? this : add(name, value);
    }

    /** Removes the fields of that name. */
    public Builder remove(String name) {
      own(0, 0);
      removeFrom(0, name);
      return this;
    }

    /** Whether there is a field of that name. */
    public boolean has(String name) {
      return view().has(name);
    }

    /** The fields collected so far. */
    public Headers build() {
      shared = true;
      return size == 0 && secrets == SecretFields.KNOWN ? EMPTY : view();
    }

    private Headers view() {
      return new Headers(block, index, size, secrets);
    }

    private void removeFrom(int from, String name) {
      Headers view = view();
      int kept = from;
      for (int i = from; i < size; i++) {
        if (!view.matches(index[i * STRIDE], index[i * STRIDE + 1], name)) {
          System.arraycopy(index, i * STRIDE, index, kept++ * STRIDE, STRIDE);
        }
      }
      size = kept;
    }

    private void place(int i, String name, String value) {
      int at = i * STRIDE;
      index[at] = length;
      index[at + 1] = append(name);
      block[length++] = ':';
      block[length++] = ' ';
      index[at + 2] = length;
      index[at + 3] = append(value);
      block[length++] = '\r';
      block[length++] = '\n';
    }

    @SuppressWarnings("deprecation") // the one call that copies Latin-1 characters without a detour
    private int append(String text) {
      text.getBytes(0, text.length(), block, length);
      length += text.length();
      return length;
    }

    /** Makes both arrays this builder's own, with room for what is about to be added. */
    private void own(int bytes, int fields) {
      int neededBytes = length + bytes;
      if (shared || block.length < neededBytes) {
        block = Arrays.copyOf(block, grown(neededBytes, 128));
      }
      int neededInts = (size + fields) * STRIDE;
      if (shared || index.length < neededInts) {
        index = Arrays.copyOf(index, grown(neededInts, 8 * STRIDE));
      }
      shared = false;
    }

    private static int grown(int needed, int least) {
      return Math.max(needed + needed / 2, least);
    }
  }
}
