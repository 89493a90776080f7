/** Content codings for Godwit that the JDK lacks: brotli and zstd. */
module io.godwit.codings {
  requires com.aayushatharva.brotli4j;
  requires com.github.luben.zstd_jni;
  requires transitive io.godwit;
  requires static org.jspecify;

  exports io.godwit.codings;
}
