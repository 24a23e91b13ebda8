package dev.redline.sandbox.redshift;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Trouble on demand. Each fault waits for the first statement, on any connection, that begins with
 * a text (case and leading blanks aside), and then is over. Thread-safe.
 */
public final class Faults {
  private final List<Fault> pending = new CopyOnWriteArrayList<>();

  Faults() {}

  /** What happens to a statement. */
  sealed interface Effect {
    /** The connection ends and the server never sees the statement. */
    record CutBefore() implements Effect {}

    /** The server carries it out, and the connection ends instead of the answer. */
    record CutAfter() implements Effect {}

    /** It fails in the server, as Redshift words it. */
    record Fail(SqlFault fault) implements Effect {}

    /** Only of COPY: it takes that long in the server, before it loads. */
    record Slow(Duration duration) implements Effect {}

    /** It waits on the way to the server. */
    record HoldBefore(Hold hold) implements Effect {}

    /** The server carries it out, and the answer waits on the way back. */
    record HoldAfter(Hold hold) implements Effect {}
  }

  private record Fault(String beginning, Effect effect) {}

  /** Ends the connection instead of passing the statement on. */
  public void cutBefore(String statement) {
    add(statement, new Effect.CutBefore());
  }

  /** Passes the statement on, and ends the connection instead of passing the answer back. */
  public void cutAfter(String statement) {
    add(statement, new Effect.CutAfter());
  }

  /** Error 1023: a cycle of transactions, which Redshift ends by failing this one. */
  public void failSerialization(String statement) {
    add(
        statement,
        new Effect.Fail(
            SqlFault.load(
                "1023",
                "Serializable isolation violation on table - 100092, transactions forming the"
                    + " cycle are: 6121, 6122 (pid:17914)")));
  }

  /** The other words for a lost race. */
  public void failConcurrency(String statement) {
    add(
        statement,
        new Effect.Fail(
            SqlFault.load(
                "could not complete because of conflict with concurrent transaction", "")));
  }

  /** The scanner of Parquet files fails on a file. */
  public void failSpectrum(String statement, String context) {
    add(
        statement,
        new Effect.Fail(
            SqlFault.load(
                "Spectrum Scan Error",
                "\n"
                    + "  -----------------------------------------------\n"
                    + "  error:  Spectrum Scan Error\n"
                    + "  code:      15001\n"
                    + "  context:   "
                    + context
                    + "\n  location:  dory_util.cpp:1615\n"
                    + "  -----------------------------------------------")));
  }

  /** The next COPY takes that long. */
  public void slowCopy(Duration duration) {
    add("COPY", new Effect.Slow(duration));
  }

  /** Stops the statement on its way to the server. */
  public Hold holdBefore(String statement) {
    Hold hold = new Hold(statement);
    add(statement, new Effect.HoldBefore(hold));
    return hold;
  }

  /** Stops the answer on its way back; the server has then carried the statement out. */
  public Hold holdAfter(String statement) {
    Hold hold = new Hold(statement);
    add(statement, new Effect.HoldAfter(hold));
    return hold;
  }

  /** Whether every fault has happened. */
  public boolean areOver() {
    return pending.isEmpty();
  }

  private void add(String statement, Effect effect) {
    pending.add(new Fault(normalised(statement), effect));
  }

  /** The effect on this statement, which thereby is used up. */
  Optional<Effect> take(String sql) {
    if (pending.isEmpty()) {
      return Optional.empty();
    }
    String statement = normalised(sql);
    for (Fault fault : pending) {
      if (statement.startsWith(fault.beginning()) && pending.remove(fault)) {
        return Optional.of(fault.effect());
      }
    }
    return Optional.empty();
  }

  private static String normalised(String sql) {
    return sql.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
  }
}
