package dev.redline.sandbox.redshift;

/** What happens to the server's answer to one request. */
sealed interface Reply {
  /** It goes to the client as it comes. */
  record Plain() implements Reply {}

  /** It goes to the client without its end; another answer follows that has one. */
  record WithoutEnd() implements Reply {}

  /** Nobody asked but the proxy: only its end goes to the client. */
  record OnlyEnd() implements Reply {}

  /** The connection ends where it would have ended. */
  record Cut() implements Reply {}

  /** It waits, whole, before it goes to the client. */
  record Held(Hold hold) implements Reply {}
}
