// One HTTP request over node:http. Not fetch: that one tidies paths and headers up, and attacks must not be tidy.
import http from 'node:http';
import { baseUrl } from './config.mjs';

export const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

// `body` is text or bytes as they go out. Answers { status, headers, bytes, text }.
export function exchange(method, target, { headers = {}, body, via = agent } = {}) {
  return new Promise((resolve, reject) => {
    const bytes = body === undefined ? undefined : Buffer.from(body);
    const request = http.request({
      agent: via,
      host: baseUrl.hostname,
      port: baseUrl.port,
      method,
      path: target,
      headers: bytes ? { 'content-length': bytes.length, ...headers } : headers,
    });
    let answered = false;
    request.on('response', (response) => {
      answered = true;
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const all = Buffer.concat(parts);
        resolve({
          status: response.statusCode, headers: response.headers, bytes: all, text: all.toString('utf8'),
        });
      });
    });
    request.on('error', (error) => {
      // A server that refuses a body may answer and close while we are still sending.
      if (!answered) reject(error);
    });
    request.end(bytes);
  });
}
