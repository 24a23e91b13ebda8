package dev.redline.listener.loss;

import dev.redline.listener.signal.LossCause;
import java.util.regex.Pattern;

/**
 * A rule that looks for a phrase in a reason text.
 *
 * @param id stable name in kebab case
 * @param pattern what is looked for; whitespace in the text was reduced to single spaces before
 * @param cause what it means
 * @param source who writes such texts
 */
public record TextRule(String id, Pattern pattern, LossCause cause, String source) {

  static TextRule of(String id, String pattern, LossCause cause, String source) {
    return new TextRule(id, Pattern.compile(pattern), cause, source);
  }

  boolean matches(CharSequence reason) {
    return pattern.matcher(reason).find();
  }
}
