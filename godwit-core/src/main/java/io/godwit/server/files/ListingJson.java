package io.godwit.server.files;

import io.godwit.server.text.Escaped;
import java.util.StringJoiner;

/** A listing for programs: an array with an object for each entry, in the order of the listing. */
final class ListingJson {
  private ListingJson() {}

  static String of(Listing listing) {
    StringJoiner array = new StringJoiner(",\n", "[\n", "\n]\n").setEmptyValue("[]\n");
    for (Listing.Entry entry : listing.entries()) {
      StringBuilder object = new StringBuilder("  {\"name\": ");
      Escaped.json(entry.name(), object);
      object.append(", \"type\": \"").append(entry.folder() ? "folder" : "file").append('"');
      if (!entry.folder()) {
        object.append(", \"size\": ").append(entry.size());
      }
      entry
          .modified()
          .ifPresent(time -> object.append(", \"modified\": \"").append(time).append('"'));
      array.add(object.append('}'));
    }
    return array.toString();
  }
}
