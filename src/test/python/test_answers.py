"""Every form of the answer, read by a library that did not come with it."""

import base64
import email
import email.policy
import io
import json
import uuid
import zipfile

import pytest

from conftest import FACE, KEY, POSE, decoded, pose_size, request

EVENT_STREAM = {**KEY, "Accept": "text/event-stream"}


def test_json_is_the_default(post):
    answer = post(json=request())

    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("application/json")
    body = answer.json()
    assert body.keys() == {"image", "seed", "content_type"}
    assert (body["seed"], body["content_type"]) == (2778725438, "image/png")
    assert decoded(base64.b64decode(body["image"], validate=True)).size == pose_size()


def test_several_pictures_in_json_differ(post):
    body = post(json=request(samples=3)).json()

    assert body.keys() == {"images", "seed", "content_type"}
    pictures = [base64.b64decode(text, validate=True) for text in body["images"]]
    assert [decoded(picture).size for picture in pictures] == [pose_size()] * 3
    assert len(set(pictures)) == 3


@pytest.mark.parametrize("output_format", ["png", "jpeg", "webp"])
def test_a_picture_has_the_asked_format_and_size(post, output_format):
    answer = post(
        json=request(
            base_64=0, output_format=output_format, use_input_img_dimension="false", custom_width=400, custom_height=300
        )
    )

    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == f"image/{output_format}"
    assert answer.headers["Content-Length"] == str(len(answer.content))
    name = f"{answer.headers['x-request-id']}.{output_format}"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{name}"'
    picture = decoded(answer.content)
    assert (picture.format.lower(), picture.size) == (output_format, (400, 300))


def test_a_billed_answer_tells_what_it_cost(post, balance):
    before = balance()

    answer = post(json=request(samples=2, seed=11))

    assert float(answer.headers["x-cost"]) == pytest.approx(before - balance())
    assert float(answer.headers["x-remaining-credits"]) == pytest.approx(balance())
    assert float(answer.headers["x-generation-time"]) > 0
    assert answer.headers["x-seed-value"] == "11"
    assert answer.headers["x-backend"] == "preview"


def test_the_same_request_makes_the_same_picture(post):
    first, second = (post(json=request(base_64=False, seed=5)).content for _ in range(2))

    assert first == second


def test_several_pictures_come_as_a_zip_archive(post):
    answer = post(json=request(base_64=False, samples=3, output_format="jpeg"))

    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        pictures = [decoded(archive.read(name)) for name in names]
    assert [name.split(".")[0] for name in names] == ["0", "1", "2"]
    assert [(picture.format, picture.size) for picture in pictures] == [("JPEG", pose_size())] * 3


def test_several_pictures_come_as_parts_when_asked_for(post):
    answer = post(headers={**KEY, "Accept": "multipart/mixed"}, json=request(base_64=False, samples=2))

    head = f"Content-Type: {answer.headers['Content-Type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + answer.content, policy=email.policy.HTTP)
    assert message.get_content_type() == "multipart/mixed"
    assert not message.defects
    parts = list(message.iter_parts())
    assert [part.get_content_type() for part in parts] == ["image/png"] * 2
    assert [decoded(part.get_payload(decode=True)).size for part in parts] == [pose_size()] * 2


def test_events_tell_what_happens_from_accepted_to_done(post):
    answer = post(headers=EVENT_STREAM, json=request(samples=2, output_format="webp", seed=21))

    assert answer.headers["Content-Type"].startswith("text/event-stream")
    told = list(events(answer.content.decode()))
    names = [name for name, _ in told]
    assert (names[0], names[-1]) == ("accepted", "done")
    assert names.index("pose") < names.index("backend") < names.index("image")
    assert told[names.index("backend")][1] == {"name": "preview"}
    assert told[0][1]["request_id"] == answer.headers["x-request-id"]
    images = [data for name, data in told if name == "image"]
    assert [(image["index"], image["seed"], image["content_type"]) for image in images] == [
        (0, 21, "image/webp"),
        (1, 22, "image/webp"),
    ]
    assert [decoded(base64.b64decode(image["data"])).size for image in images] == [pose_size()] * 2
    assert told[-1][1].keys() == {"cost", "remaining_credits", "generation_time"}


def events(text):
    for block in text.split("\n\n"):
        fields = [line.partition(":") for line in block.splitlines() if not line.startswith(":")]
        if fields:
            values = {name: value.removeprefix(" ") for name, _, value in fields}
            yield values["event"], json.loads(values["data"])


def test_the_pose_pass_answers_coordinates_and_skeletons(post):
    picture = {"pose_image": ("pose.png", POSE.read_bytes(), "image/png")}

    pose = post(path="/v1/pose", files=picture).json()
    skeleton = post(path="/v1/pose", headers={**KEY, "Accept": "image/png"}, files=picture)

    assert (pose["width"], pose["height"]) == pose_size()
    assert [len(person["keypoints"]) for person in pose["people"]] == [18]
    assert decoded(skeleton.content).size == pose_size()


def test_a_form_sent_again_under_its_key_is_answered_as_before_and_paid_once(post, balance):
    key = {**KEY, "Idempotency-Key": str(uuid.uuid4())}

    def send():
        return post(
            headers=key,
            files={"face_image": FACE.read_bytes(), "pose_image": POSE.read_bytes()},
            data={"prompt": "A woman in a red dress in the evening", "seed": -1, "base_64": False},
        )

    before = balance()
    first, again = send(), send()

    assert first.status_code == 200, first.text
    assert first.request.headers["Content-Type"] != again.request.headers["Content-Type"], "the boundary is drawn anew"
    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["x-request-id"] == first.headers["x-request-id"]
    assert balance() == before - 1
