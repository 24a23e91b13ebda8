package dev.redline.etl.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CriticalSectionTest {

  @Test
  void isMarkedForAsLongAsItLasts() {
    assertThat(System.getProperty("redline.critical-section")).isNull();
    try (CriticalSection section = CriticalSection.enter("the load of t")) {
      assertThat(section).isNotNull();
      assertThat(System.getProperty("redline.critical-section")).isEqualTo("the load of t");
    }
    assertThat(System.getProperty("redline.critical-section")).isNull();
  }
}
