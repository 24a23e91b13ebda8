package dev.redline.listener.action;

/** The ways out of a process. */
public interface Exit {

  /** This process. */
  Exit PROCESS =
      new Exit() {
        @Override
        public void exit(int code) {
          Runtime.getRuntime().exit(code);
        }

        @Override
        public void halt(int code) {
          Runtime.getRuntime().halt(code);
        }
      };

  /** Ends the process with its shutdown hooks; does not return. */
  void exit(int code);

  /** Ends the process at once, without its shutdown hooks; does not return. */
  void halt(int code);
}
