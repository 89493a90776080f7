package io.godwit.bench.driver;

/**
 * Cases that do the same work and are compared with each other.
 *
 * <p>{@code unit} is what one run of a driver counts, and {@code cpuScale} turns CPU nanoseconds
 * per unit into the {@code cpuUnit} that is printed.
 */
public enum Group {
  SYNC("sync", "one platform thread, one call after the other", 1),
  C64("c64", "64 calls at a time: virtual threads, or callbacks", 64),
  DOWNLOAD("download", "1 GiB, read as a stream by one thread", "GiB"),
  UPLOAD("upload", "1 GiB, a file, sent by one thread", "GiB"),
  UPLOAD_STREAM("upload-stream", "1 GiB, from an InputStream, sent by one thread", "GiB"),
  TLS_DOWNLOAD("tls-download", "1 GiB over TLS, read as a stream by one thread", "GiB"),
  TLS_UPLOAD("tls-upload", "1 GiB over TLS, a file, sent by one thread", "GiB"),
  GZIP("gzip", "256 MiB of text that come as gzip, decoded and read as a stream", "text"),
  MULTIPART("multipart", "a form with a field and a file of 256 MiB, sent by one thread", "form"),
  SERVER_SMALL("server-small", "a server: GET of 13 bytes over 64 connections, by wrk", 64, 1),
  SERVER_PIPELINED(
      "server-pipelined",
      "a server: GET of 13 bytes over 64 connections, 16 at a time on each, by wrk",
      64,
      16);

  private final String label;
  private final String description;
  private final int concurrency;
  private final int depth;
  private final String unit;
  private final String cpuUnit;
  private final double cpuScale;
  private final boolean bulk;

  /** Small requests of a client. */
  Group(String label, String description, int concurrency) {
    this(label, description, concurrency, 0);
  }

  /** Small requests; to a server if there is a depth. */
  Group(String label, String description, int concurrency, int depth) {
    this.label = label;
    this.description = description;
    this.concurrency = concurrency;
    this.depth = depth;
    this.unit = "request";
    this.cpuUnit = "us";
    this.cpuScale = 1e3;
    this.bulk = false;
  }

  /** Much content at a time. */
  Group(String label, String description, String unit) {
    this.label = label;
    this.description = description;
    this.concurrency = 1;
    this.depth = 0;
    this.unit = unit;
    this.cpuUnit = "ms";
    this.cpuScale = 1e6;
    this.bulk = true;
  }

  public String label() {
    return label;
  }

  public String description() {
    return description;
  }

  /** True if servers are measured; otherwise clients are. */
  public boolean serving() {
    return depth > 0;
  }

  /** Of servers: how many requests come at a time on a connection. */
  public int depth() {
    return depth;
  }

  /** Calls in flight at any time; of servers, connections. */
  public int concurrency() {
    return concurrency;
  }

  public String unit() {
    return unit;
  }

  public String cpuUnit() {
    return cpuUnit;
  }

  public double cpuScale() {
    return cpuScale;
  }

  /** True if a unit is so much content that nobody should hold it in memory. */
  public boolean bulk() {
    return bulk;
  }
}
