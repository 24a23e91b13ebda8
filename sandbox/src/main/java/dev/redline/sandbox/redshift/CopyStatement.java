package dev.redline.sandbox.redshift;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A COPY of Parquet or CSV files named by a manifest, the only COPY the stand-in takes.
 *
 * @param table the target as SQL, quoted
 * @param columns the column list in order; empty when the statement has none
 * @param manifest the address of the manifest
 */
record CopyStatement(String table, List<String> columns, String manifest, CopyFormat format) {

  static CopyStatement parse(SqlStatement sql) throws SqlFault {
    return new Parser(sql).parse();
  }

  private static final class Parser {

    private static final Pattern ROLE =
        Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");
    private static final Set<String> NOT_FOR_PARQUET =
        Set.of(
            "MAXERROR",
            "ACCEPTANYDATE",
            "NOLOAD",
            "REGION",
            "NULL",
            "DELIMITER",
            "COMPUPDATE",
            "TRUNCATECOLUMNS",
            "BLANKSASNULL",
            "EMPTYASNULL",
            "DATEFORMAT",
            "TIMEFORMAT",
            "GZIP");
    private static final Set<String> NOT_IMITATED =
        Set.of(
            "FILLRECORD",
            "ACCEPTINVCHARS",
            "SERIALIZETOJSON",
            "EXPLICIT_IDS",
            "CREDENTIALS",
            "ACCESS_KEY_ID",
            "JSON",
            "AVRO",
            "ORC",
            "SHAPEFILE",
            "FIXEDWIDTH",
            "SSH");

    private final SqlStatement sql;
    private static final Set<String> FOR_CSV =
        Set.of("DELIMITER", "IGNOREHEADER", "NULL", "GZIP", "QUOTE");

    private final Set<String> given = new HashSet<>();
    private int at = 1;
    private boolean isCsv;
    private char delimiter = ',';
    private int headerLines;
    private String nullText = "";

    Parser(SqlStatement sql) {
      this.sql = sql;
    }

    CopyStatement parse() throws SqlFault {
      String table = table();
      List<String> columns = columns();
      expectWord("FROM");
      String manifest = string("the address of the manifest");
      while (at < sql.size()) {
        option();
      }
      require("IAM_ROLE", "IAM_ROLE 'arn:aws:iam::...:role/...'");
      require("FORMAT", "FORMAT AS PARQUET or CSV");
      require("MANIFEST", "MANIFEST");
      return new CopyStatement(table, columns, manifest, copyFormat());
    }

    private String table() throws SqlFault {
      StringBuilder table = new StringBuilder(name("a table name"));
      while (sql.hasSymbol(at, ".")) {
        at++;
        table.append('.').append(name("a table name"));
      }
      return table.toString();
    }

    private String name(String what) throws SqlFault {
      if (!sql.token(at).isName()) {
        throw unexpected(what);
      }
      return SqlText.identifier(sql.token(at++).name());
    }

    private List<String> columns() throws SqlFault {
      List<String> columns = new ArrayList<>();
      if (!sql.hasSymbol(at, "(")) {
        return columns;
      }
      do {
        at++;
        if (!sql.token(at).isName()) {
          throw unexpected("a column name");
        }
        columns.add(sql.token(at++).name());
      } while (sql.hasSymbol(at, ","));
      if (!sql.hasSymbol(at, ")")) {
        throw unexpected("\")\" after the column list");
      }
      at++;
      return columns;
    }

    private CopyFormat copyFormat() throws SqlFault {
      if (isCsv) {
        return new CopyFormat.Csv(delimiter, headerLines, nullText, given.contains("GZIP"));
      }
      for (String option : NOT_FOR_PARQUET) {
        if (given.contains(option)) {
          throw SqlFault.notSupported(option + " argument is not supported for PARQUET based COPY");
        }
      }
      return new CopyFormat.Parquet();
    }

    private void option() throws SqlFault {
      String option = sql.keyword(at);
      if (NOT_FOR_PARQUET.contains(option) && !FOR_CSV.contains(option)) {
        throw SqlFault.notSupported(
            option + " argument is not supported for PARQUET based COPY, nor by the stand-in");
      }
      if (NOT_IMITATED.contains(option)) {
        throw SqlFault.notSupported(
            "COPY with "
                + option
                + " is not imitated by the Redshift stand-in; it takes"
                + " IAM_ROLE, FORMAT AS PARQUET or CSV, MANIFEST and STATUPDATE");
      }
      switch (option) {
        case "IAM_ROLE" -> role();
        case "FORMAT", "AS", "PARQUET", "CSV" -> format();
        case "DELIMITER", "NULL" -> text(option);
        case "IGNOREHEADER" -> ignoreHeader();
        case "GZIP" -> once(option);
        case "MANIFEST" -> once("MANIFEST");
        case "STATUPDATE" -> statUpdate();
        default -> throw unexpected("IAM_ROLE, FORMAT AS PARQUET, MANIFEST or STATUPDATE");
      }
    }

    private void role() throws SqlFault {
      once("IAM_ROLE");
      if (sql.hasWords(at, "DEFAULT")) {
        at++;
        return;
      }
      String role = string("a role");
      for (String link : role.split(",(?=arn:)", -1)) {
        if (!ROLE.matcher(link).matches()) {
          throw SqlFault.syntax(
              "IAM_ROLE must be like 'arn:aws:iam::123456789012:role/name', was '" + role + "'");
        }
      }
    }

    private void format() throws SqlFault {
      given("FORMAT");
      at += sql.hasWords(at, "FORMAT") ? 1 : 0;
      at += sql.hasWords(at, "AS") ? 1 : 0;
      String format = sql.keyword(at);
      if (NOT_IMITATED.contains(format)) {
        throw SqlFault.notSupported(
            "COPY of " + format + " is not imitated by the Redshift stand-in; PARQUET and CSV are");
      }
      isCsv = format.equals("CSV");
      expectWord(isCsv ? "CSV" : "PARQUET");
    }

    private void text(String option) throws SqlFault {
      once(option);
      at += sql.hasWords(at, "AS") ? 1 : 0;
      String value = string("a text after " + option);
      if (option.equals("NULL")) {
        nullText = value;
      } else if (value.length() == 1) {
        delimiter = value.charAt(0);
      } else {
        throw SqlFault.syntax("COPY delimiter must be a single character, was '" + value + "'");
      }
    }

    private void ignoreHeader() throws SqlFault {
      once("IGNOREHEADER");
      at += sql.hasWords(at, "AS") ? 1 : 0;
      try {
        headerLines = Integer.parseInt(sql.token(at).text());
      } catch (NumberFormatException e) {
        throw unexpected("a number of lines");
      }
      at++;
    }

    private void statUpdate() throws SqlFault {
      once("STATUPDATE");
      boolean hasValue = Set.of("ON", "OFF", "TRUE", "FALSE").contains(sql.keyword(at));
      at += hasValue ? 1 : 0;
    }

    private void once(String option) throws SqlFault {
      given(option);
      at++;
    }

    private void given(String option) throws SqlFault {
      if (!given.add(option)) {
        throw SqlFault.syntax("conflicting or redundant options: " + option + " is given twice");
      }
    }

    private void require(String option, String example) throws SqlFault {
      if (!given.contains(option)) {
        throw SqlFault.notSupported("the Redshift stand-in only takes a COPY with " + example);
      }
    }

    private void expectWord(String word) throws SqlFault {
      if (!sql.hasWords(at, word)) {
        throw unexpected(word);
      }
      at++;
    }

    private String string(String what) throws SqlFault {
      if (!sql.token(at).isPlainString()) {
        throw unexpected(what + " as a string literal");
      }
      return sql.token(at++).value();
    }

    private SqlFault unexpected(String wanted) {
      String place =
          at < sql.size() ? "at or near \"" + sql.token(at).text() + "\"" : "at the end of COPY";
      return SqlFault.syntax("syntax error " + place + ": expected " + wanted);
    }
  }
}
