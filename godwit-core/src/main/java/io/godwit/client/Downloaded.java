package io.godwit.client;

import java.nio.file.Path;

/**
 * A download that is complete.
 *
 * @param file where it is
 * @param length of the file, in bytes
 * @param continued how many of them were there from an earlier run
 * @param response the last response, without its content
 */
public record Downloaded(Path file, long length, long continued, BufferedResponse response) {}
