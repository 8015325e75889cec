// Measures the engine in the runtime's interpreter and sends the rows to compare.mjs.
import { dotnet } from './_framework/dotnet.js';
import { best, digits, send } from '/shared.js';

await send(async () => {
  const start = performance.now();
  const options = new URLSearchParams(location.search).getAll('option');
  const runtime = await dotnet.withRuntimeOptions(options).create();
  const started = performance.now() - start;
  const exports = await runtime.getAssemblyExports('Inkling.Benchmarks.Browser');
  const engine = exports.Inkling.Benchmarks.Browser.BrowserBenchmark;
  const { pixels, labels } = await digits(6400);
  engine.SetUp(pixels, labels);
  return {
    'start of the runtime, ms': started,
    'first epoch, images/s': engine.Epoch(),
    'training, images/s': Math.max(...best(4, () => engine.Epoch())),
    'one image, us': Math.min(...best(6, () => engine.OneImage(1000))),
    'cnn, one image, us': Math.min(...best(6, () => engine.OneImageOfCnn(20))),
    'cnn, step of 64, ms': engine.CnnStep(64),
    'cnn, step of 8, ms': engine.CnnStep(8),
  };
});
