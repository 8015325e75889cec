// Files that are chosen, dropped anywhere on the page, or pasted.

/**
 * @typedef {object} Receiver The component behind the input.
 * @property {(method: string, ...args: unknown[]) => Promise<unknown>} invokeMethodAsync
 */

/**
 * Sends files to a receiver, one after the other: the first, or all where the input takes several.
 * @param {HTMLInputElement} input
 * @param {Receiver} receiver
 */
export function attach(input, receiver) {
  const events = new AbortController();
  const options = { signal: events.signal };
  input.addEventListener('change', () => {
    send(input, input.files, receiver);
    input.value = '';
  }, options);
  document.addEventListener('paste', event => {
    if (send(input, event.clipboardData?.files, receiver))
      event.preventDefault();
  }, options);
  document.addEventListener('dragover', event => event.preventDefault(), options);
  document.addEventListener('drop', event => {
    event.preventDefault();
    send(input, event.dataTransfer?.files, receiver);
  }, options);
  input.dataset.ready = '';
  return { detach: () => events.abort() };
}

/**
 * @param {HTMLInputElement} input
 * @param {FileList | null | undefined} files
 * @param {Receiver} receiver
 */
function send(input, files, receiver) {
  const taken = [...files ?? []].slice(0, input.multiple ? 8 : 1);
  sendAll(taken, receiver);
  return taken.length > 0;
}

/**
 * @param {File[]} files
 * @param {Receiver} receiver
 */
async function sendAll(files, receiver) {
  for (const file of files)
    await receiver.invokeMethodAsync('TakeFile', file.name, DotNet.createJSStreamReference(file));
}
