package io.godwit.tests.fuzz;

/** How an input is split: the sizes of its pieces, over and over. */
final class Pieces {
  static final Pieces WHOLE = new Pieces(Integer.MAX_VALUE);
  static final Pieces BYTES = new Pieces(1);

  private final int[] sizes;

  private Pieces(int... sizes) {
    this.sizes = sizes;
  }

  /** Of the sizes that the options say; a 0 among them is an empty piece. */
  static Pieces of(FuzzInput input) {
    int[] sizes = new int[8];
    int sum = 0;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = input.option();
      sum += sizes[i];
    }
    return sum == 0 ? new Pieces(7) : new Pieces(sizes);
  }

  /** The size of the n-th piece. */
  int size(int n) {
    return sizes[n % sizes.length];
  }
}
