"""Prints what wapiti found; ends with 1 where it found a vulnerability."""

import json
import sys

report = json.load(open(sys.argv[1]))
count = 0
for kind, findings in {**report["vulnerabilities"], **report["anomalies"]}.items():
    for finding in findings:
        count += 1
        print(f"{kind}: level {finding['level']} {finding['method']} {finding['path']} {finding['info']}")
print(f"{count} findings, of {report['infos'].get('crawled_pages_nbr', '?')} pages")
sys.exit(1 if count else 0)
