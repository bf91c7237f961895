// Runs a TensorFlow.js graph model in TensorFlow.js itself, in plain JavaScript.
// node answer.mjs MODEL.json TYPE IMAGES: IMAGES holds 256x256x3 numbers an image; one JSON line an image comes out,
// the list of the model's outputs, each a flat list of numbers.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import '@tensorflow/tfjs-backend-cpu';

const SHAPE = [1, 256, 256, 3];
const NUMBERS = 256 * 256 * 3;

function bytes(path) {
  const file = readFileSync(path);
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.length);
}

function modelFiles(path) {
  const document = JSON.parse(readFileSync(path, 'utf8'));
  const [group] = document.weightsManifest;
  return {
    format: document.format,
    signature: document.signature,
    modelTopology: document.modelTopology,
    weightSpecs: group.weights,
    weightData: bytes(join(dirname(path), group.paths[0])),
  };
}

tf.enableProdMode();
const [modelPath, type, imagesPath] = process.argv.slice(2);
const model = await loadGraphModel({ load: async () => modelFiles(modelPath) });
const numbers = new { int32: Int32Array, float32: Float32Array }[type](bytes(imagesPath));
for (let start = 0; start < numbers.length; start += NUMBERS) {
  const outputs = model.execute(tf.tensor(numbers.subarray(start, start + NUMBERS), SHAPE, type));
  console.log(JSON.stringify([outputs].flat().map((output) => Array.from(output.dataSync()))));
}
