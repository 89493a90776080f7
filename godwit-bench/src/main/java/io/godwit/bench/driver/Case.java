package io.godwit.bench.driver;

/**
 * One line of the result: who does which group's work.
 *
 * @param name unique in its group
 */
public record Case(Group group, Kind kind, String name, Opener opener) {

  /** What names this case on the command line and in the result file, like {@code sync/godwit}. */
  public String id() {
    return group.label() + "/" + name;
  }

  public Driver open(Target target) throws Exception {
    return opener.open(target);
  }

  /** Makes the driver; may open connections already. */
  @FunctionalInterface
  public interface Opener {
    Driver open(Target target) throws Exception;
  }
}
