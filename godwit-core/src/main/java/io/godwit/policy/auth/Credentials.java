package io.godwit.policy.auth;

/**
 * What a client shows to say who asks, and how: a name with its password, a token, a key to sign
 * with. Immutable; one serves any number of calls. Which origin it may be shown to is not its
 * business: it is only asked for requests to that one.
 *
 * <p>Whoever needs a scheme of his own writes a flow for it:
 *
 * <pre>{@code
 * Credentials signed = context -> (request, now) -> new AuthStep.Send(request.withHeader("X-Signature", "..."));
 * }</pre>
 */
@FunctionalInterface
public interface Credentials {
  /** The flow of one hop: of one request to one origin, and of its repetitions. */
  AuthFlow flow(AuthContext context);
}
