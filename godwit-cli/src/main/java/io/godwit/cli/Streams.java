package io.godwit.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * The three streams of the process.
 *
 * @param out without a buffer
 */
record Streams(InputStream in, OutputStream out, PrintStream err) {}
