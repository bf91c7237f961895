"""Turns the networks' published files into the ONNX files that the service ships, and checks that both answer alike."""
