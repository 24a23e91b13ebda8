package dev.redline.dashboards.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.dashboards.Tone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contrast as WCAG 2.2 counts it, of all that is drawn, canvases included: 4.5 for text, 3 for
 * lines and symbols.
 *
 * @see <a href="https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio">Contrast ratio</a>
 */
class ContrastTest {
  private static final double TEXT = 4.5;
  private static final double GRAPHIC = 3;

  /** What is written somewhere: in the page, at axes, at redlines, at losses, at a line's end. */
  private static final List<String> WRITTEN =
      List.of("ink", "soft", "good", "warn", "stop", "main", "second", "quiet", "redline");

  private static final List<String> DRAWN =
      List.of("main", "second", "quiet", "faint", "redline", "good", "stop");

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void everyTextCanBeRead(String scheme) {
    Map<String, String> colours = colours(scheme);
    for (String text : WRITTEN) {
      assertThat(contrast(colours, text, "card")).as(text).isGreaterThanOrEqualTo(TEXT);
    }
    for (String text : List.of("ink", "soft", "stop")) {
      assertThat(contrast(colours, text, "page")).as(text).isGreaterThanOrEqualTo(TEXT);
    }
    for (String tint : List.of("good", "warn", "stop")) {
      assertThat(contrast(colours, tint, tint + "-wash")).as(tint).isGreaterThanOrEqualTo(TEXT);
      assertThat(contrast(colours, "ink", tint + "-wash")).as(tint).isGreaterThanOrEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void everyLineCanBeSeen(String scheme) {
    Map<String, String> colours = colours(scheme);
    for (String line : DRAWN) {
      assertThat(contrast(colours, line, "card"))
          .as("%s, %s", line, scheme)
          .isGreaterThanOrEqualTo(GRAPHIC);
    }
    assertThat(contrast(colours, "redline", "main"))
        .as("a redline is told from the first line by more than its hue: it is dashed")
        .isGreaterThan(1);
  }

  /** The dashboard has one colour for CloudWatch's white and for its dark. */
  @ParameterizedTest
  @EnumSource
  void aLineOfTheDashboardCanBeSeenInBothOfCloudWatchsModes(Tone tone) {
    for (String background : List.of("#ffffff", "#161d26")) {
      assertThat(contrast(tone.colour(), background))
          .as("%s on %s", tone, background)
          .isGreaterThanOrEqualTo(GRAPHIC);
    }
  }

  private static double contrast(Map<String, String> colours, String front, String back) {
    return contrast(colours.getOrDefault(front, ""), colours.getOrDefault(back, ""));
  }

  private static double contrast(String front, String back) {
    double a = luminance(front);
    double b = luminance(back);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String colour) {
    int rgb = Integer.parseInt(colour.substring(1), 16);
    return 0.2126 * linear(rgb >> 16)
        + 0.7152 * linear(rgb >> 8 & 0xff)
        + 0.0722 * linear(rgb & 0xff);
  }

  private static double linear(int channel) {
    double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  /** The style sheet's own: first those of light, then what dark changes. */
  private static Map<String, String> colours(String scheme) {
    String style = Resources.own("report.css");
    int dark = style.indexOf("@media screen and (prefers-color-scheme: dark)");
    Map<String, String> colours = declared(style.substring(0, dark));
    if (scheme.equals("dark")) {
      colours.putAll(declared(style.substring(dark, style.indexOf("* {", dark))));
    }
    assertThat(colours).containsKeys(WRITTEN.toArray(new String[0]));
    return colours;
  }

  private static Map<String, String> declared(String style) {
    Map<String, String> colours = new HashMap<>();
    Matcher declarations = Pattern.compile("--([\\w-]+): (#[0-9a-f]{6});").matcher(style);
    while (declarations.find()) {
      colours.put(declarations.group(1), declarations.group(2));
    }
    return colours;
  }
}
