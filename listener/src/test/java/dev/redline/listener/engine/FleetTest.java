package dev.redline.listener.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.Facts;
import dev.redline.listener.signal.Signal.ExecutorAdded;
import dev.redline.listener.signal.Signal.FleetChanged;
import org.junit.jupiter.api.Test;

class FleetTest {
  private final Fleet fleet = new Fleet();

  @Test
  void addsExecutorsAndTheirCores() {
    assertThat(fleet.add(new ExecutorAdded(1, "1", 4))).contains(new FleetChanged(1, 1, 4));
    assertThat(fleet.add(new ExecutorAdded(2, "2", 2))).contains(new FleetChanged(2, 2, 6));
  }

  @Test
  void anExecutorAddedTwiceIsOneWithItsNewCores() {
    fleet.add(new ExecutorAdded(1, "1", 4));
    assertThat(fleet.add(new ExecutorAdded(2, "1", 8))).contains(new FleetChanged(2, 1, 8));
  }

  @Test
  void anExecutorRemovedTwiceIsGoneOnce() {
    fleet.add(new ExecutorAdded(1, "1", 4));
    fleet.add(new ExecutorAdded(1, "2", 4));
    assertThat(fleet.remove(Facts.removed(2, "1", ""))).contains(new FleetChanged(2, 1, 4));
    assertThat(fleet.remove(Facts.removed(3, "1", ""))).isEmpty();
    assertThat(fleet.remove(Facts.removed(3, "never there", ""))).isEmpty();
  }
}
