package dev.redline.sandbox.yarn;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.ResourceScheduler;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.fifo.FifoScheduler;
import org.apache.hadoop.yarn.util.ProcfsBasedProcessTree;
import org.apache.hadoop.yarn.util.ResourceCalculatorProcessTree;

/**
 * The main class: a resource manager and a node manager on the loopback. It lives until its
 * standard input ends, so it never outlives the process that started it.
 */
public final class YarnNode {
  private static final int NODE_MEMORY_MIB = 6144;
  private static final int MONITOR_INTERVAL_MS = 250;

  private YarnNode() {}

  /**
   * Starts it.
   *
   * @param args the folder that receives {@code yarn-site.xml} when it is ready; a client needs it
   *     as HADOOP_CONF_DIR
   */
  public static void main(String[] args) throws IOException {
    // No try-with-resources: closing takes seconds, and nothing of this node is kept.
    @SuppressWarnings("resource")
    MiniYARNCluster cluster = new MiniYARNCluster("redline", 1, 1, 1);
    cluster.init(configuration());
    cluster.start();
    write(cluster.getConfig(), Path.of(args[0], "yarn-site.xml"));
    System.in.transferTo(OutputStream.nullOutputStream());
    cluster.stop();
    Runtime.getRuntime().halt(0);
  }

  private static Configuration configuration() {
    Configuration conf = new YarnConfiguration();
    conf.setInt(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, NODE_MEMORY_MIB);
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 128);
    conf.setClass(YarnConfiguration.RM_SCHEDULER, FifoScheduler.class, ResourceScheduler.class);
    conf.setInt(YarnConfiguration.RM_NM_HEARTBEAT_INTERVAL_MS, 200);
    killForPhysicalMemory(conf);
    // A laptop's disk may be nearly full; a node with a full disk is given no containers.
    conf.setFloat(YarnConfiguration.NM_MAX_PER_DISK_UTILIZATION_PERCENTAGE, 99.9f);
    return conf;
  }

  /** Without any one of these no container is ever killed. */
  private static void killForPhysicalMemory(Configuration conf) {
    conf.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, true);
    conf.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
    conf.setBoolean(YarnConfiguration.NM_MEMORY_RESOURCE_ENFORCED, false);
    conf.setBoolean(YarnConfiguration.YARN_MINICLUSTER_CONTROL_RESOURCE_MONITORING, true);
    conf.setClass(
        YarnConfiguration.NM_CONTAINER_MON_PROCESS_TREE,
        ProcfsBasedProcessTree.class,
        ResourceCalculatorProcessTree.class);
    conf.setInt(YarnConfiguration.NM_CONTAINER_MON_INTERVAL_MS, MONITOR_INTERVAL_MS);
  }

  /** Complete when it is there. */
  private static void write(Configuration conf, Path file) throws IOException {
    Path unfinished = file.resolveSibling("yarn-site.unfinished");
    try (OutputStream out = Files.newOutputStream(unfinished)) {
      conf.writeXml(out);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
