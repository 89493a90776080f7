package io.godwit.bench.report;

import java.util.Arrays;

/**
 * A median and the interval that holds the true median with probability {@code coverage} or more.
 *
 * <p>The interval is the classical one from order statistics: of n sorted values, the k-th and the
 * k-th from the end, where k is the largest for which a sum of n fair coin flips stays within them
 * with a probability of at least 95 %. It assumes independent rounds and nothing about their
 * distribution. Below six values even the smallest and the largest do not reach 95 %; they are
 * given then, with the coverage they have.
 */
public record Interval(double median, double low, double high, double coverage) {
  private static final double WANTED = 0.95;

  /** Of at least one value, none of them NaN. */
  public static Interval of(double[] values) {
    if (values.length == 0 || Arrays.stream(values).anyMatch(Double::isNaN)) {
      throw new IllegalArgumentException("no median of " + Arrays.toString(values));
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    int k = 1;
    while (2 * (k + 1) <= n && coverage(n, k + 1) >= WANTED) {
      k++;
    }
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    return new Interval(median, sorted[k - 1], sorted[n - k], coverage(n, k));
  }

  /** Round by round: {@code these[i] / those[i]}. */
  public static Interval ofRatios(double[] these, double[] those) {
    if (these.length != those.length) {
      throw new IllegalArgumentException(these.length + " and " + those.length + " rounds");
    }
    double[] ratios = new double[these.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = these[i] / those[i];
    }
    return of(ratios);
  }

  /** The probability that the median lies between the k-th and the k-th last of n values. */
  static double coverage(int n, int k) {
    double outside = 0;
    double term = Math.pow(0.5, n);
    for (int i = 0; i < k; i++) {
      outside += 2 * term;
      term = term * (n - i) / (i + 1);
    }
    return Math.max(0, 1 - outside);
  }
}
