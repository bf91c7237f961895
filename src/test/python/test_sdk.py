"""The hosted API's own Python SDK, as it comes from PyPI: only base_url and the key are ours."""

import time
import uuid

import httpx
import pytest
import requests
import segmind
from PIL import Image
from segmind import InferenceFailed, InferenceTimeout, SegmindClient, SegmindError

from conftest import TIMEOUT_SECONDS, decoded, pose_size, request, text_of_image

MODEL = "consistent-character-with-pose"


@pytest.fixture(params=["/v1", "/v2", "/v1/"])
def client(request, base_url):
    """Whichever version the base names, the SDK finds /v2 beside it; run_sync calls the one that is named."""
    return SegmindClient(api_key="demo", base_url=base_url + request.param, timeout=TIMEOUT_SECONDS)


@pytest.fixture
def synchronous(base_url):
    return SegmindClient(api_key="demo", base_url=base_url + "/v1", timeout=TIMEOUT_SECONDS)


def fetched(url):
    """Links need no key."""
    answer = requests.get(url, timeout=TIMEOUT_SECONDS)
    assert answer.status_code == 200, answer.text
    return answer.content


def test_run_sync_makes_a_picture(synchronous):
    response = synchronous.run_sync(MODEL, **request(base_64=False))

    assert response.headers["x-seed-value"] == "2778725438"
    assert decoded(response.content).size == pose_size()


def test_run_sync_with_files_as_base64_gets_json(synchronous):
    body = synchronous.run_sync(MODEL, **request()).json()

    assert body.keys() == {"image", "seed", "content_type"}


def test_run_makes_a_picture(client, balance):
    before = balance()

    result = client.run(MODEL, **request())

    assert result["status"] == "COMPLETED"
    assert result["error"] is None
    assert decoded(fetched(result["output"])).size == pose_size()
    assert result["metrics"]["cost"] == 1
    assert result["metrics"]["remaining_credits"] == before - 1 == balance()
    assert result["metrics"]["retry_count"] == 0
    assert result["metrics"]["inference_time"] > 0


def test_run_makes_several_pictures(client):
    result = client.run(MODEL, **request(samples=2, seed=7, output_format="webp"))

    assert [image["seed"] for image in result["images"]] == [7, 8]
    assert [decoded(fetched(url)).format for url in result["output"]] == ["WEBP", "WEBP"]


def test_the_modules_own_functions_make_a_picture(synchronous, monkeypatch):
    monkeypatch.setattr(segmind, "_default_client", synchronous)

    assert segmind.run(MODEL, **request())["status"] == "COMPLETED"
    assert segmind.run_sync(MODEL, **request(base_64=False)).headers["Content-Type"] == "image/png"


def test_a_job_is_waited_for(client):
    job = client.submit_async(MODEL, **request())

    assert str(uuid.UUID(job.request_id)) == job.request_id
    assert job.submit_response["status"] == "QUEUED"
    result = job.wait(timeout=TIMEOUT_SECONDS, interval=0.1)

    assert result["request_id"] == job.request_id
    assert job.status()["status"] == "COMPLETED"
    assert job.result() == result


def test_jobs_are_told_apart(synchronous):
    jobs = [synchronous.submit_async(MODEL, **request(seed=seed)) for seed in (1, 2, 3)]

    results = [job.wait(timeout=TIMEOUT_SECONDS, interval=0.1) for job in reversed(jobs)]

    assert [result["images"][0]["seed"] for result in results] == [3, 2, 1]
    assert len({result["request_id"] for result in results}) == 3


def test_a_job_that_fails_says_why_and_costs_nothing(client, balance):
    before = balance()
    job = client.submit_async(MODEL, **request(pose_image=text_of_image(Image.new("RGB", (200, 200), "grey"))))

    with pytest.raises(InferenceFailed) as failure:
        job.wait(timeout=TIMEOUT_SECONDS, interval=0.1)

    assert failure.value.detail.startswith("pose_image: ")
    assert failure.value.status_body["status"] == "FAILED"
    assert job.result()["error"] == failure.value.detail
    assert job.result()["output"] is None
    assert balance() == before


def test_run_fails_as_its_job_does(client):
    with pytest.raises(InferenceFailed):
        client.run(MODEL, **request(pose_image=text_of_image(Image.new("RGB", (200, 200), "grey"))))


def test_a_job_that_is_not_waited_for_to_its_end_goes_on(client):
    job = client.submit_async(MODEL, **large())

    with pytest.raises(InferenceTimeout) as given_up:
        job.wait(timeout=0, interval=0)

    assert given_up.value.request_id == job.request_id
    assert job.status()["status"] in ("QUEUED", "PROCESSING")
    assert job.wait(timeout=TIMEOUT_SECONDS, interval=0.2)["status"] == "COMPLETED"


def test_a_job_that_is_given_up_can_be_cancelled(client, balance):
    before = balance()
    job = client.submit_async(MODEL, **large())

    cancelled = client._client.post(job.submit_response["cancel_url"])

    assert cancelled.json() == {"cancelled": True}
    with pytest.raises(InferenceFailed) as failure:
        job.wait(timeout=TIMEOUT_SECONDS, interval=0.1)
    assert failure.value.detail == "cancelled"
    assert balance() == before


def large():
    """Takes seconds, whatever the machine: asked after at once, it is not done."""
    return request(samples=4, use_input_img_dimension=False, custom_width=2048, custom_height=2048)


@pytest.mark.parametrize("call", ["run_sync", "run", "submit_async"])
def test_a_wrong_key_is_told(base_url, call):
    stranger = SegmindClient(api_key="wrong", base_url=base_url + "/v1", timeout=TIMEOUT_SECONDS)

    with pytest.raises(SegmindError) as failure:
        getattr(stranger, call)(MODEL, **request())

    assert failure.value.status == 401
    assert failure.value.detail == "Unauthorized. API key is invalid or may have expired."


@pytest.mark.parametrize("call", ["run_sync", "run", "submit_async"])
def test_a_bad_field_is_told_by_its_name(synchronous, call, balance):
    before = balance()

    with pytest.raises(SegmindError) as failure:
        getattr(synchronous, call)(MODEL, **request(samples=9))

    assert failure.value.status == 400
    assert failure.value.detail == "samples: must be a whole number from 1 to 4, not 9"
    assert balance() == before


def test_a_model_that_is_not_there_is_not_found(synchronous):
    with pytest.raises(SegmindError) as failure:
        synchronous.run("no-such-model", prompt="x")

    assert failure.value.status == 404


def test_a_job_of_nobody_is_not_found(synchronous, base_url):
    job = synchronous.submit_async(MODEL, **request())
    job.wait(timeout=TIMEOUT_SECONDS, interval=0.1)
    job.status_url = job.status_url.replace(job.request_id, str(uuid.uuid4()))

    with pytest.raises(SegmindError) as failure:
        job.status()

    assert failure.value.status == 404


def test_a_caller_who_does_not_wait_for_the_answer_is_not_charged(base_url, balance):
    before = balance()
    impatient = SegmindClient(api_key="demo", base_url=base_url + "/v1", timeout=0.05)

    with pytest.raises(httpx.TimeoutException):
        impatient.run_sync(MODEL, **large())

    until(lambda: balance() == before)


def until(condition):
    end = time.monotonic() + TIMEOUT_SECONDS
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)
