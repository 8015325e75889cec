// What a page of a server says while the server does not answer; the framework shows and hides the notice by its class.

const notice = /** @type {HTMLElement} */ (document.getElementById('components-reconnect-modal'));

notice.addEventListener('components-reconnect-state-changed', event => {
  // A server that was started anew does not know the page.
  if (/** @type {CustomEvent} */ (event).detail.state === 'rejected')
    location.reload();
});

notice.querySelector('button')?.addEventListener('click', async () => {
  try {
    if (!await Blazor.reconnect())
      location.reload();
  } catch {
    // Still no answer: the notice stays.
  }
});
