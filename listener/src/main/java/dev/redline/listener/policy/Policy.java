package dev.redline.listener.policy;

import dev.redline.listener.signal.Signal;

/**
 * A rule over signals: a pure function from a state and a signal to the next state and a verdict.
 *
 * <p>The same signals give the same verdicts, on a live run and on a replayed one. A policy speaks
 * once: the signal that crosses its line gives the verdict, later ones give {@link
 * Verdict#healthy()}. Its state is bounded by executors and active stages.
 *
 * @param <S> the state, an immutable value
 */
public interface Policy<S> {

  /** The policy's name in verdicts and docs, in kebab case. */
  String id();

  /** The state before any signal. */
  S initial();

  /** Takes one signal. */
  Step<S> apply(S state, Signal signal);

  /**
   * What a signal led to.
   *
   * @param state the state from here on
   * @param verdict the conclusion, healthy for nearly every signal
   */
  record Step<S>(S state, Verdict verdict) {

    /** Nothing to conclude. */
    public static <S> Step<S> quiet(S state) {
      return new Step<>(state, Verdict.healthy());
    }
  }
}
