// Loads every file of a version once, checked by its hash, and answers from these copies: the page works without a network. A new version is
// loaded beside the one in use, which stays whole until the user reloads.
self.importScripts('./service-worker-assets.js');

const prefix = 'inkling-';
const current = prefix + self.assetsManifest.version;
const page = new URL('index.html', self.location).href;
const assets = new Set(self.assetsManifest.assets.map(asset => new URL(asset.url, self.location).href));
assets.delete(self.location.href);

self.addEventListener('install', event => event.waitUntil(install()));
self.addEventListener('activate', event => event.waitUntil(activate()));
self.addEventListener('message', event => event.data === 'activate' && self.skipWaiting());
self.addEventListener('fetch', event => {
  if (event.request.method === 'GET' && event.request.url.startsWith(self.registration.scope))
    event.respondWith(answer(event.request));
});

async function install() {
  const cache = await caches.open(current);
  await cache.addAll(self.assetsManifest.assets
    .filter(asset => assets.has(new URL(asset.url, self.location).href))
    .map(asset => new Request(asset.url, { integrity: asset.hash, cache: 'no-cache' })));
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter(name => name.startsWith(prefix) && name !== current).map(name => caches.delete(name)));
}

/** @param {Request} request */
async function answer(request) {
  // Every address of a page is the same document; the router reads the address.
  const isPage = request.mode === 'navigate' && !assets.has(request.url);
  const cache = await caches.open(current);
  return await cache.match(isPage ? page : request, { ignoreSearch: true }) ?? fetch(request);
}
