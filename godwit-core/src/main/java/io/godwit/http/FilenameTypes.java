package io.godwit.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the ends of file names stand for: the usual types of documents, pictures, sound, film, code
 * and archives, as registered with IANA. A table of our own gives the same answer on every machine.
 */
final class FilenameTypes {
  private static final Map<String, MediaType> TYPES = types();

  private FilenameTypes() {}

  static Optional<MediaType> of(String filename) {
    int dot = filename.lastIndexOf('.');
    String end = filename.substring(dot + 1).toLowerCase(Locale.ROOT);
    return dot < 0 ? Optional.empty() : Optional.ofNullable(TYPES.get(end));
  }

  private static Map<String, MediaType> types() {
    String table =
        """
        text/plain txt text log
        text/html html htm
        text/css css
        text/csv csv
        text/markdown md
        text/calendar ics
        text/vcard vcf
        text/javascript js mjs
        application/json json
        application/ld+json jsonld
        application/geo+json geojson
        application/xml xml
        application/yaml yaml yml
        application/toml toml
        application/pdf pdf
        application/rtf rtf
        application/sql sql
        application/wasm wasm
        application/zip zip
        application/gzip gz
        application/zstd zst
        application/x-bzip2 bz2
        application/x-xz xz
        application/x-tar tar
        application/x-7z-compressed 7z
        application/java-archive jar
        application/epub+zip epub
        application/msword doc
        application/vnd.ms-excel xls
        application/vnd.ms-powerpoint ppt
        application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
        application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
        application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
        application/vnd.oasis.opendocument.text odt
        application/vnd.oasis.opendocument.spreadsheet ods
        application/vnd.oasis.opendocument.presentation odp
        image/png png
        image/jpeg jpg jpeg
        image/gif gif
        image/webp webp
        image/avif avif
        image/heic heic
        image/svg+xml svg
        image/bmp bmp
        image/tiff tif tiff
        image/vnd.microsoft.icon ico
        audio/mpeg mp3
        audio/mp4 m4a
        audio/ogg ogg oga opus
        audio/flac flac
        audio/wav wav
        audio/aac aac
        video/mp4 mp4 m4v
        video/mpeg mpg mpeg
        video/webm webm
        video/ogg ogv
        video/quicktime mov
        video/x-matroska mkv
        font/woff woff
        font/woff2 woff2
        font/ttf ttf
        font/otf otf
        message/rfc822 eml
        """;
    Map<String, MediaType> types = new HashMap<>();
    for (String line : table.lines().toList()) {
      String[] words = line.split(" ", -1);
      MediaType type = MediaType.of(words[0]);
      for (int i = 1; i < words.length; i++) {
        types.put(words[i], type);
      }
    }
    return Map.copyOf(types);
  }
}
