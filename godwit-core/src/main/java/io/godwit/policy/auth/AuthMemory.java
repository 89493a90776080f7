package io.godwit.policy.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the flows of a client remember from one call to the next: the nonces of servers, tokens.
 * Immutable, and bounded: what was not changed for longest is forgotten first.
 *
 * <p>{@code toString} tells how much is remembered and nothing of it.
 */
public final class AuthMemory {
  /** The most entries. */
  public static final int MOST = 256;

  private static final AuthMemory EMPTY = new AuthMemory(Map.of());

  private final Map<Key<?>, Object> entries;

  private AuthMemory(Map<Key<?>, Object> entries) {
    this.entries = entries;
  }

  /**
   * What something is remembered under; equal keys mean the same. A record that holds what tells
   * entries apart.
   *
   * @param <V> what is remembered, immutable
   */
  public interface Key<V> {
    /** The type of the value. */
    Class<V> type();
  }

  /** Nothing is remembered. */
  public static AuthMemory empty() {
    return EMPTY;
  }

  /** What is remembered under that key. */
  public <V> Optional<V> find(Key<V> key) {
    return Optional.ofNullable(entries.get(key)).map(key.type()::cast);
  }

  /** A copy that remembers this in place of what it did under that key. */
  public <V> AuthMemory with(Key<V> key, V value) {
    Map<Key<?>, Object> changed = new LinkedHashMap<>(entries);
    changed.remove(key);
    changed.put(key, value);
    if (changed.size() > MOST) {
      changed.remove(changed.keySet().iterator().next());
    }
    return new AuthMemory(changed);
  }

  /** A copy without what is remembered under that key. */
  public AuthMemory without(Key<?> key) {
    Map<Key<?>, Object> changed = new LinkedHashMap<>(entries);
    changed.remove(key);
    return new AuthMemory(changed);
  }

  /** How many things are remembered. */
  @Override
  public String toString() {
    return entries.size() + " remembered";
  }
}
