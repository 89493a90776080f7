/**
 * Files for a server to answer with: {@link io.godwit.server.files.StaticFiles} is a {@link
 * io.godwit.server.Handler} over a folder.
 *
 * <p>The way of a request: {@code RequestedPath} makes names of its path and refuses what is none,
 * {@code Folder} finds what they name without leaving the folder, {@code FileAnswer} judges the
 * conditions and ranges of the request (both are values of {@code io.godwit.http}) against that
 * {@code StoredFile}, and {@code FileContent} sees that what is sent is what was promised. {@code
 * Listing} and its two forms are for folders.
 *
 * <p>May depend on {@code io.godwit.server}, {@code io.godwit.net} and {@code io.godwit.http}, and
 * nothing there depends on it. Runs on the threads of the connections; nothing is shared between
 * requests but the settings, which are immutable.
 *
 * <p>RFC 9110 sections 8.8, 13 and 14.
 */
@NullMarked
package io.godwit.server.files;

import org.jspecify.annotations.NullMarked;
