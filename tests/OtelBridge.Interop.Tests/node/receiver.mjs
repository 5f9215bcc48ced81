// An OTLP receiver: the gRPC server of @grpc/grpc-js with foreign OTLP messages.
// Prints {"port":N}, then one line for every request. Ends when its standard input does, so it never outlives its test.
import { parseArgs } from 'node:util';
import grpc from '@grpc/grpc-js';
import { Request, Response, exportMethod, print, toJson } from './messages.mjs';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    gzip: { type: 'boolean', default: false },
    brief: { type: 'boolean', default: false },
    silent: { type: 'boolean', default: false },
    status: { type: 'string' },
    message: { type: 'string', default: '' },
    'reject-count': { type: 'string' },
    'reject-reason': { type: 'string', default: '' },
    'max-receive': { type: 'string', default: String(64 * 1024 * 1024) },
  },
});

const GZIP = 2;
const server = new grpc.Server({
  'grpc.max_receive_message_length': Number(options['max-receive']),
  ...(options.gzip ? { 'grpc.default_compression_algorithm': GZIP } : {}),
});

function metadataOf(call) {
  return Object.fromEntries(Object.entries(call.metadata.getMap()).map(([key, value]) => [key, value.toString()]));
}

function describe(call) {
  const request = Request.decode(call.request);
  const spans = request.resourceSpans.flatMap((r) => r.scopeSpans).flatMap((s) => s.spans).length;
  const line = { peer: call.getPeer(), size: call.request.length, spans, metadata: metadataOf(call) };
  if (!options.brief) {
    line.request = toJson(Request, request);
    line.encoded = Buffer.from(Request.encode(request).finish()).toString('base64');
  }

  return line;
}

function answer() {
  if (options['reject-count'] === undefined) {
    return Response.create({});
  }

  return Response.fromObject({
    partialSuccess: { rejectedSpans: options['reject-count'], errorMessage: options['reject-reason'] },
  });
}

function take(call, finish) {
  let answered = false;
  const callback = (error, response) => {
    answered = true;
    finish(error, response);
  };
  // A stream that is reset after its answer was a finished call all the same.
  call.on('cancelled', () => answered || print({ cancelled: true }));
  try {
    print(describe(call));
  } catch (error) {
    callback({ code: grpc.status.INVALID_ARGUMENT, details: error.message });
    return;
  }

  if (options.silent) {
    return;
  }

  if (options.status !== undefined) {
    callback({ code: Number(options.status), details: options.message });
    return;
  }

  callback(null, answer());
}

server.addService({ Export: exportMethod }, { Export: take });
server.bindAsync(`127.0.0.1:${options.port}`, grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }

  print({ port });
});
process.stdin.on('end', () => process.exit(0)).resume();
