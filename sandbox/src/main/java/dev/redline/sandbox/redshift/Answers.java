package dev.redline.sandbox.redshift;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way back: the server's answers, each with what is to happen to it. {@link #forward} runs on a
 * thread of its own; the other methods are called by the thread of the requests.
 */
final class Answers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final char SESSION_KEY = 'K';
  private static final long UNTIL_THE_END = Long.MAX_VALUE;

  /** CSV files that may go once the server has answered that many requests. */
  private record Leftover(long answers, List<Path> files) {}

  private final LoadErrorLog log;
  private final Queue<Leftover> leftovers = new ConcurrentLinkedQueue<>();
  private final Queue<Reply> expected = new ConcurrentLinkedQueue<>();
  private final AtomicLong requests = new AtomicLong();
  private int session;

  Answers(LoadErrorLog log) {
    this.log = log;
  }

  /** Says what happens to the answer of the request that is now complete. */
  void expect(Reply reply) {
    requests.incrementAndGet();
    expected.add(reply);
  }

  /** Files of the request under way; a statement that was named may be run again. */
  void noteFiles(List<Path> files, boolean isNamed) {
    if (!files.isEmpty()) {
      leftovers.add(new Leftover(isNamed ? UNTIL_THE_END : requests.get() + 1, files));
    }
  }

  @Override
  public void close() {
    deleteLeftovers(UNTIL_THE_END);
  }

  /** Until the server ends, or a fault ends the connection. */
  void forward(DataInputStream in, DataOutputStream out) throws IOException {
    logIn(in, out);
    long answered = 0;
    while (true) {
      Message first = Message.read(in);
      // The request was expected before it was sent; what comes unasked belongs to nobody.
      Reply reply = expected.peek();
      boolean isOver = reply == null ? plain(first, in, out) : answer(reply, first, in, out);
      if (isOver) {
        expected.poll();
        answered++;
        deleteLeftovers(answered);
      }
    }
  }

  private void logIn(DataInputStream in, DataOutputStream out) throws IOException {
    Message message = Message.read(in);
    while (message.type() != Message.READY_FOR_QUERY) {
      if (message.type() == SESSION_KEY) {
        session = ByteBuffer.wrap(message.body()).getInt();
      }
      plain(message, in, out);
      message = Message.read(in);
    }
    plain(message, in, out);
  }

  /** Deals with an answer or a piece of one; true when it is over. */
  private boolean answer(Reply reply, Message first, DataInputStream in, DataOutputStream out)
      throws IOException {
    if (reply instanceof Reply.Plain) {
      return plain(first, in, out);
    }
    List<Message> whole = whole(first, in);
    Message end = whole.get(whole.size() - 1);
    if (reply instanceof Reply.Cut) {
      throw new IOException("cut by a fault");
    } else if (reply instanceof Reply.Held held) {
      if (!held.hold().pass()) {
        throw new IOException("cut while held");
      }
      send(whole, out);
    } else if (reply instanceof Reply.WithoutEnd) {
      send(whole.subList(0, whole.size() - 1), out);
    } else if (reply instanceof Reply.OnlyEnd) {
      send(List.of(end), out);
    }
    return true;
  }

  private boolean plain(Message message, DataInputStream in, DataOutputStream out)
      throws IOException {
    edited(message).write(out);
    if (in.available() == 0) {
      out.flush();
    }
    return message.type() == Message.READY_FOR_QUERY;
  }

  private static List<Message> whole(Message first, DataInputStream in) throws IOException {
    List<Message> whole = new ArrayList<>(List.of(first));
    while (whole.get(whole.size() - 1).type() != Message.READY_FOR_QUERY) {
      whole.add(Message.read(in));
    }
    return whole;
  }

  private void send(List<Message> messages, DataOutputStream out) throws IOException {
    for (Message message : messages) {
      edited(message).write(out);
    }
    out.flush();
  }

  /** Load errors go to their tables before the client hears of them. */
  private Message edited(Message message) {
    if (message.type() != ErrorAnswer.TYPE) {
      return message;
    }
    ErrorAnswer error = ErrorAnswer.of(message);
    if (error.loadErrors().isEmpty()) {
      return message;
    }
    log.record(session, error.loadErrors().get());
    return error.withoutDetail();
  }

  private void deleteLeftovers(long answered) {
    leftovers.removeIf(
        leftover -> {
          boolean isOver = leftover.answers() <= answered;
          if (isOver) {
            leftover.files().forEach(Answers::delete);
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
}
