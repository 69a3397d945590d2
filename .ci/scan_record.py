"""Prints what the two scanners and the server's log say of a scan, for
docs/measurements/scan.txt; ends with 1 where the server failed or wapiti found
something. What schemathesis says of answers that are none of these is listed.

    python3 scan_record.py FOLDER COMMIT
"""

import datetime
import json
import re
import sys

folder, commit = sys.argv[1:]
told = open(f"{folder}/schemathesis.txt").read()
report = json.load(open(f"{folder}/wapiti.json"))
log = open(f"{folder}/server.log").read()


def of(pattern, text):
    found = re.search(pattern, text)
    return found.groups() if found else ("?",) * re.compile(pattern).groups


selected, total = of(r"(\d+) selected / (\d+) total", told)
(cases,) = of(r"(\d+) generated", told)
said = re.findall(r"^- (ST\d+ .*)$", told, re.M)
crashed = sum("erver error" in line for line in said)
modules = re.findall(r"Launching module (\w+)", open(f"{folder}/wapiti.txt").read())
found = {**report["vulnerabilities"], **report["anomalies"]}
errors = log.count('"level":"ERROR"')

print(f"scanned {datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M} UTC, commit {commit}")
print(f"schemathesis: {selected} of {total} operations, {cases} cases, {crashed} server errors, {len(said) - crashed} other findings")
for line in sorted(set(said)):
    print(f"  {line}")
print(f"wapiti: {report['infos'].get('crawled_pages_nbr', '?')} pages, {sum(map(len, found.values()))} findings, by {', '.join(modules)}")
for kind, findings in found.items():
    for f in findings:
        print(f"  {kind}: level {f['level']} {f['method']} {f['path']} {f['info']}")
print(f"server: {errors} errors logged")
sys.exit(1 if crashed or errors or any(found.values()) else 0)
