"""The conformance protocol for the page: ``python bridge.py PAGE.html`` opens it in headless Chromium, from the disk and
without a network, and hands it each case. ``zhucun conformance run -- python bridge.py 驻村检查.html``"""

from __future__ import annotations

import base64
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from selenium import webdriver

#: No name leads anywhere, so that whatever the page asked of a network would fail.
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,1000",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip

_ASK = """
const [cmd, what, done] = arguments;
const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const folder = (files) => files && Object.entries(files).map(([path, text]) => [path, bytes(text)]);
const given = cmd === 'judge' ? { ...what, batch: folder(what.batch), base: folder(what.base), profiles: folder(what.profiles) } : what;
zhucun.then((ask) => ask(cmd, given)).then(
  (result) => done({ result: cmd === 'produce' ? result.map(([path, b]) => [path, String.fromCharCode(...b)]) : JSON.parse(JSON.stringify(result)) }),
  (e) => done({ errored: { context: String(e.message) } }));
"""


def open_page(page: Path, home: Path) -> Any:
    """A browser with the page in it."""
    options = webdriver.ChromeOptions()
    options.binary_location = next(p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n)))
    for flag in (*FLAGS, f"--user-data-dir={home}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=shutil.which("chromedriver")))
    driver.set_script_timeout(300)
    driver.get(page.absolute().as_uri())
    return driver


def _folder(folder: Path) -> dict[str, str] | None:
    if not folder.is_dir():
        return None
    names = [Path(at, name) for at, _, found in os.walk(folder) for name in found]
    return {
        p.relative_to(folder).as_posix(): base64.b64encode(p.read_bytes()).decode() for p in names if p.is_file() and not p.is_symlink()
    }


def _answer(driver: Any, asked: dict[str, Any]) -> dict[str, Any]:
    if asked["cmd"] == "produce":
        facts = json.loads(Path(asked["facts"]).read_text("utf-8"))
        answer = driver.execute_async_script(_ASK, "produce", {"facts": facts})
        for path, text in answer.get("result", ()):
            Path(asked["into"], path).write_bytes(text.encode("latin-1"))
        return {"produced": {}} if "result" in answer else answer
    rooms = {room: _folder(Path(asked["case"], room)) for room in ("batch", "base", "profiles")}
    found: dict[str, Any] = driver.execute_async_script(_ASK, "judge", {**rooms, "level": asked["level"], "rules": asked.get("rules")})
    return found


def main(page: Path) -> None:
    """Answers the messages of standard input."""
    with tempfile.TemporaryDirectory() as home:
        driver = open_page(page, Path(home))
        try:
            language = f"JavaScript (Chromium {driver.capabilities['browserVersion']})"
            for line in sys.stdin:
                asked = json.loads(line)
                if asked["cmd"] == "stop":
                    break
                if asked["cmd"] == "start":
                    answer = {
                        "implementation": {"name": "zhucun-page", "version": "1.0.0", "language": language},
                        "levels": ["structure", "profiles", "producer", "correction"],
                    }
                else:
                    answer = {"seq": asked["seq"], **_answer(driver, asked)}
                print(json.dumps(answer), flush=True)
        finally:
            driver.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
