package dev.redline.sandbox.redshift;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection and its connection to the server: a thread for each direction. Messages
 * with SQL are rewritten on the way to the server, and have the faults that wait for them.
 */
final class Session implements Runnable, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final Socket client;
  private final int serverPort;
  private final CopyLoader loader;
  private final Faults faults;
  private final Statements statements;
  private final Answers answers;
  private final Consumer<Session> onEnd;
  private final Socket server = new Socket();
  private final Map<String, String> statementsByName = new HashMap<>();
  private Reply nextReply = new Reply.Plain();
  private Optional<SqlFault> nextFault = Optional.empty();
  private boolean isCommitDue;

  Session(
      Socket client,
      int serverPort,
      CopyLoader loader,
      Faults faults,
      Statements statements,
      LoadErrorLog log,
      Consumer<Session> onEnd) {
    this.client = client;
    this.serverPort = serverPort;
    this.loader = loader;
    this.faults = faults;
    this.statements = statements;
    this.answers = new Answers(log);
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
    answers.close();
    onEnd.accept(this);
  }

  private void forwardRequests(DataInputStream in, DataOutputStream out) throws IOException {
    while (true) {
      Message message = Message.read(in);
      Optional<String> begun = sql(message);
      if (begun.isPresent() && !meet(begun.get(), out)) {
        return;
      }
      Optional<SqlFault> fault = nextFault;
      nextFault = Optional.empty();
      Message rewritten =
          message.withSql(sql -> fault.map(SqlFault::statement).orElseGet(() -> rewrite(sql)));
      answers.noteFiles(loader.takeWritten(), message.isNamedParse());
      rewritten.write(out);
      if (message.isAnsweredByReady()) {
        endOfRequest(out);
      }
      if (in.available() == 0) {
        out.flush();
      }
    }
  }

  /** The statement that begins with this message, if one does. */
  private Optional<String> sql(Message message) {
    Optional<String> sql = message.sql();
    if (message.type() == Message.PARSE) {
      sql.ifPresent(text -> statementsByName.put(message.statementName(), text));
      return sql;
    }
    // A statement that was prepared before comes without its text.
    return message.type() == Message.BIND && !message.boundStatement().isEmpty()
        ? Optional.ofNullable(statementsByName.get(message.boundStatement()))
        : sql;
  }

  /** Lets a statement meet its fault; false when the connection is to end. */
  private boolean meet(String sql, DataOutputStream out) throws IOException {
    statements.add(sql);
    isCommitDue |= SqlRewriter.isTruncate(sql);
    Optional<Faults.Effect> effect = faults.take(sql);
    if (effect.isEmpty()) {
      return true;
    }
    // What came before must not wait with it.
    out.flush();
    if (effect.get() instanceof Faults.Effect.CutBefore) {
      return false;
    } else if (effect.get() instanceof Faults.Effect.HoldBefore held) {
      return held.hold().pass();
    } else if (effect.get() instanceof Faults.Effect.CutAfter) {
      nextReply = new Reply.Cut();
    } else if (effect.get() instanceof Faults.Effect.HoldAfter held) {
      nextReply = new Reply.Held(held.hold());
    } else if (effect.get() instanceof Faults.Effect.Fail fail) {
      nextFault = Optional.of(fail.fault());
    } else if (effect.get() instanceof Faults.Effect.Slow slow) {
      loader.slow(slow.duration());
    }
    return true;
  }

  private void endOfRequest(DataOutputStream out) throws IOException {
    if (isCommitDue) {
      answers.expect(new Reply.WithoutEnd());
      answers.expect(new Reply.OnlyEnd());
      Message.query("COMMIT").write(out);
      isCommitDue = false;
    } else {
      answers.expect(nextReply);
    }
    nextReply = new Reply.Plain();
  }

  private void forwardAnswers() {
    try (DataInputStream in = input(server);
        DataOutputStream out = output(client)) {
      answers.forward(in, out);
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

  private static DataInputStream input(Socket socket) throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  private static DataOutputStream output(Socket socket) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }
}
