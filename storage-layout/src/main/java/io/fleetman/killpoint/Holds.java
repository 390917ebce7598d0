package io.fleetman.killpoint;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several holds, some of which are for one subject of many. */
final class Holds implements KillPoints {
  private final List<Of> holds;
  private final @Nullable String subject;

  /** A hold, and for whom; null: for everybody. */
  private record Of(@Nullable String subject, Hold hold) {
    static Of parse(String text) {
      int at = text.lastIndexOf('@');
      String[] parts = text.substring(at + 1).split(":", 2);
      KillPoint point =
          KillPoint.of(parts[0])
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          VARIABLE
                              + ": there is no kill point '"
                              + parts[0]
                              + "': name one of "
                              + Arrays.stream(KillPoint.values()).map(KillPoint::word).toList()));
      int times = parts.length == 1 ? 1 : times(parts[1]);
      String of = at < 0 ? "" : " of " + text.substring(0, at);
      return new Of(
          at < 0 ? null : text.substring(0, at), new Hold(point, of, times, System.in, System.err));
    }

    private static int times(String text) {
      if (!text.matches("[1-9][0-9]{0,6}")) {
        throw new IllegalArgumentException(
            VARIABLE + ": '" + text + "' is not how many times: write it like publish-copied:3");
      }
      return Integer.parseInt(text);
    }

    boolean isFor(@Nullable String who) {
      return subject == null || subject.equals(who);
    }
  }

  private Holds(List<Of> holds, @Nullable String subject) {
    this.holds = holds;
    this.subject = subject;
  }

  static KillPoints parse(String wanted) {
    return new Holds(Arrays.stream(wanted.split(",", -1)).map(Of::parse).toList(), null);
  }

  @Override
  public KillPoints in(String one) {
    return new Holds(holds, one);
  }

  @Override
  public void passed(KillPoint point) {
    holds.stream().filter(h -> h.isFor(subject)).forEach(h -> h.hold().passed(point));
  }
}
