package io.godwit.policy.cache;

/** What a call has to do with a cache. */
public enum CacheMode {
  /** Nothing. */
  OFF,

  /** It is answered from the cache where that may be, and its response is stored. */
  ON,

  /** It asks for anew what another call was served stale; nobody waits for its response. */
  REFRESH
}
