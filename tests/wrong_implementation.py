"""A deliberately wrong implementation: the SDK's answers, spoilt as the flags say. Only for the tests of the harness."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from zhucun import Standard, conformance


def spoil(result: dict[str, Any], flags: argparse.Namespace) -> dict[str, Any]:
    found = result["findings"]
    if flags.wrong_pointer:
        for f in found:
            if f.get("pointer", "").count("/") == 1:
                f["pointer"] = f["pointer"].lower()
    if flags.flip_boundary:
        # "beyond the limit" taken for "at the limit": whatever is one too many passes
        found = [f for f in found if f["rule"] not in ("STR-RANGE", "STR-LENGTH")]
    if flags.forget_severity:
        found = [{k: v for k, v in f.items() if k != "severity"} for f in found]
    verdict = result["verdict"] if found or result["verdict"] == "unreadable" else "pass"
    return {**result, "findings": found, "verdict": verdict}


def main() -> None:
    parser = argparse.ArgumentParser()
    for flag in ("--flip-boundary", "--crash", "--hang", "--wrong-pointer", "--forget-severity", "--babble", "--bad-start", "--wrong-seq"):
        parser.add_argument(flag, action="store_true")
    parser.add_argument("--on", default="", help="only for cases whose folder holds this text")
    flags = parser.parse_args()
    standard = Standard.load()
    for line in sys.stdin:
        message = json.loads(line)
        if message["cmd"] == "stop":
            return
        if message["cmd"] == "start":
            answer: dict[str, Any] = {
                "implementation": {"name": "wrong", "version": "0", "language": "Python"},
                "levels": ["structure", "profile"],
                "profiles": ["guizhou-2017"],
            }
            if flags.bad_start:
                answer = {"hello": "world"}
        else:
            hit = flags.on in message["case"]
            if hit and flags.crash:
                print("about to fall over", file=sys.stderr, flush=True)
                os._exit(9)
            if hit and flags.hang:
                time.sleep(3600)
            if hit and flags.babble:
                print("Loading…")
            result = conformance.judge(standard, Path(message["case"]) / "batch", message["level"])
            answer = {"seq": message["seq"] + (hit and flags.wrong_seq), "result": spoil(result, flags) if hit else result}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
