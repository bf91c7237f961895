# The hosted API's own example; only the URL, the key and where the two images come from are other ones.
import requests
import base64

# Use this function to convert an image file from the filesystem to base64
def image_file_to_base64(image_path):
    with open(image_path, 'rb') as f:
        image_data = f.read()
    return base64.b64encode(image_data).decode('utf-8')

# Use this function to fetch an image from a URL and convert it to base64
def image_url_to_base64(image_url):
    response = requests.get(image_url)
    image_data = response.content
    return base64.b64encode(image_data).decode('utf-8')

api_key = "demo"
url = BASE_URL + "/v1/consistent-character-with-pose"

# Request payload
data = {
    "base_64": False,
    "custom_height": 1024,
    "custom_width": 1024,
    "face_image": image_file_to_base64("docs/samples/face.jpg"),  # Or use image_file_to_base64("IMAGE_PATH")
    "output_format": "png",
    "pose_image": image_file_to_base64("docs/samples/pose.png"),  # Or use image_file_to_base64("IMAGE_PATH")
    "prompt": "A candid photo of a woman , wearing a blue denim shirt and matching jeans. light smile on her face",
    "quality": 95,
    "samples": 1,
    "seed": 2778725438,
    "use_input_img_dimension": True
}

headers = {'x-api-key': api_key}

response = requests.post(url, json=data, headers=headers)
print(response.content)  # The response is the generated image
