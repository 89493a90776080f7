package io.godwit.wire.tls;

/** What {@link TlsMachine#poll} has to say. The last three are final: they come again and again. */
public enum TlsEvent {
  /** The machine needs more ciphertext before it can say anything. */
  NEED_INPUT,

  /** Handshake: what is in {@link TlsMachine#output()} has to be written before anything else. */
  NEED_OUTPUT,

  /** Handshake: {@link TlsMachine#runTasks()} has to be called, on whatever thread. */
  NEED_TASK,

  /** The handshake is complete; from now on plaintext goes both ways. Comes once. */
  OPEN,

  /** There is plaintext; as much of it as fits was put into the buffer. */
  DATA,

  /** The peer ended its side by close_notify (RFC 8446 section 6.1). */
  END,

  /** The connection ended without close_notify: what was received may have been cut short. */
  TRUNCATED,

  /** See {@link TlsMachine#failure()}. */
  FAILED
}
