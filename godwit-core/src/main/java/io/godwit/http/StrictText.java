package io.godwit.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text as octets and back, in which nothing is replaced by a question mark. */
final class StrictText {
  private StrictText() {}

  /**
   * The text in that charset.
   *
   * @throws InvalidMessage when the charset lacks one of the characters, or can only be read
   */
  static byte[] encoded(String text, Charset charset) {
    if (charset.equals(StandardCharsets.UTF_8)) {
      requireCharacters(text);
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (!charset.canEncode()) {
      throw new InvalidMessage("charset " + charset + " can be read and not written");
    }
    try {
      ByteBuffer encoded =
          charset
              .newEncoder()
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .onMalformedInput(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new InvalidMessage("the text has a character that " + charset + " cannot encode");
    }
  }

  /**
   * The text that these octets are in that charset.
   *
   * @throws InvalidMessage when they are none
   */
  static String decoded(byte[] octets, Charset charset) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidMessage("octets that are not " + charset);
    }
  }

  private static void requireCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.charCount(text.codePointAt(i)) == 1) {
          throw new InvalidMessage("the text has half a surrogate pair at " + i);
        }
        i++;
      }
    }
  }
}
