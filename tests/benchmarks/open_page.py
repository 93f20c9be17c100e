"""How fast a browser opens an HTML report: `python -m tests.benchmarks.open_page REPORT.html [--times N]`.

Interactive is when the page's own script has run (DOMContentLoaded of the navigation timing) and a key press has been
answered by a frame; the viewer is open when the first rows of the heaviest pair of files are drawn, counted from the
click. CPU is that of the page's main thread, which other load on the machine does not change. The median of some
openings, each in a fresh page.
"""

import argparse
import shutil
import statistics
from pathlib import Path

from tests.browser import ARGUMENTS, BROWSERS

_ANSWERED = """async () => {
  dispatchEvent(new KeyboardEvent("keydown", { key: "c" }));
  await new Promise((drawn) => requestAnimationFrame(drawn));
  return performance.now();
}"""
_READY = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
_OPENED = """async () => {
  const begin = performance.now();
  location.hash = "view";
  while (!document.querySelector(".v-block tr")) await new Promise((drawn) => requestAnimationFrame(drawn));
  return performance.now() - begin;
}"""


def main() -> None:
    """Open the page some times and print the medians in milliseconds."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    path = next(filter(None, map(shutil.which, BROWSERS)))
    names = "script has run", "first key answered", "CPU until then", "viewer opened"
    found: dict[str, list[float]] = {name: [] for name in names}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for _ in range(options.times):
            page = browser.new_page()
            metrics = page.context.new_cdp_session(page)
            metrics.send("Performance.enable", {"timeDomain": "threadTicks"})
            page.goto(options.page.resolve().as_uri(), wait_until="commit")
            page.wait_for_load_state("domcontentloaded")
            found["first key answered"].append(page.evaluate(_ANSWERED))
            tasks = {one["name"]: one["value"] for one in metrics.send("Performance.getMetrics")["metrics"]}
            found["CPU until then"].append(1000 * tasks["TaskDuration"])
            found["script has run"].append(page.evaluate(_READY))
            found["viewer opened"].append(page.evaluate(_OPENED))
            page.close()
        browser.close()
    print(f"{options.page}: {options.page.stat().st_size / 1e6:.2f} MB")
    for name, values in found.items():
        print(f"  {name:20} {statistics.median(values):7.0f} ms  ({min(values):.0f} to {max(values):.0f})")


if __name__ == "__main__":
    main()
