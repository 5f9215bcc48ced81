// OTLP messages of an implementation that is not ours: code that protobufjs generated from the official protos.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const root = require('@opentelemetry/otlp-transformer/build/src/generated/root.js');
const proto = root.opentelemetry.proto;

export const Request = proto.collector.trace.v1.ExportTraceServiceRequest;
export const Response = proto.collector.trace.v1.ExportTraceServiceResponse;

// Every message that a trace consists of, by its full name.
export const messages = {
  'opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest': Request,
  'opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse': Response,
  'opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess': proto.collector.trace.v1.ExportTracePartialSuccess,
  'opentelemetry.proto.trace.v1.TracesData': proto.trace.v1.TracesData,
  'opentelemetry.proto.trace.v1.ResourceSpans': proto.trace.v1.ResourceSpans,
  'opentelemetry.proto.trace.v1.ScopeSpans': proto.trace.v1.ScopeSpans,
  'opentelemetry.proto.trace.v1.Span': proto.trace.v1.Span,
  'opentelemetry.proto.trace.v1.Span.Event': proto.trace.v1.Span.Event,
  'opentelemetry.proto.trace.v1.Span.Link': proto.trace.v1.Span.Link,
  'opentelemetry.proto.trace.v1.Status': proto.trace.v1.Status,
  'opentelemetry.proto.resource.v1.Resource': proto.resource.v1.Resource,
  'opentelemetry.proto.common.v1.InstrumentationScope': proto.common.v1.InstrumentationScope,
  'opentelemetry.proto.common.v1.KeyValue': proto.common.v1.KeyValue,
  'opentelemetry.proto.common.v1.AnyValue': proto.common.v1.AnyValue,
  'opentelemetry.proto.common.v1.ArrayValue': proto.common.v1.ArrayValue,
  'opentelemetry.proto.common.v1.KeyValueList': proto.common.v1.KeyValueList,
};

// Protobuf's own JSON form: base64, 64-bit numbers as text, enums by name, NaN as text.
export function toJson(type, message) {
  return type.toObject(message, { longs: String, bytes: String, enums: String, json: true });
}

export const exportMethod = {
  path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  requestStream: false,
  responseStream: false,
  // Requests stay bytes, so that a test can also send what is not a message.
  requestSerialize: (bytes) => bytes,
  requestDeserialize: (bytes) => bytes,
  responseSerialize: (response) => Buffer.from(Response.encode(response).finish()),
  responseDeserialize: (bytes) => Response.decode(bytes),
};

export function print(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
