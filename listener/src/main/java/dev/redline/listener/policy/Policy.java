package dev.redline.listener.policy;

import dev.redline.listener.signal.Signal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule over signals: a pure function from a state and a signal to the next state and a verdict.
 *
 * <p>The same signals give the same verdicts, on a live run and on a replayed one. A policy speaks
 * once: the signal that crosses its line gives the verdict, later ones give {@link
 * Verdict#healthy()}. Its state is bounded by executors and active stages, and nearly every signal
 * leaves it as it is, for which {@link Step#unchanged()} costs nothing.
 *
 * @param <S> the state, an immutable value
 */
public interface Policy<S> {

  /** The policy's name in verdicts and docs, in kebab case. */
  String id();

  /** The kinds of signals that can change its state; it is given no others. */
  Set<Class<? extends Signal>> watches();

  /** The state before any signal. */
  S initial();

  /** Takes one signal. */
  Step<S> apply(S state, Signal signal);

  /**
   * What a signal led to.
   *
   * @param next the state from here on, null where it stays as it is
   * @param verdict the conclusion, healthy for nearly every signal
   */
  record Step<S>(@Nullable S next, Verdict verdict) {
    private static final Step<Object> UNCHANGED = new Step<>(null, Verdict.healthy());

    /** Nothing changed and nothing to conclude; always the same instance. */
    @SuppressWarnings("unchecked") // It holds no state, so it is a step of any policy.
    public static <S> Step<S> unchanged() {
      return (Step<S>) UNCHANGED;
    }

    /** Another state, and nothing to conclude. */
    public static <S> Step<S> quiet(S next) {
      return new Step<>(next, Verdict.healthy());
    }

    /** The state after this step. */
    public S after(S state) {
      return next == null ? state : next;
    }
  }
}
