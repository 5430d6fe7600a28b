"""A server in a process of its own, and browsers' cookies and lines to its rooms."""

import json
import os
import signal
import subprocess
import sys
import urllib.request

from websockets.sync.client import connect

from tests.web.browser import ROOT


class Server:
    """A server in a process of its own, which can be killed, and a browser that comes to it."""

    def __init__(self, folder):
        self.folder = folder
        self.cookies = {}

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "escalation", "serve", "--no-open", "--data", self.folder],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        line = self.process.stdout.readline()
        self.address = next(word for word in line.split() if word.startswith("http://"))
        return self

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def post(self, path, body, who):
        asked = urllib.request.Request(self.address + path, json.dumps(body).encode())
        with urllib.request.urlopen(asked, timeout=30) as answer:
            cookie = answer.headers["set-cookie"]
            self.cookies[who] = cookie.split(";")[0]
            return json.load(answer)

    def line(self, code, who, role="seat"):
        host = self.host
        return connect(
            f"ws://{host}/play/{code}/{role}", origin=f"http://{host}",
            additional_headers={"cookie": self.cookies[who]}, max_size=None,
        )  # fmt: skip

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=60)
        self.process.stdout.close()

    @property
    def host(self):
        return self.address.removeprefix("http://").strip("/")
