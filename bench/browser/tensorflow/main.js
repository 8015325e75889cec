// The same network and data in TensorFlow.js, by both of its interfaces; the faster one counts.
import { best, digits, send } from '/shared.js';

await send(async () => {
  tf.wasm.setWasmPaths('/npm/@tensorflow/tfjs-backend-wasm/dist/');
  await tf.setBackend(new URLSearchParams(location.search).get('backend'));
  tf.enableProdMode();
  const data = await digits(6400);
  const count = data.labels.length;
  const images = tf.tensor2d(Float32Array.from(data.pixels, pixel => pixel / 255), [count, 784]);
  const labels = tf.oneHot(tf.tensor1d(Int32Array.from(data.labels), 'int32'), 10).toFloat();
  const one = images.slice([0, 0], [1, 784]);

  const [w1, b1] = [tf.variable(tf.randomUniform([784, 128], -1 / 28, 1 / 28)), tf.variable(tf.zeros([128]))];
  const [w2, b2] = [tf.variable(tf.randomUniform([128, 10], -0.09, 0.09)), tf.variable(tf.zeros([10]))];
  const forward = x => x.matMul(w1).add(b1).relu().matMul(w2).add(b2);
  const optimizer = tf.train.sgd(0.1);
  const epoch = () => {
    const start = performance.now();
    for (let i = 0; i < count; i += 64) {
      tf.tidy(() => {
        const [x, y] = [images.slice([i, 0], [64, 784]), labels.slice([i, 0], [64, 10])];
        optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, forward(x)), true).dataSync();
      });
    }
    return count / (performance.now() - start) * 1e3;
  };

  const dense = (units, activation) => tf.layers.dense({ units, activation, ...(units === 128 && { inputShape: [784] }) });
  const layers = tf.sequential({ layers: [dense(128, 'relu'), dense(10, 'softmax')] });
  layers.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy' });
  const fit = async () => {
    const start = performance.now();
    await layers.fit(images, labels, { batchSize: 64, epochs: 1, shuffle: true, yieldEvery: 'never' });
    return count / (performance.now() - start) * 1e3;
  };
  const pass = predict => {
    const start = performance.now();
    for (let i = 0; i < 500; i++)
      tf.tidy(() => predict(one).dataSync());
    return (performance.now() - start) * 2;
  };

  const first = epoch();
  const epochs = best(4, epoch);
  for (let i = 0; i < 5; i++)
    epochs.push(await fit());
  return {
    'first epoch, images/s': first,
    'training, images/s': Math.max(...epochs),
    'one image, us': Math.min(...best(5, () => pass(forward)), ...best(5, () => pass(x => layers.predict(x)))),
  };
});
