"""Clients that were not written for this service get their picture."""

import base64
import importlib
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ENDPOINT, FACE, POSE, PROJECT, decoded, pose_size, request

EXAMPLE = Path(__file__).with_name("hosted_api_example.py")


def test_the_hosted_apis_own_python_example_makes_a_picture(base_url, monkeypatch, capsys):
    monkeypatch.chdir(PROJECT)

    response = runpy.run_path(str(EXAMPLE), {"BASE_URL": base_url})["response"]

    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "image/png"
    picture = decoded(response.content)
    assert (picture.format, picture.size) == ("PNG", pose_size())
    assert capsys.readouterr().out.startswith(r"b'\x89PNG")


def test_the_example_is_the_hosted_apis_but_for_url_key_and_images():
    page = Path(os.environ.get("LIKENESS_SHARED", PROJECT.parent / "shared")) / "reference" / "model-page.txt"
    if not page.exists():
        pytest.skip("the hosted API's page is not beside this checkout")
    text = page.read_text()
    theirs = text[text.index("import requests") : text.index("RESPONSE\n")]
    images = "https://segmind-sd-models.s3.amazonaws.com/display_images/"
    for before, after in (
        ('"YOUR_API_KEY"', '"demo"'),
        ('"https://api.segmind.com/v1/consistent-character-with-pose"', f'BASE_URL + "{ENDPOINT}"'),
        (f'image_url_to_base64("{images}ccpose_ip.png")', 'image_file_to_base64("docs/samples/face.jpg")'),
        (f'image_url_to_base64("{images}cc_pose_img.png")', 'image_file_to_base64("docs/samples/pose.png")'),
    ):
        assert before in theirs
        theirs = theirs.replace(before, after)

    ours = EXAMPLE.read_text().split("\n", 1)[1]

    assert ours.split() == theirs.split()


def test_curl_makes_a_picture_of_a_json_request(base_url, tmp_path):
    body = tmp_path / "request.json"
    body.write_text(json.dumps(request(base_64=False)))

    picture = curl(base_url, tmp_path, "-H", "Content-Type: application/json", "--data", f"@{body}")

    assert (picture.format, picture.size) == ("PNG", pose_size())


def test_curl_makes_a_picture_of_files(base_url, tmp_path):
    picture = curl(
        base_url,
        tmp_path,
        *("-F", f"face_image=@{FACE}"),
        *("-F", f"pose_image=@{POSE}"),
        *("-F", "prompt=A candid photo of a woman in a blue denim shirt"),
        *("-F", "base_64=false"),
        *("-F", "output_format=webp"),
    )

    assert (picture.format, picture.size) == ("WEBP", pose_size())


def curl(base_url, folder, *arguments):
    output = folder / "picture"
    told = subprocess.run(
        ["curl", "-sS", "-o", output, "-w", "%{http_code}", "-H", "x-api-key: demo", *arguments, base_url + ENDPOINT],
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout == "200", output.read_text(errors="replace")
    return decoded(output.read_bytes())


def test_a_client_generated_from_the_published_document_makes_a_picture(base_url, tmp_path, monkeypatch):
    package = tmp_path / "generated_client"
    subprocess.run(
        [
            *("openapi-python-client", "generate", "--fail-on-warning", "--meta", "none"),
            *("--config", Path(__file__).with_name("generator.yaml")),
            *("--path", PROJECT / "docs" / "openapi.yaml", "--output-path", package),
        ],
        check=True,
        env={**os.environ, "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))},
    )
    monkeypatch.syspath_prepend(tmp_path)
    client = importlib.import_module("generated_client").AuthenticatedClient(
        base_url=base_url, token="demo", prefix="", auth_header_name="x-api-key", timeout=120
    )
    models = importlib.import_module("generated_client.models")
    operation = importlib.import_module("generated_client.api.characters.create_character_images")

    answer = operation.sync_detailed(client=client, body=models.CharacterRequest.from_dict(request()))

    assert answer.status_code == 200, answer.content
    assert answer.parsed.content_type == "image/png"
    assert decoded(base64.b64decode(answer.parsed.image)).size == pose_size()
