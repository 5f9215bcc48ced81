// An OTLP receiver: the gRPC server of @grpc/grpc-js, and with --http node's HTTP server beside it, both with foreign OTLP messages.
// Prints {"port":N,"httpPort":N}, then one line for every request. Ends when its standard input does, so it never outlives its test.
import { parseArgs } from 'node:util';
import grpc from '@grpc/grpc-js';
import { listenHttp } from './http.mjs';
import { Request, Response, exportMethod, print, toJson } from './messages.mjs';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    http: { type: 'boolean', default: false },
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
// The server takes the header away before a handler sees it.
const ENCODING = 'x-received-encoding';
const server = new grpc.Server({
  interceptors: [withEncoding],
  'grpc.max_receive_message_length': Number(options['max-receive']),
  ...(options.gzip ? { 'grpc.default_compression_algorithm': GZIP } : {}),
});

function withEncoding(_, call) {
  const listener = {
    onReceiveMetadata(metadata, next) {
      metadata.set(ENCODING, call.incomingEncoding);
      next(metadata);
    },
  };
  return new grpc.ServerInterceptingCall(call, new grpc.ResponderBuilder().withStart((next) => next(listener)).build());
}

// What a request holds; throws when the bytes are none.
function describe(bytes) {
  const request = Request.decode(bytes);
  const spans = request.resourceSpans.flatMap((r) => r.scopeSpans).flatMap((s) => s.spans).length;
  const line = { size: bytes.length, spans };
  if (!options.brief) {
    line.request = toJson(Request, request);
    line.encoded = Buffer.from(Request.encode(request).finish()).toString('base64');
    line.raw = Buffer.from(bytes).toString('base64');
  }

  return line;
}

function headersOf(call) {
  const metadata = call.metadata.clone();
  metadata.remove(ENCODING);
  return Object.fromEntries(Object.entries(metadata.getMap()).map(([key, value]) => [key, value.toString()]));
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
    const [encoding] = call.metadata.get(ENCODING);
    print({ protocol: 'grpc', encoding, peer: call.getPeer(), metadata: headersOf(call), ...describe(call.request) });
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

  if (!options.http) {
    print({ port });
    return;
  }

  const bytes = () => Buffer.from(Response.encode(answer()).finish());
  listenHttp({ describe, answer: bytes, gzip: options.gzip }, (httpPort) => print({ port, httpPort }));
});
process.stdin.on('end', () => process.exit(0)).resume();
