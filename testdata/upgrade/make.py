#!/usr/bin/env python3
"""Makes one fixture of TestUpgrade with the program of an earlier release.

    make.py ALEX NAME.db.gz                           a SQLite file
    make.py ALEX NAME.sql.gz OWNER_URL SUPERUSER_URL  a dump of an empty PostgreSQL

ALEX is the old program. Two people sign up there, bring files, keep a plan, share,
turn a second factor on, and have reports written; README.md says what they are.
"""

import base64, gzip, hashlib, hmac, json, os, pathlib, re, signal, struct, subprocess, sys, tempfile, time, urllib.request, uuid

ACCOUNT_KEY = "the account key of the fixtures only"
BROKERS = pathlib.Path(__file__).parent.parent / "brokers"


class Person:
    """Somebody who uses the API."""

    def __init__(self, url, email, password):
        self.url, self.token, self.password = url, "", password
        self.token = self.ask("POST", "/api/auth/sign-up", {"email": email, "password": password, "displayName": email.split("@")[0].title()})["accessToken"]

    def ask(self, method, path, body=None, kind="application/json", more={}):
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + path, data, {"Content-Type": kind, **more}, method=method)
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        try:
            with urllib.request.urlopen(request) as answer:
                text = answer.read()
        except urllib.error.HTTPError as e:
            sys.exit(f"{method} {path}: {e.code} {e.read().decode()}")
        return json.loads(text) if text else None

    def bring(self, name):
        edge = uuid.uuid4().hex
        body = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'.encode()
        body += (BROKERS / name).read_bytes() + f"\r\n--{edge}--\r\n".encode()
        preview = self.ask("POST", "/api/import/preview", body, f"multipart/form-data; boundary={edge}")
        self.ask("POST", "/api/import", {"previewId": preview["previewId"]})

    def analyze(self):
        job = self.ask("POST", "/api/analyze", {})["jobId"]
        while (found := self.ask("GET", f"/api/jobs/{job}"))["status"] != "completed":
            if found["status"] == "failed":
                sys.exit(f"an analysis failed: {found}")
            time.sleep(0.1)
        return found["reportId"]

    def second_factor(self):
        secret = self.ask("POST", "/api/user/second-factor", {"password": self.password})["secret"]
        moment = struct.pack(">Q", int(time.time()) // 30)
        digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), moment, hashlib.sha1).digest()
        at = digest[-1] & 15
        code = (struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000
        codes = self.ask("POST", "/api/user/second-factor/confirm", {"code": f"{code:06d}"})
        return codes.get("recoveryCodes") or codes.get("codes")


def live(url):
    ann = Person(url, "ann@example.org", "correct horse battery")
    bob = Person(url, "bob@example.org", "another long password")
    ann.bring("fidelity_positions.csv")
    bob.bring("vanguard_positions.csv")
    plan = {"name": "Earlier", "currentAge": 58, "retirementAge": 62, "horizonAge": 95, "balance": "700000", "annualSpending": "60000", "allocation": {"equity": 60, "fixed_income": 40}}
    ann.ask("POST", "/api/plans", plan)
    reports = [ann.analyze(), ann.analyze(), bob.analyze()]
    code = ann.ask("POST", "/api/grants", {"role": "viewer"})["code"]
    bob.ask("POST", "/api/grants/accept", {"code": code})
    recovery = bob.second_factor()
    return {
        "reports": {"ann": reports[:2], "bob": reports[2:]},
        "total": {"ann": ann.ask("GET", "/api/portfolio")["totalValue"], "bob": bob.ask("GET", "/api/portfolio")["totalValue"]},
        "recoveryCode": recovery[0],
    }


def main(alex, out, owner="", superuser=""):
    with tempfile.TemporaryDirectory() as data:
        environ = {"HOME": data, "ALEX_DATA": data, "ALEX_ADDR": "127.0.0.1:0", "ALEX_ACCOUNT_KEY": ACCOUNT_KEY, "ALEX_DATABASE_URL": owner, "ALEX_BACKUP_EVERY": "0"}
        server = subprocess.Popen([alex, "serve"], env=environ, stdout=subprocess.PIPE, text=True)
        known = live(re.search(r"http://\S+", server.stdout.readline()).group())
        server.send_signal(signal.SIGTERM)
        if server.wait() != 0:
            sys.exit("the server did not end in order")
        if owner:
            dump = subprocess.run(["pg_dump", "--no-owner", "--inserts", "--rows-per-insert=200", superuser], check=True, capture_output=True).stdout
        else:
            dump = (pathlib.Path(data) / "alex.db").read_bytes()
    pathlib.Path(out).write_bytes(gzip.compress(dump, 9, mtime=0))
    pathlib.Path(out.removesuffix(".gz") + ".json").write_text(json.dumps(known, indent=1) + "\n")


main(*sys.argv[1:])
