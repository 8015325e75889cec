// While the page is developed nothing is cached; the published worker is service-worker.published.js.
self.addEventListener('fetch', () => {});
