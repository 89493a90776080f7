/** What users of Godwit test their own code with. */
module io.godwit.testkit {
  requires transitive io.godwit;
  requires static org.jspecify;
  requires tools.jackson.core;

  exports io.godwit.testkit;
  exports io.godwit.testkit.httpbin;
}
