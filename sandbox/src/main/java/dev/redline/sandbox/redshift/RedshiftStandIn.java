package dev.redline.sandbox.redshift;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedded stand-in for Amazon Redshift on the loopback address, for the real redshift-jdbc42
 * driver and production SQL. It is not Redshift and contacts none; the package documentation lists
 * what is imitated and what is not.
 *
 * <p>Starting takes a few seconds, more the first time on a machine, when PostgreSQL is unpacked
 * into the temporary folder. Everything else lives in a temporary folder that {@link #close}
 * removes, as does the end of the JVM, whatever ends it. All threads are daemons; the methods may
 * be called from any thread.
 */
public final class RedshiftStandIn implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedshiftStandIn.class);

  private final Login login = Login.random();
  private final Faults faults = new Faults();
  private final Statements statements = new Statements();
  private final Proxy proxy;
  private final int port;
  private final Thread atShutdown = new Thread(this::stop, "redshift-stand-in-shutdown");
  private @Nullable WorkFolder folder;
  private @Nullable EmbeddedServer server;

  private RedshiftStandIn(Proxy proxy) {
    this.proxy = proxy;
    this.port = proxy.port();
  }

  /** Starts on a free port, with {@code file:///} addresses only. */
  public static RedshiftStandIn start() throws IOException {
    return builder().start();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** How to reach it; user and password are separate. */
  public String jdbcUrl() {
    return "jdbc:redshift://127.0.0.1:" + port + "/" + login.database() + "?ssl=false";
  }

  public String user() {
    return login.user();
  }

  /** New in each run. */
  public String password() {
    return login.password();
  }

  public int port() {
    return port;
  }

  /** Trouble on demand. */
  public Faults faults() {
    return faults;
  }

  /** What clients asked. */
  public Statements statements() {
    return statements;
  }

  /** Where its files are, until it is closed. */
  synchronized Path folder() {
    if (folder == null) {
      throw new IllegalStateException("the Redshift stand-in is closed");
    }
    return folder.path();
  }

  /** Ends all connections, stops the server and removes its files. A second call does nothing. */
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException e) {
      LOG.debug("The JVM is ending; its hook calls stop once more, which does nothing", e);
    }
  }

  private synchronized void open(Builder builder) throws IOException {
    Runtime.getRuntime().addShutdownHook(atShutdown);
    WorkFolder work = WorkFolder.create();
    folder = work;
    EmbeddedServer started = EmbeddedServer.start(work.path(), login);
    server = started;
    proxy.serve(
        new Proxy.Backend(
            started.port(),
            () -> new Storage(builder.bucketFolder, builder.s3, work.path()),
            work.path(),
            faults,
            statements,
            started::recordLoadErrors));
  }

  /** Waits for a start in progress, so that nothing is started after it. */
  private synchronized void stop() {
    proxy.close();
    if (server != null) {
      server.close();
      server = null;
    }
    if (folder != null) {
      folder.close();
      folder = null;
    }
  }

  /** Where it listens and where its buckets are. */
  public static final class Builder {

    private int port;
    private Optional<Path> bucketFolder = Optional.empty();
    private Optional<URI> s3 = Optional.empty();

    private Builder() {}

    /** A fixed port, 1 to 65535; 0, the default, picks a free one. */
    public Builder port(int port) {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port must be between 0 and 65535, was " + port);
      }
      this.port = port;
      return this;
    }

    /** The folder that plays all buckets: {@code s3://bucket/key} is {@code folder/bucket/key}. */
    public Builder bucketFolder(Path folder) {
      this.bucketFolder = Optional.of(folder);
      return this;
    }

    /** The address of a server that plays S3 and asks for no signature, such as LocalStack's. */
    public Builder s3(URI endpoint) {
      this.s3 = Optional.of(endpoint);
      return this;
    }

    /**
     * Starts the stand-in; when it returns, clients can connect.
     *
     * @throws java.net.BindException when the port is taken; the message names it and the remedy
     * @throws IOException when PostgreSQL cannot be started; nothing is left behind
     */
    public RedshiftStandIn start() throws IOException {
      RedshiftStandIn standIn = new RedshiftStandIn(Proxy.bind(port));
      try {
        standIn.open(this);
        return standIn;
      } catch (IOException | RuntimeException e) {
        standIn.close();
        throw new IOException("the Redshift stand-in could not start: " + e.getMessage(), e);
      }
    }
  }
}
