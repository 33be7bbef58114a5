"""A session of Spark on this machine, that leaves nothing behind.

It listens to this machine alone, shows no pages, and keeps what does not fit in memory enciphered
under a key that dies with it, in a folder that is removed. Java goes when this process does,
however that ends, and takes the folder with it.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import TimeoutExpired
from tempfile import TemporaryDirectory
from typing import Any

from remit.errors import Unavailable

__all__ = ["CORES", "JAVA", "MEMORY", "local", "missing"]

CORES = 2
MEMORY = "2g"
JAVA = 17
"""The oldest Java that Spark 4 runs on."""

_ENDS = 20
"""Seconds that Java is given to go before it is made to."""

_QUIET = "rootLogger.level = error\nrootLogger.appenderRef.stderr.ref = stderr\n" + (
    "appender.stderr.type = Console\nappender.stderr.name = stderr\n"
    "appender.stderr.target = SYSTEM_ERR\nappender.stderr.layout.type = PatternLayout\n"
    "appender.stderr.layout.pattern = %m%n\n"
)


def missing() -> str | None:
    """What this machine lacks for Spark, in words; None where it lacks nothing."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "PySpark is not installed: pip install remit[spark]"
    home = os.environ.get("JAVA_HOME")
    if not (home and Path(home, "bin", "java").exists()) and not shutil.which("java"):
        return f"Spark needs Java {JAVA} or newer, and this machine has none"
    return None


@contextmanager
def local() -> Iterator[Any]:
    """A session on `CORES` cores with `MEMORY` of memory for Java. One at a time in a process.

    Raises `Unavailable` where this machine lacks what it needs, or it does not start.
    """
    if lacks := missing():
        raise Unavailable(lacks)
    import pyspark
    from pyspark.sql import SparkSession

    if _running() is not None:
        raise Unavailable("a session of Spark is open in this process; one at a time")
    with TemporaryDirectory(prefix="remit-spark-", ignore_cleanup_errors=True) as folder:
        conf = pyspark.SparkConf().setAll(list(_settings(folder).items()))
        gateway: Any = None
        try:
            with _environment(folder):
                gateway = _started(conf, folder)
                context = pyspark.SparkContext(conf=conf, gateway=gateway)
            yield SparkSession(context)
        finally:
            if (running := _running()) is not None:
                running.stop()
            if gateway is not None:
                _ended(gateway)
            pyspark.SparkContext._gateway = pyspark.SparkContext._jvm = None


def _running() -> Any:
    """The one that is open in this process."""
    from pyspark import SparkContext

    return SparkContext._active_spark_context


def _settings(folder: str) -> dict[str, str]:
    here = "127.0.0.1"
    return {
        "spark.master": f"local[{CORES}]",
        "spark.app.name": "remit",
        "spark.driver.memory": MEMORY,
        "spark.driver.host": here,
        "spark.driver.bindAddress": here,
        "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={folder} -XX:-UsePerfData",
        "spark.io.encryption.enabled": "true",
        "spark.local.dir": folder,
        "spark.sql.shuffle.partitions": str(4 * CORES),
        "spark.sql.warehouse.dir": f"{folder}/warehouse",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }


@contextmanager
def _environment(folder: str) -> Iterator[None]:
    """What Java is started with: nothing of Spark that stands in the settings of this machine."""
    import pyspark

    was = dict(os.environ)
    for name in [name for name in was if name.startswith(("SPARK_", "PYSPARK_"))]:
        del os.environ[name]
    os.environ |= {
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_CONF_DIR": folder,
        "SPARK_HOME": str(Path(pyspark.__file__).parent),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= was


def _started(conf: Any, folder: str) -> Any:
    """Java, running, with a word to remove the folder when it goes."""
    from pyspark.errors import PySparkRuntimeError
    from pyspark.java_gateway import launch_gateway

    launch: Any = launch_gateway
    Path(folder, "log4j2.properties").write_text(_QUIET, encoding="utf-8")
    said = Path(folder, "java.log")
    with said.open("wb") as log:
        try:
            gateway = launch(conf, {"stdout": log, "stderr": log})
        except PySparkRuntimeError as error:
            last = said.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
            raise Unavailable(f"Spark does not start: {''.join(last) or error}") from error
    jvm = gateway.jvm
    jvm.org.apache.spark.util.ShutdownHookManager.registerShutdownDeleteDir(
        jvm.java.io.File(folder)
    )
    return gateway


def _ended(gateway: Any) -> None:
    """Java goes as soon as nobody speaks to it any more."""
    with suppress(OSError):
        gateway.shutdown()
    gateway.proc.stdin.close()
    try:
        gateway.proc.wait(_ENDS)
    except TimeoutExpired:
        gateway.proc.kill()
        gateway.proc.wait()
