/**
 * What AWS Glue calls a Scala script: an object with a main. It hands everything to the job's jar.
 *
 * No GlueContext is made here: the job makes the Spark session itself, with the settings it needs,
 * and Spark takes most of them only when it starts. Glue's own task metrics (glue.driver.aggregate.*)
 * need a GlueContext and are therefore missing; the agent publishes shuffle, memory, losses and rows.
 */
object GlueEntry {
  def main(sysArgs: Array[String]): Unit = dev.redline.etl.GlueMain.main(sysArgs)
}
