package dev.redline.listener.action;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All that a ladder meets, played: it notes every call, and any call can be told to hang or to
 * fail. Its time passes only while the ladder pauses.
 */
final class Stage implements Application, Closing, Exit, Ticker {
  private static final long PATIENCE_S = 60;
  private static final Set<String> TOLD_BESIDE = Set.of("announce", "verdict", "record", "flush");

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Map<String, CountDownLatch> calls = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> hanging = new ConcurrentHashMap<>();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final Map<String, List<String>> following = new ConcurrentHashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicLong nanos = new AtomicLong();
  private volatile long criticalUntil;
  private volatile long mainUntil;
  volatile Duration flushDeadline = Duration.ZERO;
  volatile String cancelledFor = "";

  /** Every call that the outside would see, in its order. */
  List<String> told() {
    return List.copyOf(told);
  }

  /** The ladder's own calls in their order, without what other threads tell beside it. */
  List<String> rungs() {
    return told.stream().filter(call -> !TOLD_BESIDE.contains(call)).toList();
  }

  void hangAt(String call) {
    hanging.put(call, new CountDownLatch(1));
  }

  boolean hangsAt(String call) {
    return hanging.containsKey(call);
  }

  /**
   * Keeps a call from returning until others have been made, so that a limit of the ladder's may be
   * as short as it likes on a machine whose threads start late.
   */
  void follow(String call, String... others) {
    following.put(call, List.of(others));
  }

  void letGo(String call) {
    Optional.ofNullable(hanging.get(call)).ifPresent(CountDownLatch::countDown);
  }

  void letAllGo() {
    hanging.values().forEach(CountDownLatch::countDown);
  }

  void failAt(String call) {
    failing.add(call);
  }

  void criticalFor(Duration duration) {
    criticalUntil = duration.toNanos();
  }

  void mainRunsFor(Duration duration) {
    mainUntil = duration.toNanos();
  }

  Duration elapsed() {
    return Duration.ofNanos(nanos.get());
  }

  /** Waits for the first way out that was taken. */
  void awaitEnd() throws InterruptedException {
    if (!end.await(PATIENCE_S, TimeUnit.SECONDS)) {
      throw new AssertionError("the ladder did not end; it did " + told);
    }
  }

  void awaitCall(String call) throws InterruptedException {
    if (!latch(call).await(PATIENCE_S, TimeUnit.SECONDS)) {
      throw new AssertionError("no " + call + "; the ladder did " + told);
    }
  }

  void awaitCalls(String... calls) throws InterruptedException {
    for (String call : calls) {
      awaitCall(call);
    }
  }

  private CountDownLatch latch(String call) {
    return calls.computeIfAbsent(call, c -> new CountDownLatch(1));
  }

  void call(String call) {
    told.add(call);
    check(call);
  }

  private void check(String call) {
    latch(call).countDown();
    following.getOrDefault(call, List.of()).forEach(other -> awaitUninterrupted(latch(other)));
    if (failing.contains(call)) {
      throw new LinkageError("told to fail at " + call);
    }
    CountDownLatch hang = hanging.get(call);
    if (hang != null) {
      awaitUninterrupted(hang);
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // What hangs does not listen.
      }
    }
  }

  @Override
  public void announce() {
    call("announce");
  }

  @Override
  public void writeVerdict() {
    call("verdict");
  }

  @Override
  public void writeRecord() {
    call("record");
  }

  @Override
  public void release() {
    call("release");
  }

  @Override
  public boolean drawsProgress() {
    return false;
  }

  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  public void endCompanions() {
    call("companions");
  }

  @Override
  public void flush(Duration deadline) {
    flushDeadline = deadline;
    call("flush");
  }

  @Override
  public void cancelAllJobs(String reason) {
    cancelledFor = reason;
    call("cancel");
  }

  @Override
  public Optional<String> criticalSection() {
    check("critical section");
    return nanos.get() < criticalUntil ? Optional.of("the commit") : Optional.empty();
  }

  @Override
  public boolean isMainRunning() {
    check("is main running");
    return nanos.get() < mainUntil;
  }

  @Override
  public void exit(int code) {
    told.add("exit " + code);
    check("exit " + code);
    end.countDown();
  }

  @Override
  public void halt(int code) {
    told.add("halt " + code);
    end.countDown();
    check("halt " + code);
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public void pause(Duration duration) {
    check("pause");
    nanos.addAndGet(duration.toNanos());
  }
}
