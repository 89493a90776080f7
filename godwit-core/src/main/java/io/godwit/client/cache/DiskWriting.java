package io.godwit.client.cache;

import io.godwit.policy.cache.StoredResponse;
import java.io.IOException;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Content that arrives and goes into a file. */
final class DiskWriting implements HttpCache.Writing {
  private final DiskCache cache;
  private final StoredResponse response;
  private final long most;
  private final CRC32C crc = new CRC32C();
  private CacheFiles.@Nullable Part part;
  private long length;

  DiskWriting(DiskCache cache, CacheFiles.Part part, StoredResponse response, long most) {
    this.cache = cache;
    this.part = part;
    this.response = response;
    this.most = most;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    if (part == null) {
      return;
    }
    if (length + count > most) {
      abandon();
      return;
    }
    try {
      part.write(bytes, offset, count);
      crc.update(bytes, offset, count);
      length += count;
    } catch (IOException e) {
      cache.failed(e);
      abandon();
    }
  }

  @Override
  public void commit(List<StoredResponse> replaced) {
    CacheFiles.Part whole = part;
    if (whole == null) {
      return;
    }
    try {
      byte[] trailer = StoredBody.trailer(length, crc);
      whole.write(trailer, 0, trailer.length);
      // small content is checked whole before it is used; the rest must be there before its head
      whole.finish(length > StoredBody.CHECKED_AT_ONCE);
      cache.commit(whole, response.stored(whole.id(), length), replaced);
      part = null;
    } catch (IOException e) {
      cache.failed(e);
      abandon();
    }
  }

  @Override
  public void abandon() {
    if (part != null) {
      try {
        part.delete();
      } catch (IOException e) {
        cache.failed(e);
      }
      part = null;
    }
  }
}
