// Files that are chosen, dropped anywhere on the page, or pasted.

/**
 * @typedef {object} Receiver The component behind the input.
 * @property {(method: string, ...args: unknown[]) => Promise<unknown>} invokeMethodAsync
 */

/**
 * Sends files to a receiver, one at a time.
 * @param {HTMLInputElement} input
 * @param {Receiver} receiver
 */
export function attach(input, receiver) {
  const events = new AbortController();
  const options = { signal: events.signal };
  input.addEventListener('change', () => {
    send(input.files, receiver);
    input.value = '';
  }, options);
  document.addEventListener('paste', event => {
    if (send(event.clipboardData?.files, receiver))
      event.preventDefault();
  }, options);
  document.addEventListener('dragover', event => event.preventDefault(), options);
  document.addEventListener('drop', event => {
    event.preventDefault();
    send(event.dataTransfer?.files, receiver);
  }, options);
  input.dataset.ready = '';
  return { detach: () => events.abort() };
}

/**
 * @param {FileList | null | undefined} files
 * @param {Receiver} receiver
 */
function send(files, receiver) {
  const file = files?.[0];
  if (!file)
    return false;
  receiver.invokeMethodAsync('TakeFile', file.name, DotNet.createJSStreamReference(file));
  return true;
}
