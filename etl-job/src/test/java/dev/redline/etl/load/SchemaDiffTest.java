package dev.redline.etl.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.JobSpec;
import dev.redline.etl.JobSpec.TargetColumn;
import dev.redline.etl.RedshiftType;
import dev.redline.etl.SampleSpec;
import dev.redline.etl.load.TableShape.Column;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaDiffTest {
  private static final Column PART = text("part_no", 4);
  private static final Column DAY = new Column("day", "date", 0, 0, true, false);
  private static final Column PRICE = new Column("price", "numeric", 6, 2, true, false);
  private static final Column STOCK = new Column("stock", "smallint", 0, 0, true, false);

  @TempDir Path folder;
  private JobSpec spec;

  @BeforeEach
  void read() {
    spec = SampleSpec.of(folder, SampleSpec.parts("in", "work"));
  }

  @Test
  void findsNothingWhereTheyAreTheSame() {
    SchemaDiff diff = diff(PART, DAY, PRICE, STOCK);

    assertThat(diff.isSame()).isTrue();
    assertThat(diff.unloaded()).isEmpty();
  }

  @Test
  void addsWhatMayBeNullAndWidensTextOnly() {
    SchemaDiff diff = diff(text("part_no", 3), DAY, STOCK);

    assertThat(diff.conflicts()).isEmpty();
    assertThat(diff.lines(new RedshiftSql(spec, "0123456789abcdef")))
        .containsExactly(
            "price is missing: ALTER TABLE \"public\".\"parts\" ADD COLUMN \"price\" DECIMAL(6,2)",
            "part_no is too narrow: ALTER TABLE \"public\".\"parts\" ALTER COLUMN \"part_no\" TYPE"
                + " VARCHAR(4)");
  }

  @Test
  void refusesATableWithoutTheKeyOrWithAnotherTypeOrWithMoreToFill() {
    SchemaDiff diff =
        diff(
            DAY,
            new Column("price", "numeric", 5, 2, true, false),
            new Column("stock", "character varying", 5, 0, true, false),
            new Column("owner", "integer", 0, 0, false, false),
            new Column("note", "integer", 0, 0, true, false));

    assertThat(diff.conflicts())
        .containsExactly(
            "part_no is part of the key and the table lacks it",
            "price is DECIMAL(5,2), the spec loads DECIMAL(6,2)",
            "stock is VARCHAR(5), the spec loads SMALLINT",
            "owner must have a value, and the spec does not load it");
    assertThat(diff.unloaded()).containsExactly("note");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SMALLINT     | bigint            | 0  | 0 | true
          INTEGER      | smallint          | 0  | 0 | false
          REAL         | double precision  | 0  | 0 | true
          DECIMAL(6,2) | numeric           | 8  | 2 | true
          DECIMAL(6,2) | numeric           | 8  | 4 | true
          DECIMAL(6,2) | numeric           | 8  | 5 | false
          DECIMAL(6,2) | double precision  | 0  | 0 | false
          VARCHAR(4)   | character varying | 9  | 0 | true
          VARCHAR(4)   | character         | 3  | 0 | false
          SUPER        | super             | 0  | 0 | true
          SUPER        | character varying | 65535 | 0 | false
          DATE         | timestamp without time zone | 0 | 0 | false
          TIMESTAMP    | timestamp with time zone    | 0 | 0 | true
          """)
  void knowsWhichTypeHoldsWhich(String wanted, String type, int length, int scale, boolean fits) {
    List<TargetColumn> columns = new ArrayList<>(spec.target().columns().subList(0, 3));
    columns.add(new TargetColumn("x", RedshiftType.parse(wanted).orElseThrow(), "stock"));
    JobSpec.Target target =
        new JobSpec.Target("public", "parts", "audit", false, false, "", List.of(), columns);
    TableShape shape =
        new TableShape(
            List.of(PART, DAY, PRICE, new Column("x", type, length, scale, true, false)));

    assertThat(SchemaDiff.of(target, List.of("part_no"), shape).isSame()).isEqualTo(fits);
  }

  private SchemaDiff diff(Column... columns) {
    return SchemaDiff.of(spec.target(), spec.targetKey(), new TableShape(List.of(columns)));
  }

  private static Column text(String name, int bytes) {
    return new Column(name, "character varying", bytes, 0, true, false);
  }
}
