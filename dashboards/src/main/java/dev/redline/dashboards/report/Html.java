package dev.redline.dashboards.report;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A piece of HTML in which every text and every attribute is escaped. Immutable.
 *
 * <p>Strings become markup only through {@link #text} and attribute values; {@link #trusted} is for
 * this room's own resources.
 */
final class Html {
  static final Html NOTHING = new Html("");

  private static final Set<String> VOID_ELEMENTS = Set.of("br", "hr", "link", "meta");

  private final String markup;

  private Html(String markup) {
    this.markup = markup;
  }

  /** Text that stays text. */
  static Html text(String text) {
    return new Html(escape(text));
  }

  /** Markup of our own making, taken as it is. */
  static Html trusted(String markup) {
    return new Html(markup);
  }

  /** Pieces one after the other. */
  static Html all(Collection<Html> pieces) {
    return new Html(pieces.stream().map(Html::markup).collect(Collectors.joining()));
  }

  /** Pieces one after the other. */
  static Html all(Html... pieces) {
    return all(List.of(pieces));
  }

  /** The start of an element, to be given attributes and content. */
  static Tag tag(String name) {
    return new Tag(name, "");
  }

  /** The start of an element with a class. */
  static Tag tag(String name, String styleClass) {
    return tag(name).with("class", styleClass);
  }

  String markup() {
    return markup;
  }

  boolean isEmpty() {
    return markup.isEmpty();
  }

  /** What would turn the text around, or be there without being seen. */
  private static boolean isHidden(char c) {
    return c >= '\u202a' && c <= '\u202e'
        || c >= '\u2066' && c <= '\u2069'
        || c == '\u200b'
        || c == '\u200e'
        || c == '\u200f'
        || c == '\u2060'
        || c == '\ufeff'
        || Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t';
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        case '\0' -> escaped.append('\uFFFD');
        default -> escaped.append(isHidden(c) ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    return escaped.toString();
  }

  /**
   * The start of an element.
   *
   * @param name the element
   * @param attributes its attributes, escaped
   */
  record Tag(String name, String attributes) {

    /** Adds an attribute; {@code name} is our own, the value may be anybody's. */
    Tag with(String attribute, String value) {
      return new Tag(name, attributes + " " + attribute + "=\"" + escape(value) + "\"");
    }

    /** The element with text in it. */
    Html of(String text) {
      return of(text(text));
    }

    /** The element with these pieces in it. */
    Html of(Html... content) {
      return of(Stream.of(content));
    }

    /** The element with these pieces in it. */
    Html of(Stream<Html> content) {
      String inside = content.map(Html::markup).collect(Collectors.joining());
      String start = "<" + name + attributes + ">";
      return new Html(VOID_ELEMENTS.contains(name) ? start : start + inside + "</" + name + ">");
    }
  }
}
