// A client of the tracking service, made by @grpc/proto-loader from the .proto text alone.
// Prints {"code":0,"details":"","response":{…}}.
import { parseArgs } from 'node:util';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { print } from './messages.mjs';

const { values: options } = parseArgs({
  options: {
    protos: { type: 'string' },
    address: { type: 'string' },
    method: { type: 'string' },
    request: { type: 'string', default: '{}' },
    'deadline-ms': { type: 'string', default: '30000' },
  },
});

const definition = loader.loadSync('otelbridge/tracking/v1/tracking.proto', {
  includeDirs: [options.protos],
  keepCase: true,
  longs: String,
  bytes: String,
  enums: String,
  oneofs: false,
});
const { TrackingService } = grpc.loadPackageDefinition(definition).otelbridge.tracking.v1;
const client = new TrackingService(options.address, grpc.credentials.createInsecure());

client[options.method](
  JSON.parse(options.request),
  { deadline: Date.now() + Number(options['deadline-ms']) },
  (error, response) => {
    print(error ? { code: error.code, details: error.details } : { code: 0, details: '', response });
    client.close();
  },
);
