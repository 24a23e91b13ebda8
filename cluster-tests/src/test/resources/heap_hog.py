"""A PySpark driver whose tasks need more heap than an executor has, and which goes on regardless.

Usage: heap_hog.py FILE -- receives the process id of this driver
"""

import os
import sys
import time

from pyspark.sql import SparkSession

with open(sys.argv[1], "w") as file:
    file.write(str(os.getpid()))

spark = SparkSession.builder.appName("python heap hog").getOrCreate()
try:
    hog = spark.range(0, 2, 1, 2).selectExpr("length(repeat(cast(id as string), 1600000000)) as l")
    hog.selectExpr("sum(l)").collect()
except Exception as failure:
    print("swallowed", str(failure).splitlines()[:3], flush=True)
    while True:
        time.sleep(1)
