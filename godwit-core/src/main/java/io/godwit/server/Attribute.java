package io.godwit.server;

/**
 * The name of something that filters and handlers attach to a request for those after them. Two
 * attributes of the same text are different ones: who has the constant has the value.
 *
 * <pre>{@code
 * Attribute<Locale> language = Attribute.named("language");
 * Filter choosing = (request, next) -> {
 *   request.attribute(language, Locale.FRENCH);
 *   return next.handle(request);
 * };
 * Handler greeting = request ->
 *     Response.text(request.attribute(language).orElse(Locale.ENGLISH).getDisplayLanguage());
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param <T> what it stands for
 */
@SuppressWarnings("UnusedTypeParameter") // it binds what is put in to what is taken out
public final class Attribute<T> {
  private final String name;

  private Attribute(String name) {
    this.name = name;
  }

  /** A new attribute; the name is for people. */
  public static <T> Attribute<T> named(String name) {
    return new Attribute<>(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
