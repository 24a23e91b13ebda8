package dev.redline.dashboards.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** The frame of a page: policy, styles and scripts, all of them inline. */
final class Page {
  /** Where the script finds its data. */
  private static final String DATA_ID = "redline-data";

  private Page() {}

  /**
   * A page.
   *
   * @param data JSON for the script, not yet escaped
   */
  static String html(String title, Html body, String data) {
    return html(title, body, data, Resources.own("report.css"), "report.js");
  }

  /**
   * A page in another style.
   *
   * @param data JSON for the script, not yet escaped
   * @param style our own style sheet
   * @param script the name of our own script
   */
  static String html(String title, Html body, String data, String style, String script) {
    List<String> scripts = List.of(Resources.chartJs(), Resources.own(script));
    Html head =
        Html.tag("head")
            .of(
                Html.tag("meta").with("charset", "utf-8").of(),
                Html.tag("meta")
                    .with("http-equiv", "Content-Security-Policy")
                    .with("content", policy(style, scripts))
                    .of(),
                Html.tag("meta")
                    .with("name", "viewport")
                    .with("content", "width=device-width, initial-scale=1")
                    .of(),
                Html.tag("meta").with("name", "color-scheme").with("content", "light dark").of(),
                Html.tag("meta").with("name", "referrer").with("content", "no-referrer").of(),
                Html.tag("link").with("rel", "icon").with("href", "data:,").of(),
                Html.tag("title").of(title),
                Html.tag("style").of(Html.trusted(style)));
    Html block =
        Html.tag("script")
            .with("type", "application/json")
            .with("id", DATA_ID)
            .of(Html.trusted(insideScript(data)));
    Html code =
        Html.all(scripts.stream().map(text -> Html.tag("script").of(Html.trusted(text))).toList());
    Html page =
        Html.tag("html").with("lang", "en").of(head, Html.tag("body").of(body, block, code));
    return "<!doctype html>\n" + page.markup() + "\n";
  }

  private static String policy(String style, List<String> scripts) {
    return "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src "
        + hash(style)
        + "; script-src "
        + scripts.stream().map(Page::hash).collect(Collectors.joining(" "));
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** JSON in which nothing can end the script element or start a comment in it. */
  private static String insideScript(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }
}
