package io.godwit.client;

import io.godwit.http.Entropy;
import java.security.SecureRandom;

/**
 * Entropy for production. The source is opened when it is first needed: most commands that send one
 * request never do. Safe between threads.
 */
final class SecureEntropy implements Entropy {
  static final SecureEntropy INSTANCE = new SecureEntropy();

  private SecureEntropy() {}

  @Override
  public void fill(byte[] bytes) {
    Source.RANDOM.nextBytes(bytes);
  }

  private static final class Source {
    private static final SecureRandom RANDOM = new SecureRandom();
  }
}
