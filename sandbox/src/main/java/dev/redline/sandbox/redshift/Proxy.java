package dev.redline.sandbox.redshift;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on the loopback address and gives each connection a session, on daemon threads. */
final class Proxy implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);

  private final ServerSocket listener;
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

  private Proxy(ServerSocket listener) {
    this.listener = listener;
  }

  /** Takes the port at once; connections wait until {@link #serve}. */
  static Proxy bind(int port) throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return new Proxy(listener);
    } catch (BindException e) {
      listener.close();
      throw new BindException(
          "port %d on 127.0.0.1 is taken; stop what listens there, or start the Redshift stand-in with another port (0 picks a free one)"
              .formatted(port));
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What the sessions share. */
  record Backend(
      int serverPort,
      Supplier<Storage> storage,
      Path folder,
      Faults faults,
      Statements statements,
      LoadErrorLog log) {}

  void serve(Backend backend) {
    daemon("redshift-stand-in", () -> accept(backend)).start();
  }

  @Override
  public void close() {
    closeQuietly(listener);
    sessions.forEach(Session::close);
  }

  private void accept(Backend backend) {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        CopyLoader loader = new CopyLoader(backend.storage().get(), backend.folder());
        Session session =
            new Session(
                client,
                backend.serverPort(),
                loader,
                backend.faults(),
                backend.statements(),
                backend.log(),
                sessions::remove);
        sessions.add(session);
        daemon("redshift-stand-in-requests", session).start();
      } catch (IOException e) {
        LOG.debug("The Redshift stand-in takes no more connections", e);
      }
    }
    sessions.forEach(Session::close);
  }

  static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      LOG.debug("Could not close {}", closeable, e);
    }
  }
}
