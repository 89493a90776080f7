package io.godwit.wire.multipart;

import java.nio.ByteBuffer;

/**
 * What a {@link MultipartParser} says: for each part its {@link Part head}, its {@link Data}, its
 * {@link PartEnd}, and after all of them {@link End}.
 */
public sealed interface MultipartEvent {
  /** More bytes are needed. */
  MultipartEvent NEED_INPUT = new NeedInput();

  /** The part under way has ended. */
  MultipartEvent PART_END = new PartEnd();

  /** The content has ended. */
  MultipartEvent END = new End();

  /** A part begins. */
  record Part(PartHead head) implements MultipartEvent {}

  /**
   * Content of the part under way.
   *
   * @param bytes not empty; read-only, and valid until the parser is called again
   */
  record Data(ByteBuffer bytes) implements MultipartEvent {}

  /** See {@link #PART_END}. */
  record PartEnd() implements MultipartEvent {}

  /** See {@link #END}. */
  record End() implements MultipartEvent {}

  /** See {@link #NEED_INPUT}. */
  record NeedInput() implements MultipartEvent {}
}
