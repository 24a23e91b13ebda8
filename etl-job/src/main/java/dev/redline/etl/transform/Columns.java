package dev.redline.etl.transform;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/** Columns as the algorithms need them. */
final class Columns {
  /** The field of an age that holds the row's place. */
  static final String PLACE = "place";

  private Columns() {}

  static Column named(String name) {
    return col('`' + name + '`');
  }

  static Column[] named(List<String> names) {
    return names.stream().map(Columns::named).toArray(Column[]::new);
  }

  /** What rows of a key are compared by: the ordering columns and then the row's place. */
  static List<Column> age(NewestPer rule, Column place) {
    List<Column> parts = new ArrayList<>();
    for (String name : rule.ordering()) {
      parts.add(named(name).as(ageField(rule, name)));
    }
    parts.add(place.as(PLACE));
    return parts;
  }

  /** The name of an ordering column within an age. */
  static String ageField(NewestPer rule, String name) {
    return "o" + rule.ordering().indexOf(name);
  }
}
