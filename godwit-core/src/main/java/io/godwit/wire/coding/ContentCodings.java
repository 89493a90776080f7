package io.godwit.wire.coding;

import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * The content codings that somebody can undo, the preferred one first, and how much content may
 * grow by that. Immutable.
 *
 * <pre>{@code
 * ContentCodings codings = ContentCodings.standard().withMaxExpansion(1000);
 * }</pre>
 *
 * <p>A small message can stand for an enormous one, on purpose. So what comes out may be so many
 * times as long as what came in, in all, and not more once it is over 8 MiB; nor may more than four
 * codings lie over each other.
 */
public final class ContentCodings {
  /** Each coding multiplies what the one below it can do. */
  private static final int MOST_STACKED = 4;

  /** Text hardly gets beyond 30, what a gzip bomb of zeros has is 1,032. */
  private static final int EXPANSION = 250;

  private static final ContentCodings STANDARD =
      new ContentCodings(new LinkedHashMap<>(), EXPANSION)
          .with(new Named("deflate"))
          .with(new Named("gzip"));

  private final SequencedMap<String, ContentCoding> byName;
  private final int maxExpansion;

  private ContentCodings(SequencedMap<String, ContentCoding> byName, int maxExpansion) {
    this.byName = byName;
    this.maxExpansion = maxExpansion;
  }

  /** gzip and deflate; what comes out is at most 250 times as long as what came in. */
  public static ContentCodings standard() {
    return STANDARD;
  }

  /**
   * A copy that knows and prefers that coding, too.
   *
   * @throws InvalidMessage when its name is no token in lower case
   */
  public ContentCodings with(ContentCoding coding) {
    if (!coding.name().matches("[a-z0-9!#$%&'*+.^_`|~-]+")) {
      throw new InvalidMessage("the name of a content coding: " + coding.name());
    }
    SequencedMap<String, ContentCoding> more = new LinkedHashMap<>(byName);
    more.putFirst(coding.name(), coding);
    return new ContentCodings(more, maxExpansion);
  }

  /**
   * A copy that lets content become so many times as long.
   *
   * @throws IllegalArgumentException when that is less than one
   */
  public ContentCodings withMaxExpansion(int times) {
    if (times < 1) {
      throw new IllegalArgumentException("an expansion by " + times + " leaves nothing");
    }
    return new ContentCodings(byName, times);
  }

  /** The names, the preferred one first. */
  public SequencedSet<String> names() {
    return Collections.unmodifiableSequencedSet(byName.sequencedKeySet());
  }

  /** What a request says to get these (RFC 9110 section 12.5.3), such as {@code gzip, deflate}. */
  public String acceptEncoding() {
    return String.join(", ", byName.keySet());
  }

  /**
   * What undoes these codings, in this order: the one that was applied last comes first.
   *
   * @param codings names of known ones
   * @throws HttpFailure.Content when they are too many
   * @throws IllegalArgumentException when there is none, or one is not known
   */
  public ContentDecoder decoder(List<String> codings) throws HttpFailure.Content {
    if (codings.size() > MOST_STACKED) {
      throw new HttpFailure.Content(
          "the content has " + codings.size() + " codings, more than " + MOST_STACKED, null);
    }
    if (codings.isEmpty()) {
      throw new IllegalArgumentException("no coding to undo");
    }
    List<ContentCoding> known = codings.stream().map(this::coding).toList();
    List<ContentDecoder> decoders = new ArrayList<>();
    known.forEach(coding -> decoders.add(coding.decoder()));
    return new GuardedDecoder(StackedDecoder.of(decoders), maxExpansion);
  }

  private ContentCoding coding(String name) {
    ContentCoding coding = byName.get(name.toLowerCase(Locale.ROOT));
    if (coding == null) {
      throw new IllegalArgumentException("content coding " + name + " is not known here");
    }
    return coding;
  }

  /** Those that are here. */
  private record Named(String name) implements ContentCoding {
    @Override
    public ContentDecoder decoder() {
      return name.equals("gzip") ? new GzipDecoder() : new DeflateDecoder();
    }
  }
}
