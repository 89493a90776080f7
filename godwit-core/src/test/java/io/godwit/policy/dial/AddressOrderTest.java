package io.godwit.policy.dial;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressOrderTest {
  /** {@code 6a} stands for an IPv6 address, {@code 4a} for one of IPv4. */
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "4a, 4a",
    "6a, 6a",
    "6a 6b 4a 4b, 6a 4a 6b 4b",
    "4a 4b 6a 6b, 4a 6a 4b 6b",
    "6a 4a 6b 4b, 6a 4a 6b 4b",
    "6a 6b 6c 4a, 6a 4a 6b 6c",
    "4a 6a 6b 6c, 4a 6a 6b 6c",
    "4a 4b 4c, 4a 4b 4c",
    "6c 6a 4b 6b 4a, 6c 4b 6a 4a 6b",
    "6a 6a 4a 4a, 6a 4a"
  })
  void the_families_take_turns(String resolved, String expected) {
    assertThat(AddressOrder.interleave(addresses(resolved))).isEqualTo(addresses(expected));
  }

  private static List<InetAddress> addresses(String list) {
    return Arrays.stream(list.split(" "))
        .filter(name -> !name.isEmpty())
        .map(name -> InetAddress.ofLiteral(literal(name)))
        .collect(Collectors.toList());
  }

  private static String literal(String name) {
    char letter = name.charAt(1);
    return name.charAt(0) == '6' ? "2001:db8::" + letter : "192.0.2." + (int) letter;
  }
}
