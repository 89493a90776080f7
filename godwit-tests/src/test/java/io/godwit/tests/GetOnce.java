package io.godwit.tests;

import io.godwit.client.Http;
import io.godwit.http.HttpFailure;

/**
 * A program that prints a page and the modules it runs in; started by {@link NoOtherModuleTest}.
 */
final class GetOnce {
  private GetOnce() {}

  public static void main(String[] arguments) throws HttpFailure {
    System.out.println(Http.get(arguments[0]).text());
    ModuleLayer.boot().modules().stream()
        .map(Module::getName)
        .sorted()
        .forEach(System.out::println);
  }
}
