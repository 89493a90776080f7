package io.godwit.server;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values by text, which are found by a part of another text without making a String of it. Filled
 * by one thread, then only read.
 */
final class SegmentTable<T> {
  /** Slots that hold a text; more than half of them are empty, so that a search ends soon. */
  private @Nullable String[] texts = new @Nullable String[4];

  private @Nullable Object[] values = new @Nullable Object[4];
  private int size;

  /** Puts in a text that is not there yet. */
  void put(String text, T value) {
    if (2 * ++size >= texts.length) {
      grow();
    }
    place(text, value);
  }

  private void grow() {
    @Nullable String[] before = texts;
    @Nullable Object[] held = values;
    texts = new @Nullable String[2 * before.length];
    values = new @Nullable Object[2 * before.length];
    for (int i = 0; i < before.length; i++) {
      String text = before[i];
      if (text != null) {
        place(text, Objects.requireNonNull(held[i]));
      }
    }
  }

  private void place(String text, Object value) {
    int slot = slot(text, 0, text.length());
    texts[slot] = text;
    values[slot] = value;
  }

  /** The value of the text in that range; null when there is none. */
  @SuppressWarnings("unchecked") // only put() fills the values
  @Nullable T find(String text, int from, int to) {
    return size == 0 ? null : (@Nullable T) values[slot(text, from, to)];
  }

  /** Where the text is, or would be. */
  private int slot(String text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    int slot = (hash ^ hash >>> 16) & (texts.length - 1);
    String there = texts[slot];
    while (there != null && !same(there, text, from, to)) {
      slot = (slot + 1) & (texts.length - 1);
      there = texts[slot];
    }
    return slot;
  }

  private static boolean same(String there, String text, int from, int to) {
    return there.length() == to - from && text.startsWith(there, from);
  }
}
