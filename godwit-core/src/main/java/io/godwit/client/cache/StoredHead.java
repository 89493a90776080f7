package io.godwit.client.cache;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.InvalidMessage;
import io.godwit.http.InvalidUri;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import io.godwit.http.Version;
import io.godwit.policy.cache.CacheKey;
import io.godwit.policy.cache.Selection;
import io.godwit.policy.cache.StoredResponse;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A stored response, without its content, as bytes: a magic number with the version of the format,
 * numbers big-endian, texts as their length in 4 bytes and UTF-8 (fields: ISO-8859-1), and at the
 * end the CRC-32C of all before. Reading is total: anything that was not written by {@link #encode}
 * is no response.
 */
final class StoredHead {
  /** "GdC" and the version of the format. */
  private static final int MAGIC = 0x47644301;

  /** More is neither written nor read. */
  static final int MOST_BYTES = 1024 * 1024;

  private StoredHead() {}

  /** The bytes; empty when they would be too many. */
  static Optional<byte[]> encode(StoredResponse response) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      text(out, response.id());
      text(out, response.key().uri().text());
      text(out, response.key().content());
      out.writeInt(response.selection().names().size());
      for (String name : response.selection().names()) {
        text(out, name);
      }
      text(out, response.selection().values());
      text(out, response.selection().credentials());
      moment(out, response.requestTime());
      moment(out, response.responseTime());
      out.writeLong(response.length());
      text(out, response.head().version().toString());
      out.writeInt(response.head().status().code());
      text(out, response.head().reason());
      out.writeInt(response.headers().size());
      for (Headers.Field field : response.headers()) {
        latin1(out, field.name());
        latin1(out, field.value());
      }
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("an array cannot fail", e);
    }
    return bytes.size() > MOST_BYTES ? Optional.empty() : Optional.of(bytes.toByteArray());
  }

  /** The response that these bytes are; empty when they are none. */
  static Optional<StoredResponse> decode(byte[] bytes) {
    int end = bytes.length - Integer.BYTES;
    if (end < 0 || bytes.length > MOST_BYTES) {
      return Optional.empty();
    }
    if (ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
      return Optional.empty();
    }
    try {
      return read(ByteBuffer.wrap(bytes, 0, end));
    } catch (BufferUnderflowException | InvalidMessage | InvalidUri | DateTimeException e) {
      return Optional.empty(); // a checksum that fits is not a proof
    }
  }

  static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static Optional<StoredResponse> read(ByteBuffer in) {
    if (in.getInt() != MAGIC) {
      return Optional.empty();
    }
    String id = text(in);
    Uri uri = Uri.of(text(in));
    String content = text(in);
    if (!uri.absolute()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      names.add(text(in));
    }
    Selection selection = new Selection(names, text(in), text(in));
    Instant requestTime = moment(in);
    Instant responseTime = moment(in);
    long length = in.getLong();
    Optional<Version> version = version(text(in));
    if (length < 0 || version.isEmpty()) {
      return Optional.empty();
    }
    Status status = Status.of(in.getInt());
    String reason = text(in);
    Headers.Builder headers = Headers.builder().latin1();
    for (int left = count(in); left > 0; left--) {
      headers.add(latin1(in), latin1(in));
    }
    if (in.hasRemaining()) {
      return Optional.empty();
    }
    Response head = new Response(version.get(), status, reason, headers.build(), Body.empty());
    CacheKey key = new CacheKey(uri, content);
    return Optional.of(
        new StoredResponse(id, key, selection, head, requestTime, responseTime, length));
  }

  private static Optional<Version> version(String text) {
    return Arrays.stream(Version.values())
        .filter(version -> version.toString().equals(text))
        .findFirst();
  }

  private static void moment(DataOutputStream out, Instant moment) throws IOException {
    out.writeLong(moment.getEpochSecond());
    out.writeInt(moment.getNano());
  }

  private static Instant moment(ByteBuffer in) {
    long seconds = in.getLong();
    int nanos = in.getInt();
    if (nanos < 0 || nanos > 999_999_999) {
      throw new DateTimeException("no nanoseconds: " + nanos);
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void latin1(DataOutputStream out, String text) throws IOException {
    bytes(out, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(ByteBuffer in) {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static String latin1(ByteBuffer in) {
    return new String(bytes(in), StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[count(in)];
    in.get(bytes);
    return bytes;
  }

  /**
   * A length or number; what it counts takes a byte each at least, so it is no more than is left.
   */
  private static int count(ByteBuffer in) {
    int count = in.getInt();
    if (count < 0 || count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    return count;
  }
}
