package io.godwit.client.cache;

/**
 * What a cache holds and has done since it was opened.
 *
 * @param responses stored now
 * @param bytes that they take
 * @param stored how many were stored
 * @param evicted how many made room for others
 * @param damaged how many were found damaged and removed
 * @param failures how often the store could not be read or written
 */
public record CacheStatistics(
    int responses, long bytes, long stored, long evicted, long damaged, long failures) {}
