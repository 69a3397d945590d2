"""A proxy that refuses every request, as S3 Control does where it knows no tags.

Terraform asks S3 Control about tags of buckets at a name of its own for each account,
which no stand-in on this machine has. Refused so, it asks S3 instead.
"""

import http.server

REFUSAL = b'<?xml version="1.0"?><ErrorResponse><Error><Code>MethodNotAllowed</Code><Message>no tags</Message></Error></ErrorResponse>'


class Handler(http.server.BaseHTTPRequestHandler):
    def refuse(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(405)
        self.send_header("Content-Length", str(len(REFUSAL)))
        self.end_headers()
        self.wfile.write(REFUSAL)

    do_GET = do_POST = do_PUT = do_DELETE = refuse


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
