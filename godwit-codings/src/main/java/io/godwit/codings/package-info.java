/**
 * Content codings that the JDK lacks, on well-kept libraries of native code: {@link
 * io.godwit.codings.Brotli} (RFC 7932) on brotli4j, {@link io.godwit.codings.Zstd} (RFC 8878) on
 * zstd-jni. A client knows them when it is told so:
 *
 * <pre>{@code
 * ContentCodings codings = ContentCodings.standard().with(Zstd.coding()).with(Brotli.coding());
 * HttpClient client = HttpClient.builder().codings(codings).build();
 * }</pre>
 *
 * <p>zstd-jni has its native code for all its platforms within; brotli4j has an artifact for each
 * one ({@code native-linux-x86_64} and so on), of which a build brings that of the machine it runs
 * on. A program that runs on others adds theirs. The JVM wants {@code --enable-native-access} for
 * both.
 *
 * <p>The codings are immutable; a decoder is confined to one thread at a time.
 */
@NullMarked
package io.godwit.codings;

import org.jspecify.annotations.NullMarked;
