package dev.redline.sandbox.redshift;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection and its connection to the server: a thread for each direction. Messages
 * with SQL are rewritten on the way to the server; everything else passes as it came.
 */
final class Session implements Runnable, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final long UNTIL_THE_END = Long.MAX_VALUE;

  /** CSV files that may go once the server has answered that many requests. */
  private record Leftover(long answers, List<Path> files) {}

  private final Socket client;
  private final int serverPort;
  private final CopyLoader loader;
  private final Consumer<Session> onEnd;
  private final Queue<Leftover> leftovers = new ConcurrentLinkedQueue<>();
  private final Socket server = new Socket();
  private long requests;

  Session(Socket client, int serverPort, CopyLoader loader, Consumer<Session> onEnd) {
    this.client = client;
    this.serverPort = serverPort;
    this.loader = loader;
    this.onEnd = onEnd;
  }

  @Override
  public void run() {
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
      DataInputStream fromClient = input(client);
      DataOutputStream toServer = output(server);
      Startup startup = Startup.read(fromClient, output(client));
      if (startup.isCancel()) {
        startup.write(toServer);
        return;
      }
      startup.withoutRedshiftParameters().write(toServer);
      Proxy.daemon("redshift-stand-in-answers", this::forwardAnswers).start();
      forwardRequests(fromClient, toServer);
    } catch (IOException e) {
      LOG.debug("A client connection of the Redshift stand-in ended", e);
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    Proxy.closeQuietly(client);
    Proxy.closeQuietly(server);
    deleteLeftovers(UNTIL_THE_END);
    onEnd.accept(this);
  }

  private void forwardRequests(DataInputStream in, DataOutputStream out) throws IOException {
    while (true) {
      Message message = Message.read(in);
      Message rewritten = message.withSql(this::rewrite);
      noteFiles(message.isNamedParse() ? UNTIL_THE_END : requests + 1);
      requests += message.isAnsweredByReady() ? 1 : 0;
      rewritten.write(out);
      if (in.available() == 0) {
        out.flush();
      }
    }
  }

  private void forwardAnswers() {
    try (DataInputStream in = input(server);
        DataOutputStream out = output(client)) {
      long answers = -1; // The first ReadyForQuery ends the log-in and answers no request.
      while (true) {
        Message message = Message.read(in);
        if (message.type() == Message.READY_FOR_QUERY) {
          answers++;
          deleteLeftovers(answers);
        }
        message.write(out);
        if (in.available() == 0) {
          out.flush();
        }
      }
    } catch (IOException e) {
      LOG.debug("The server's side of a stand-in connection ended", e);
    } finally {
      close();
    }
  }

  private String rewrite(String sql) {
    try {
      return SqlRewriter.rewrite(sql, loader);
    } catch (RuntimeException e) {
      LOG.warn("The Redshift stand-in failed on a statement", e);
      return SqlFault.load("the Redshift stand-in failed: " + e, sql).statement();
    }
  }

  private void noteFiles(long answers) {
    List<Path> files = loader.takeWritten();
    if (!files.isEmpty()) {
      leftovers.add(new Leftover(answers, files));
    }
  }

  private void deleteLeftovers(long answers) {
    leftovers.removeIf(
        leftover -> {
          boolean isOver = leftover.answers() <= answers;
          if (isOver) {
            leftover.files().forEach(Session::delete);
          }
          return isOver;
        });
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("Could not delete {}", file, e);
    }
  }

  private static DataInputStream input(Socket socket) throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  private static DataOutputStream output(Socket socket) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }
}
