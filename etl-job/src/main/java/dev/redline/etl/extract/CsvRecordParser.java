package dev.redline.etl.extract;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.redline.etl.JobSpec.CsvFormat;
import org.jspecify.annotations.Nullable;

/**
 * A record of CSV. A field that is empty or the null token is missing. A record with another number
 * of fields than the schema, or with a quote that stays open, is malformed: taken for good, the
 * rest of a quoted text would be lost with its line.
 */
final class CsvRecordParser implements RecordParser {
  private final CsvFormat format;
  private final int columns;
  private final CsvParser parser;

  CsvRecordParser(CsvFormat format, int columns) {
    this.format = format;
    this.columns = columns;
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(format.delimiter());
    settings.getFormat().setQuote(format.quote());
    settings.getFormat().setQuoteEscape(format.escape());
    settings.getFormat().setComment('\0');
    settings.getFormat().setLineSeparator("\n");
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setReadInputOnSeparateThread(false);
    settings.setMaxCharsPerColumn(-1);
    settings.setMaxColumns(columns + 1);
    this.parser = new CsvParser(settings);
  }

  @Override
  public @Nullable Object @Nullable [] parse(String record) {
    if (hasOpenQuote(record)) {
      return null;
    }
    String[] fields;
    try {
      fields = parser.parseLine(record);
    } catch (TextParsingException e) {
      return null;
    }
    if (fields == null || fields.length != columns) {
      return null;
    }
    Object[] values = new Object[columns];
    for (int i = 0; i < columns; i++) {
      String field = fields[i];
      values[i] =
          field == null || field.isEmpty() || field.equals(format.nullToken()) ? null : field;
    }
    return values;
  }

  private boolean hasOpenQuote(String record) {
    boolean open = false;
    boolean escapes = format.escape() != format.quote();
    for (int i = record.indexOf(format.quote());
        i >= 0;
        i = record.indexOf(format.quote(), i + 1)) {
      if (!escapes || i == 0 || record.charAt(i - 1) != format.escape()) {
        open = !open;
      }
    }
    return open;
  }
}
