package dev.redline.listener.meter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32;

/**
 * Text as CloudWatch accepts it for the value of a dimension: 1 to 1024 printable ASCII characters,
 * not all of them blank. Spaces, slashes and quotes are fine.
 *
 * <p>Text that has to be changed gets a checksum of the original at its end, so that two jobs whose
 * names differ only in what CloudWatch refuses do not share their metrics.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html">Dimension</a>
 */
public final class DimensionValue {
  static final int MAX_LENGTH = 1024;

  /** A dash and eight hexadecimal digits. */
  private static final int MARK_LENGTH = 9;

  private DimensionValue() {}

  /** The text, changed where CloudWatch would refuse it. */
  public static String of(String text) {
    if (text.isBlank()) {
      return "unnamed";
    }
    boolean fits =
        text.length() <= MAX_LENGTH && text.chars().allMatch(DimensionValue::isPrintable);
    return fits ? text : fitted(text);
  }

  private static String fitted(String text) {
    StringBuilder fitted = new StringBuilder();
    text.codePoints()
        .limit(MAX_LENGTH - MARK_LENGTH)
        .forEach(c -> fitted.append(isPrintable(c) ? (char) c : '_'));
    CRC32 checksum = new CRC32();
    checksum.update(text.getBytes(UTF_8));
    return fitted.append(String.format("-%08x", checksum.getValue())).toString();
  }

  private static boolean isPrintable(int character) {
    return character >= ' ' && character <= '~';
  }
}
