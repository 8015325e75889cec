// Starts the runtime, then keeps the page for use without a network.

await Blazor.start({
  // Loops are compiled after 1,000 rounds instead of 5,000: the first seconds of drawing are faster, and later ones no slower.
  configureRuntime: runtime => runtime.withRuntimeOptions(['--jiterpreter-minimum-trace-hit-count=1000']),
});

if ('serviceWorker' in navigator)
  await keep(navigator.serviceWorker);

/**
 * Registers the service worker, and offers to reload when a new version was loaded beside the one in use.
 * @param {ServiceWorkerContainer} container
 */
async function keep(container) {
  const notice = document.getElementById('update');
  const first = container.controller === null;
  const registration = await container.register('service-worker.js', { updateViaCache: 'none' });
  const offer = () => {
    // The first version waits for a moment too, with none in use.
    if (registration.waiting && registration.active)
      notice.hidden = false;
  };
  offer();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer));
  container.addEventListener('controllerchange', () => first || location.reload());
  notice.querySelector('button').addEventListener('click', () => registration.waiting?.postMessage('activate'));
}
