"""The service that the tests call, named by BASE_URL: one of the dev profile, whose account has the key "demo"."""

import base64
import io
import os
from pathlib import Path

import pytest
import requests
from PIL import Image

PROJECT = Path(__file__).resolve().parents[3]
FACE = PROJECT / "docs" / "samples" / "face.jpg"
POSE = PROJECT / "docs" / "samples" / "pose.png"
ENDPOINT = "/v1/consistent-character-with-pose"
KEY = {"x-api-key": "demo"}

# The first request of a process waits for the networks to be loaded.
TIMEOUT_SECONDS = 120


@pytest.fixture(scope="session")
def base_url():
    url = os.environ.get("BASE_URL")
    if not url:
        pytest.exit("BASE_URL must name a running service, such as http://localhost:8080", returncode=2)
    return url.rstrip("/")


@pytest.fixture
def post(base_url):
    def send(headers=KEY, path=ENDPOINT, **arguments):
        return requests.post(base_url + path, headers=headers, timeout=TIMEOUT_SECONDS, **arguments)

    return send


@pytest.fixture
def balance(base_url):
    def ask():
        answer = requests.get(base_url + "/v1/get-user-credits", headers=KEY, timeout=TIMEOUT_SECONDS)
        assert answer.status_code == 200, answer.text
        return answer.json()["credits"]

    return ask


def text_of(path):
    return base64.b64encode(path.read_bytes()).decode()


def text_of_image(image):
    file = io.BytesIO()
    image.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def request(**fields):
    return {
        "face_image": text_of(FACE),
        "pose_image": text_of(POSE),
        "prompt": "A woman in a red dress in the evening",
        **fields,
    }


def decoded(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def pose_size():
    with Image.open(POSE) as image:
        return image.size
