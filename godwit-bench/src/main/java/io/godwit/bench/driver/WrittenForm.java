package io.godwit.bench.driver;

/**
 * What is around the file of a form with one field more ({@code multipart/form-data}, RFC 7578),
 * for whoever has to write it by hand.
 */
public final class WrittenForm {
  private static final String BOUNDARY = "5f0c1b9a7d3e4862";

  public static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

  /** Before the file. */
  public static final String HEAD =
      """
      --%1$s\r
      Content-Disposition: form-data; name="title"\r
      \r
      Wading birds\r
      --%1$s\r
      Content-Disposition: form-data; name="film"; filename="film.bin"\r
      Content-Type: application/octet-stream\r
      \r
      """
          .formatted(BOUNDARY);

  /** After it. */
  public static final String TAIL = "\r\n--" + BOUNDARY + "--\r\n";

  private WrittenForm() {}
}
