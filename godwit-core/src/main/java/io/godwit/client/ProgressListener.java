package io.godwit.client;

/**
 * Is told how far the content of a request or of a download is; see {@link CallBuilder#onSent} and
 * {@link Download#onProgress}.
 */
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
