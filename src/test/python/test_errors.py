"""Every error is JSON of one shape, says what to do, and costs nothing."""

import uuid

import pytest
import requests

from conftest import ENDPOINT, FACE, KEY, POSE, request

NO_KEY = {}
WRONG_KEY = {"x-api-key": "nobody's"}
BEARER = {"Authorization": "Bearer demo"}
GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@pytest.fixture(autouse=True)
def nothing_is_charged(balance):
    before = balance()
    yield
    assert balance() == before


def assert_error(answer, status, code):
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"].startswith("application/json")
    body = answer.json()
    assert body["code"] == code
    assert body["error"]
    assert body["request_id"] == answer.headers["x-request-id"]
    uuid.UUID(body["request_id"])
    return body


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        (NO_KEY, "Missing x-api-key in header"),
        (BEARER, "Missing x-api-key in header"),
        (WRONG_KEY, "Unauthorized. API key is invalid or may have expired."),
    ],
    ids=["no key", "bearer token", "unknown key"],
)
def test_a_caller_without_a_good_key_is_refused(post, headers, message):
    assert assert_error(post(headers=headers, json=request()), 401, "unauthorized")["error"] == message


def test_every_bad_field_is_named_at_once(post):
    answer = post(json={"face_image": "", "promt": "x", "samples": 9, "quality": "high", "output_format": "gif"})

    body = assert_error(answer, 400, "invalid_request")
    messages = {field["field"]: field["message"] for field in body["fields"]}
    assert messages.keys() >= {"face_image", "pose_image", "prompt", "promt", "samples", "quality", "output_format"}
    assert "prompt" in messages["promt"]


@pytest.mark.parametrize("picture", [GIF, "bm90IGFuIGltYWdl", "%%%"], ids=["GIF", "text", "no base64"])
def test_what_is_no_picture_is_refused_by_the_fields_name(post, picture):
    answer = post(json=request(face_image=picture))

    assert answer.status_code == 400
    assert answer.json()["code"] in {"invalid_image", "invalid_request"}
    assert [field["field"] for field in answer.json()["fields"]] == ["face_image"]


def test_a_truncated_file_is_refused(post):
    files = {"face_image": FACE.read_bytes(), "pose_image": POSE.read_bytes()[:-20]}

    body = assert_error(post(files=files, data={"prompt": "x"}), 400, "invalid_image")

    assert [field["field"] for field in body["fields"]] == ["pose_image"]


@pytest.mark.parametrize("address", ["http://127.0.0.1/a.png", "http://[::ffff:127.0.0.1]/a.png", "http://2130706433/"])
def test_this_machine_is_not_asked_for_pictures(post, address):
    answer = post(json=request(face_image=address))

    assert answer.status_code == 400
    assert [field["field"] for field in answer.json()["fields"]] == ["face_image"]


@pytest.mark.parametrize(
    "body",
    ["", "{", '{"prompt": NaN}', '{"prompt": "a", "prompt": "b"}', b"\xff\xfe"],
    ids=["empty", "cut", "NaN", "duplicate key", "no UTF-8"],
)
def test_what_is_no_json_is_refused(post, body):
    answer = post(data=body, headers={**KEY, "Content-Type": "application/json"})

    assert_error(answer, 400, "invalid_request")


def test_another_media_type_is_refused(post):
    answer = post(data="a: b", headers={**KEY, "Content-Type": "application/yaml"})

    assert_error(answer, 415, "unsupported_media_type")


def test_unknown_paths_and_methods_are_told_in_json(base_url):
    assert_error(requests.get(base_url + "/v1/nothing", headers=KEY, timeout=60), 404, "not_found")
    assert_error(requests.get(base_url + ENDPOINT, headers=KEY, timeout=60), 405, "method_not_allowed")
