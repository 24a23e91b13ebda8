package dev.redline.replay;

import dev.redline.listener.signal.Signal;
import java.util.Map;

/** Receives what an event log says. */
interface EventSink {

  /** The Spark that wrote the log. */
  void sparkVersion(String version);

  /** Spark's configuration; usually before anything happens. */
  void configuration(Map<String, String> entries);

  /** A fact. */
  void signal(Signal signal);
}
