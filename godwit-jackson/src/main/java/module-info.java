/** JSON for Godwit's clients, by Jackson 3. */
module io.godwit.jackson {
  requires static org.jspecify;
  requires transitive io.godwit;
  requires transitive tools.jackson.databind;

  exports io.godwit.jackson;

  provides io.godwit.http.JsonCodec with
      io.godwit.jackson.JacksonCodec;
}
