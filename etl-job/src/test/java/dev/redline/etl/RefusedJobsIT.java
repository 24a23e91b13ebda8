package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is refused, and what is left untouched by it. */
class RefusedJobsIT extends JobRuns {
  private static final String SMALLINT = "\"SMALLINT\"}";
  private static final String FRESH = "\"table\": \"fresh\", \"auditTable\": \"fresh_audit\"";

  @Test
  void refusesExpressionsSparkDoesNotUnderstandBeforeAnyWork() throws Exception {
    Path input = csv("e.csv", "A,2024-01-01,1.00,1");
    redshift.statements().forget();

    assertThatThrownBy(() -> run(parts(input, SMALLINT, expression("stok + 1"))))
        .isInstanceOf(InputError.class)
        .hasMessageContaining(
            "has 1 problem(s):\n  line 19: target.columns[3].expression is 'stok + 1': ")
        .hasMessageContaining("stok")
        .hasMessageNotContaining(" pos ");
    for (String wrong :
        List.of(
            "max(stock)",
            "explode(array(stock))",
            "nosuch(stock)",
            "stock +",
            "row_number() over (order by part)",
            "stock) AS x, (stock")) {
      assertThatThrownBy(() -> run(parts(input, SMALLINT, expression(wrong))))
          .as(wrong)
          .isInstanceOf(InputError.class)
          .hasMessageContaining("line 19: target.columns[3].expression is '" + wrong + "': ");
    }
    assertThat(redshift.statements().seen()).isEmpty();
  }

  @Test
  void tellsProblemsOfExpressionsAndOfFieldsInOneMessageByLine() throws Exception {
    Path input = csv("e2.csv", "A,2024-01-01,1.00,1");
    Path spec = parts(input, SMALLINT, expression("stok + 1"));
    Files.writeString(
        spec,
        Files.readString(spec)
            .replace("\"type\": \"decimal(6,2)\"", "\"type\": \"money\"")
            .replace("\"maxRejectRatio\": 1", "\"maxRejectRatio\": 2")
            .replace(
                "\"name\": \"day\", \"type\": \"DATE\"",
                "\"name\": \"day\", \"type\": \"DATE\", \"expression\": \"dai\""));

    assertThatThrownBy(() -> run(spec))
        .isInstanceOf(InputError.class)
        .hasMessageMatching(
            "(?s).* has 5 problem\\(s\\):\n  line 7: schema\\[2].type is 'money'.*"
                + "\n  line 11: ordering\\[0] is 'day'.*"
                + "\n  line 17: target.columns\\[1].expression is 'dai': .*"
                + "\n  line 19: target.columns\\[3].expression is 'stok \\+ 1': .*"
                + "\n  line 24: quality.maxRejectRatio is 2: .*");
  }

  @Test
  void refusesAMissingTableThatItMayNotCreate() throws Exception {
    Path spec =
        parts(
            csv("m.csv", "A,2024-01-01,1.00,1"),
            "\"table\": \"parts\",\n    \"createIfMissing\": true",
            "\"table\": \"nowhere\"");

    assertThatThrownBy(() -> run(spec))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("table public.nowhere does not exist")
        .hasMessageContaining("createIfMissing")
        .hasMessageNotContaining(redshift.password());
  }

  @Test
  void refusesATableThatLacksAColumn() throws Exception {
    update(
        "CREATE TABLE lacking (part_no VARCHAR(4), day DATE, price DECIMAL(6,2), stock SMALLINT)");
    Path spec =
        parts(
            csv("c.csv", "A,2024-01-01,1.00,1"),
            "\"name\": \"price\", \"type\": \"DEC",
            "\"name\": \"cost\", \"expression\": \"price\", \"type\": \"DEC");
    Files.writeString(
        spec, Files.readString(spec).replace("\"table\": \"parts\"", "\"table\": \"lacking\""));

    assertThatThrownBy(() -> run(spec))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("public.lacking does not fit target.columns")
        .hasMessageContaining("cost is missing: ALTER TABLE")
        .hasMessageContaining("target.evolveSchema");
  }

  @Test
  void saysBeforeTheLoadThatTheResultCannotBeWritten() throws Exception {
    Path spec = parts(csv("res.csv", "A,2024-01-01,1.00,1"), "", "");
    Path file = Files.writeString(folder.resolve("no-folder"), "");
    redshift.statements().forget();

    assertThatThrownBy(
            () ->
                EtlJob.run(
                    List.of("--spec", spec.toString(), "--result", file + "/result.json"),
                    environment()))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("--result " + file + "/result.json cannot be written");
    assertThat(redshift.statements().seen()).isEmpty();
  }

  @Test
  void asksForThePasswordByTheNameOfItsVariable() throws Exception {
    Path spec = parts(csv("p.csv", "A,2024-01-01,1.00,1"), "", "");

    assertThatThrownBy(() -> EtlJob.run(List.of("--spec", spec.toString()), Map.of()))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("REDSHIFT_PASSWORD, which is not set");
  }

  @Test
  void leavesRedshiftAsItIsWhenTooManyRowsAreRejected() throws Exception {
    Path spec = parts(csv("r.csv", "A,2024-01-01,1.00,1", "NA,,,"), "\"table\": \"parts\"", FRESH);
    Files.writeString(
        spec, Files.readString(spec).replace("\"maxRejectRatio\": 1", "\"maxRejectRatio\": 0.4"));
    redshift.statements().forget();

    assertThatThrownBy(() -> run(spec))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("1 of 2 rows were rejected {NULL_KEY=1}")
        .hasMessageContaining("nothing was loaded");

    assertThat(redshift.statements().seen())
        .as("looked at by queries alone")
        .isNotEmpty()
        .allMatch(
            sql -> sql.stripLeading().toUpperCase(Locale.ROOT).matches("(?s)(SELECT|SET|SHOW).*"));
    assertThat(query("SELECT count(*) FROM svv_columns WHERE table_name LIKE 'fresh%'"))
        .containsExactly("0");
    assertThat(stagedFiles()).isEmpty();

    Files.writeString(
        spec, Files.readString(spec).replace("\"maxRejectRatio\": 0.4", "\"maxRejectRatio\": 0.5"));
    assertThat(run(spec).status()).isEqualTo(RunResult.Status.LOADED);
    assertThat(query("SELECT part_no FROM fresh")).containsExactly("A");
    assertThat(query("SELECT count(*) FROM fresh_audit")).containsExactly("1");
  }

  @Test
  void tellsAllThatIsInTheWayBeforeAnyWork() throws Exception {
    Path spec =
        parts(
            csv("w.csv", "A,2024-01-01,1.00,1"),
            "\"table\": \"parts\"",
            "\"schema\": \"nowhere\", \"table\": \"parts\"");
    Path file = Files.writeString(folder.resolve("a-file"), "");
    Files.writeString(
        spec,
        Files.readString(spec)
            .replace("\"staging\": \"" + folder + "/work", "\"staging\": \"" + file)
            .replace("\"rejects\": \"" + folder + "/work", "\"rejects\": \"" + file));
    redshift.statements().forget();

    assertThatThrownBy(() -> run(spec))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("staging cannot be written at file:" + file)
        .hasMessageContaining("rejects cannot be written at file:" + file)
        .hasMessageContaining("table nowhere.parts does not exist")
        .hasMessageContaining("neither does schema nowhere: create it, or correct target.schema");
    assertThat(redshift.statements().seen())
        .allMatch(
            sql -> sql.stripLeading().toUpperCase(Locale.ROOT).matches("(?s)(SELECT|SET|SHOW).*"));
  }

  @Test
  void refusesFoldersThatTheNextRunWouldRead() throws Exception {
    Path source = Files.createDirectories(folder.resolve("all"));
    Files.writeString(source.resolve("p.csv"), "part,day,price,stock\nA,2024-01-01,1.00,1\n");
    String rejects = "\"rejects\": \"" + folder + "/work/rejects\"";
    Path spec = parts(source, rejects, "\"rejects\": \"" + source + "/rejects\"");

    assertThatThrownBy(() -> run(spec))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("rejects is at file:" + source + "/rejects, which source.path reads")
        .hasMessageNotContaining("staging");
    assertThat(source.resolve("rejects")).doesNotExist();
    assertThat(run(parts(source, rejects, "\"rejects\": \"" + source + "/_rejects\"")).status())
        .isEqualTo(RunResult.Status.LOADED);
  }

  private static String expression(String text) {
    return "\"SMALLINT\", \"expression\": \"" + text + "\"}";
  }
}
