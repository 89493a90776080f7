package io.godwit.cli;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says why reading or writing a file failed, without naming the file again. */
final class Reasons {
  private Reasons() {}

  static String of(Exception cause) {
    String message = cause.getMessage();
    return switch (cause) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "it is there already";
      case FileSystemException file when file.getReason() != null -> file.getReason();
      case FileNotFoundException _ when message != null && message.endsWith(")") ->
          message.substring(message.lastIndexOf('(') + 1, message.length() - 1);
      default -> message == null ? cause.getClass().getSimpleName() : message;
    };
  }
}
