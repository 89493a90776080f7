package io.godwit.client;

/** Is told how far something is. */
@FunctionalInterface
public interface ProgressListener {
  /**
   * So much is done.
   *
   * @param done in bytes
   * @param total in bytes; -1 when it is not known
   */
  void progress(long done, long total);
}
