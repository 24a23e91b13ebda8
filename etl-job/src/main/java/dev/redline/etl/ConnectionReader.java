package dev.redline.etl;

import dev.redline.etl.JobSpec.Login;
import dev.redline.etl.JobSpec.Warehouse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how a job reaches Redshift. Refuses secrets in the spec, and connections without TLS. */
final class ConnectionReader {
  private static final Pattern URL =
      Pattern.compile("jdbc:redshift://(\\[[0-9a-fA-F:]+]|[^/:?;@]+)(:\\d{1,5})?/[^/?;]+([?;].*)?");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern AWS_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9/_+=.@:-]{0,511}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");
  private static final Pattern SETTING = Pattern.compile("([^&;=?]+)=([^&;]*)");
  private static final List<String> LOGINS = List.of("user", "secret", "cluster", "workgroup");

  private ConnectionReader() {}

  static Warehouse read(SpecNode node) {
    Warehouse warehouse = new Warehouse(url(node), login(node));
    node.end();
    return warehouse;
  }

  private static String url(SpecNode node) {
    String url = node.text("url");
    if (url.isEmpty()) {
      return url;
    }
    Matcher address = URL.matcher(url);
    if (!address.matches()) {
      node.problem(
          "url", "'" + withoutQuery(url) + "'", "write jdbc:redshift://host:port/database");
      return url;
    }
    checkSettings(node, url, address.group(1), Optional.ofNullable(address.group(3)).orElse(""));
    return url;
  }

  private static void checkSettings(SpecNode node, String url, String host, String query) {
    Matcher setting = SETTING.matcher(query);
    while (setting.find()) {
      String name = setting.group(1).strip().toLowerCase(Locale.ROOT);
      String value = setting.group(2).strip().toLowerCase(Locale.ROOT);
      if (isSecret(name)) {
        node.problem(
            "url",
            "'" + withoutQuery(url) + "'",
            "take "
                + name
                + " out; name an environment variable in passwordEnv, or a secret in secret");
      }
      if (weakensTls(name, value) && !isLoopback(host)) {
        node.problem(
            "url",
            "'" + withoutQuery(url) + "'",
            "take "
                + name
                + "="
                + value
                + " out: beyond this machine the connection is encrypted and the server's"
                + " certificate is checked");
      }
    }
  }

  private static boolean isSecret(String name) {
    return name.contains("password")
        || name.equals("pwd")
        || name.equals("user")
        || name.equals("uid")
        || name.contains("accesskey")
        || name.contains("secret")
        || name.contains("token");
  }

  private static boolean weakensTls(String name, String value) {
    return switch (name) {
      case "ssl" -> !value.equals("true");
      case "sslmode", "authmech" -> !value.startsWith("verify-");
      case "sslfactory", "sslhostnameverifier" -> true;
      default -> false;
    };
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
  }

  private static Login login(SpecNode node) {
    List<String> given = LOGINS.stream().filter(node::has).toList();
    boolean isCluster = given.contains("cluster");
    List<String> ways = given.stream().filter(way -> !way.equals("user") || !isCluster).toList();
    if (ways.size() > 1) {
      node.problem(
          ways.get(1),
          "given beside " + ways.get(0),
          "log in by one of user and passwordEnv, secret, cluster, workgroup");
    }
    String way = ways.isEmpty() ? "user" : ways.get(0);
    return switch (way) {
      case "secret" -> new Login.Secret(awsName(node, "secret"), region(node));
      case "cluster" ->
          new Login.Cluster(
              awsName(node, "cluster"),
              given.contains("user") ? node.text("user") : "",
              region(node));
      case "workgroup" -> new Login.Workgroup(awsName(node, "workgroup"), region(node));
      default ->
          new Login.Password(
              node.text("user"),
              JobSpecReader.matching(
                  node, "passwordEnv", VARIABLE, "name an environment variable"));
    };
  }

  private static String awsName(SpecNode node, String field) {
    return JobSpecReader.matching(node, field, AWS_NAME, "write its name or ARN");
  }

  private static String region(SpecNode node) {
    return node.has("region")
        ? JobSpecReader.matching(node, "region", REGION, "write a region such as eu-west-1")
        : "";
  }

  /** What may be shown of an address: neither its query nor what somebody put before the host. */
  private static String withoutQuery(String url) {
    String shown = url.replaceFirst("[?;].*", "?...");
    return shown.replaceFirst("//[^/]*@", "//...@");
  }
}
