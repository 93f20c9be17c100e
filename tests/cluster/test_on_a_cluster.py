"""What a cluster makes is what one machine makes, byte for byte, whatever becomes of its machines."""

import threading
from pathlib import Path

import pytest

from codematch.cluster.spark import Spark, connected
from codematch.intake import read_work
from codematch.model.scan_document import scan_document
from codematch.model.search_document import search_document
from codematch.parallel import Jobs
from codematch.report.formats.to_json import encoded
from codematch.scanning.inputs import scan_named
from codematch.searching.run import search_work
from codematch.store import writing
from codematch.store.checking import check
from codematch.store.contents import opened
from tests.cluster.clusters import cluster, missing
from tests.comparison.works import LEDGER, renamed
from tests.scanning.sets import SETTINGS, made_set
from tests.store.stores import TOOLS, content, located

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason=missing() or "nothing is missing"),
]
WORKS = 6


def searched(place: Path, index: Path, jobs: Jobs) -> bytes:
    with opened(index) as contents:
        return encoded(
            search_document(search_work(read_work(str(place), SETTINGS.intake), contents, SETTINGS, jobs=jobs).result)
        )


def scanned(works: Path, jobs: Jobs) -> bytes:
    return encoded(scan_document(scan_named([str(works)], (), SETTINGS, jobs=jobs).result))


def test_an_index_a_search_and_a_scan_are_the_same_bytes_though_a_worker_is_killed(tmp_path: Path) -> None:
    works = made_set(tmp_path / "works", WORKS)
    (tmp_path / "asked").mkdir()
    (tmp_path / "asked" / "taken.py").write_text(renamed(LEDGER))
    writing.build(tmp_path / "here.index", located(works), TOOLS)
    expected = content(tmp_path / "here.index")
    with cluster(tmp_path) as there, connected(there.address) as spark:
        assert isinstance(spark, Spark)
        assert spark.slots == 2
        writing.build(tmp_path / "there.index", located(works), TOOLS, jobs=spark)
        assert content(tmp_path / "there.index") == expected
        assert check(tmp_path / "there.index", TOOLS).faults == ()
        found = searched(tmp_path / "asked", tmp_path / "there.index", spark)
        assert found == searched(tmp_path / "asked", tmp_path / "here.index", 1)
        killer = threading.Timer(1.0, there.lose_a_worker)
        killer.start()
        result = scanned(works, spark)
        killer.join()
        assert spark.machines() == 1
    assert result == scanned(works, 1)
