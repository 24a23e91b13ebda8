package dev.redline.listener.identity;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who runs the driver, in the order in which they are asked; each recognizes only itself. */
enum Platform {
  /**
   * Glue gives the script's arguments {@code --JOB_NAME} and {@code --JOB_RUN_ID}, the properties
   * {@code spark.glue.JOB_NAME} and {@code spark.glue.JOB_RUN_ID}, and an application name that
   * holds both and so differs in every run: {@code nativespark-NAME-jr_ID}.
   */
  GLUE("AWS Glue") {
    @Override
    Optional<JobIdentity> identify(Surroundings from) {
      Matcher name = GLUE_APPLICATION.matcher(from.applicationName());
      boolean isNamed = name.matches();
      Optional<String> job =
          from.configured("spark.glue.JOB_NAME")
              .or(() -> isNamed ? Optional.of(name.group(1)) : Optional.empty());
      Optional<String> run =
          from.configured("spark.glue.JOB_RUN_ID")
              .or(() -> isNamed ? Optional.of(name.group(2)) : Optional.empty())
              .or(() -> from.argument("JOB_RUN_ID"));
      if (job.isEmpty() && run.filter(id -> id.startsWith("jr_")).isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          identity(job.or(() -> from.argument("JOB_NAME")).orElse(from.applicationName()), run));
    }
  },
  /** EMR Serverless sets variables in the driver; the job's name is the application's. */
  EMR_SERVERLESS("Amazon EMR Serverless") {
    @Override
    Optional<JobIdentity> identify(Surroundings from) {
      Optional<String> run = from.variable("SERVERLESS_EMR_JOB_ID");
      boolean isHere =
          run.isPresent() || from.variable("SERVERLESS_EMR_VIRTUAL_CLUSTER_ID").isPresent();
      return isHere ? Optional.of(identity(from.applicationName(), run)) : Optional.empty();
    }
  },
  /**
   * EMR on EC2: a step sets {@code EMR_STEP_ID}, or runs in a folder named by its id; a step that
   * submits in cluster mode may hand it on as a YARN tag.
   */
  EMR("Amazon EMR") {
    @Override
    Optional<JobIdentity> identify(Surroundings from) {
      return from.variable("EMR_STEP_ID")
          .or(() -> step(from.configured("user.dir").orElse("")))
          .or(() -> step(from.configured("spark.yarn.tags").orElse("")))
          .map(run -> identity(from.applicationName(), Optional.of(run)));
    }
  },
  /**
   * Databricks says it in the configuration; without a name the job's id is what stays the same.
   */
  DATABRICKS("Databricks") {
    @Override
    Optional<JobIdentity> identify(Surroundings from) {
      String cluster = from.configured(CLUSTER_TAGS + "clusterName").orElse("");
      Matcher job = DATABRICKS_CLUSTER.matcher(cluster);
      boolean isJob = job.matches();
      Optional<String> name =
          from.configured("spark.databricks.job.name", CLUSTER_TAGS + "jobName")
              .or(
                  () ->
                      from.configured("spark.databricks.job.id", CLUSTER_TAGS + "jobId")
                          .map(id -> "job-" + id))
              .or(() -> isJob ? Optional.of("job-" + job.group(1)) : Optional.empty());
      Optional<String> run =
          from.configured("spark.databricks.job.runId")
              .or(() -> isJob ? Optional.of(job.group(2)) : Optional.empty());
      if (name.isEmpty() && cluster.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(identity(name.orElse(cluster), run));
    }
  };

  private static final Pattern GLUE_APPLICATION = Pattern.compile("nativespark-(.+)-(jr_\\w+)");
  private static final Pattern EMR_STEP =
      Pattern.compile("(?:^|.*[/,:])(s-[0-9A-Z]{10,})(?:[/,].*|$)");
  private static final Pattern DATABRICKS_CLUSTER = Pattern.compile("job-(\\d+)-run-(\\d+).*");
  private static final String CLUSTER_TAGS = "spark.databricks.clusterUsageTags.";

  private final String text;

  Platform(String text) {
    this.text = text;
  }

  /** The identity, if the driver runs here. */
  abstract Optional<JobIdentity> identify(Surroundings from);

  JobIdentity identity(String jobName, Optional<String> runId) {
    return new JobIdentity(text, jobName, runId);
  }

  private static Optional<String> step(String text) {
    Matcher step = EMR_STEP.matcher(text);
    return step.matches() ? Optional.of(step.group(1)) : Optional.empty();
  }
}
