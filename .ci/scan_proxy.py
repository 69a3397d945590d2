"""Stands before a running Alex and puts the token of a demo's person in place of
"Bearer proxy", or an operator's where those have their routes, so that scanners
that know no sessions get past the door. What comes without that is passed on as
it is.

    ALEX_ADMIN_TOKEN=… python3 scan_proxy.py http://127.0.0.1:8080      prints its own URL
"""

import http.client
import http.cookiejar
import http.server
import json
import os
import sys
import threading
import time
import urllib.parse
import urllib.request

ALEX = sys.argv[1]
HOP = {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "host", "content-length"}


class Person:
    """Someone with a demo of their own, and a token that is never old."""

    def __init__(self):
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.lock = threading.Lock()
        self.keep(self.post("/api/auth/demo"))

    def post(self, path):
        request = urllib.request.Request(ALEX + path, data=b"{}", headers={"Content-Type": "application/json"})
        with self.opener.open(request, timeout=20) as answer:
            return json.load(answer)

    def keep(self, answer):
        self.value = answer["accessToken"]
        self.until = time.monotonic() + answer["expiresIn"] / 2

    def token(self):
        with self.lock:
            if time.monotonic() > self.until:
                self.keep(self.post("/api/auth/token"))
            return self.value


PERSON = Person()
OPERATOR = os.environ["ALEX_ADMIN_TOKEN"]


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self):
        door = "Bearer " + (OPERATOR if self.path.startswith("/api/admin/") else PERSON.token())
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        alex = http.client.HTTPConnection(urllib.parse.urlsplit(ALEX).netloc, timeout=40)
        try:
            alex.putrequest(self.command, self.path, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in HOP:
                    alex.putheader(name, door if value == "Bearer proxy" else value)
            alex.putheader("Content-Length", str(len(body)))
            alex.endheaders(body)
            answer = alex.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException, ValueError) as e:
            self.send_error(502, str(e).replace("\n", " "))
            return
        finally:
            alex.close()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def __getattr__(self, name):
        if name.startswith("do_"):  # whatever the method
            return self.forward
        raise AttributeError(name)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
