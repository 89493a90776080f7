package io.godwit.client;

/** Is told how much of a request's content has left; see {@link CallListener#sent}. */
@FunctionalInterface
public interface SendListener {
  /**
   * So much has left.
   *
   * @param bytes so far, of this exchange
   * @param total the length of the content; -1 when it is not known
   */
  void sent(long bytes, long total);
}
