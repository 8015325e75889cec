// A server of files on the loopback interface.
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';

const types = {
  '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm', '.json': 'application/json',
};

/**
 * Serves the file that `locate` finds for a path, and hands what is posted to `receive`.
 * @param {(pathname: string) => string} locate
 * @param {(body: unknown) => void} [receive]
 * @returns {Promise<{address: string, close: () => void}>} the address without a slash at its end
 */
export async function serve(locate, receive) {
  const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (request.method === 'POST') {
      const parts = await request.toArray();
      response.end();
      receive?.(JSON.parse(Buffer.concat(parts)));
      return;
    }

    const file = locate(pathname);
    const name = pathname.endsWith('/') ? path.join(file, 'index.html') : file;
    const content = await readFile(name).catch(() => null);
    response.writeHead(content ? 200 : 404, { 'content-type': types[path.extname(name)] ?? 'application/octet-stream' });
    response.end(content);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close: () => { server.close(); server.closeAllConnections(); },
  };
}
