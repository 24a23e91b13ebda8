package dev.redline.dashboards.report;

import dev.redline.listener.run.RunRecord.Rows;
import java.util.Locale;

/** Whether the rows add up, in words and as a bar of rejected, duplicates and loaded. */
final class RowsBar {
  private RowsBar() {}

  static Html html(Rows rows) {
    Long raw = rows.raw();
    Long rejected = rows.rejected();
    Long duplicates = rows.duplicates();
    Long loaded = rows.loaded();
    if (raw == null || rejected == null || duplicates == null || loaded == null) {
      return Html.NOTHING;
    }
    long accounted = rejected + duplicates + loaded;
    boolean balanced = accounted == raw;
    String sum = String.format(Locale.ROOT, "%,d", accounted);
    return Html.all(
        raw > 0 && balanced
            ? Icons.parts((double) rejected / raw, (double) duplicates / raw, (double) loaded / raw)
            : Html.NOTHING,
        Html.tag("p", balanced ? "standing" : "standing crossed")
            .of(
                Html.tag("strong").of(balanced ? "balanced" : "not balanced"),
                Html.text(
                    balanced
                        ? " · raw = rejected + duplicates + loaded"
                        : " · rejected + duplicates + loaded are " + sum)));
  }
}
