// An OTLP sender: the gRPC client of @grpc/grpc-js with foreign OTLP messages.
// Prints one line for every call: {"code":0,"details":"","response":{…}}.
// With --encode FILE it sends nothing and writes the request's bytes there, for another client to send.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import grpc from '@grpc/grpc-js';
import { Request, Response, exportMethod, print, toJson } from './messages.mjs';

const { values: options } = parseArgs({
  options: {
    address: { type: 'string' },
    // A request in protobuf's JSON form.
    input: { type: 'string' },
    encode: { type: 'string' },
    // Bytes instead of a message, as base64.
    raw: { type: 'string' },
    // Makes the request larger by a resource attribute of so many characters.
    pad: { type: 'string', default: '0' },
    path: { type: 'string', default: exportMethod.path },
    count: { type: 'string', default: '1' },
    gzip: { type: 'boolean', default: false },
    'deadline-ms': { type: 'string', default: '30000' },
    metadata: { type: 'string', multiple: true, default: [] },
  },
});

function requestBytes() {
  if (options.raw !== undefined) {
    return Buffer.from(options.raw, 'base64');
  }

  const request = Request.fromObject(JSON.parse(readFileSync(options.input, 'utf8')));
  const pad = Number(options.pad);
  if (pad > 0) {
    request.resourceSpans[0].resource.attributes.push({ key: 'pad', value: { stringValue: 'x'.repeat(pad) } });
  }

  return Buffer.from(Request.encode(request).finish());
}

function metadata() {
  const result = new grpc.Metadata();
  for (const pair of options.metadata) {
    const at = pair.indexOf('=');
    result.add(pair.slice(0, at), pair.slice(at + 1));
  }

  return result;
}

const GZIP = 2;
const client = new grpc.Client(options.address ?? '127.0.0.1:1', grpc.credentials.createInsecure(), {
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
  // A failed call is reported, not repeated.
  'grpc.enable_retries': 0,
  ...(options.gzip ? { 'grpc.default_compression_algorithm': GZIP } : {}),
});

function call(bytes) {
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      options.path,
      exportMethod.requestSerialize,
      exportMethod.responseDeserialize,
      bytes,
      metadata(),
      { deadline: Date.now() + Number(options['deadline-ms']) },
      (error, response) => resolve(error
        ? { code: error.code, details: error.details }
        : { code: 0, details: '', response: toJson(Response, response) }),
    );
  });
}

const bytes = requestBytes();
if (options.encode !== undefined) {
  writeFileSync(options.encode, bytes);
} else {
  for (let i = 0; i < Number(options.count); i++) {
    print(await call(bytes));
  }
}

client.close();
