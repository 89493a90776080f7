package io.godwit.policy.auth.oauth;

import io.godwit.http.Uri;
import java.time.Duration;
import java.util.Optional;

/**
 * What a person has to be told so that a device gets its token (RFC 8628 section 3.2): go there,
 * and enter this.
 *
 * @param userCode to be entered; without control characters
 * @param verification where
 * @param complete the same place with the code in it already, for a QR code or a link
 * @param lifetime how long that is good for
 */
public record DevicePrompt(
    String userCode, Uri verification, Optional<Uri> complete, Duration lifetime) {}
