// OTLP over HTTP/1.1: node:http with foreign OTLP messages. Strict: what the specification does not allow is refused, and printed as {"refused":status,…}.
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';
import { print } from './messages.mjs';

const contentType = 'application/x-protobuf';
const gunzipped = promisify(gunzip);

class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function checkHeaders({ method, url, headers }) {
  if (url !== '/v1/traces') {
    throw new Refusal(404, `${url} is not /v1/traces`);
  }

  if (method !== 'POST') {
    throw new Refusal(405, `${method} is not POST`);
  }

  if (headers['content-type'] !== contentType) {
    throw new Refusal(415, `content-type '${headers['content-type']}' is not ${contentType}`);
  }
}

async function bodyOf(request, encoding) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }

  const body = Buffer.concat(chunks);
  if (encoding === 'identity') {
    return body;
  }

  if (encoding !== 'gzip') {
    throw new Refusal(415, `content-encoding '${encoding}' is neither gzip nor identity`);
  }

  return gunzipped(body).catch((error) => {
    throw new Refusal(400, error.message);
  });
}

function messageOf(body, describe) {
  try {
    return describe(body);
  } catch (error) {
    throw new Refusal(400, error.message);
  }
}

function reply(response, body, gzip) {
  response.writeHead(200, { 'content-type': contentType, ...(gzip ? { 'content-encoding': 'gzip' } : {}) });
  response.end(gzip ? gzipSync(body) : body);
}

// describe(bytes) tells what is in a request and throws when it is none; answer() gives the bytes to answer with.
export function listenHttp({ describe, answer, gzip }, started) {
  const server = createServer(async (request, response) => {
    const encoding = request.headers['content-encoding'] ?? 'identity';
    try {
      checkHeaders(request);
      const description = messageOf(await bodyOf(request, encoding), describe);
      const peer = `${request.socket.remoteAddress}:${request.socket.remotePort}`;
      print({ protocol: 'http/protobuf', encoding, peer, headers: request.headers, ...description });
      reply(response, answer(), gzip && /\bgzip\b/.test(request.headers['accept-encoding'] ?? ''));
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      print({ refused: status, reason: error.message });
      response.writeHead(status, { 'content-type': 'text/plain' }).end(error.message);
      request.resume();
    }
  });
  server.listen(0, '127.0.0.1', () => started(server.address().port));
}
