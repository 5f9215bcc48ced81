// Programs that report to Zipkin: with the library of Zipkin's own project, or with OpenTelemetry's exporter.
// Prints {"traceId":"…"} when the spans are acknowledged.
import { parseArgs } from 'node:util';
import { trace, context, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import zipkin from 'zipkin';
import transport from 'zipkin-transport-http';
import { print } from './messages.mjs';

const { values: options } = parseArgs({ options: { endpoint: { type: 'string' }, library: { type: 'string' } } });

// A web shop that asks a bank, which joins the span of the call, and asks a database that reports nothing.
async function reportWithZipkin() {
  const logger = new transport.HttpLogger({ endpoint: options.endpoint, jsonEncoder: zipkin.jsonEncoder.JSON_V2, httpInterval: 20 });
  let open = 3;
  const log = logger.logSpan.bind(logger);
  logger.logSpan = (span) => { open--; log(span); };
  const acknowledged = new Promise((resolve, reject) => {
    logger.on('success', () => open === 0 && resolve());
    logger.on('error', reject);
  });
  const ctxImpl = new zipkin.ExplicitContext();
  const tracer = (localServiceName) => new zipkin.Tracer({ ctxImpl, localServiceName, recorder: new zipkin.BatchRecorder({ logger }) });
  const [shop, bank] = [tracer('shop'), tracer('bank')];
  const note = (of, id, ...annotations) => annotations.forEach((annotation) => of.letId(id, () => of.recordAnnotation(annotation)));
  const { Annotation } = zipkin;

  const call = shop.createRootId();
  // As the bank reads it from the headers of the call.
  const { Some } = zipkin.option;
  const joined = bank.join(new zipkin.TraceId({ traceId: call.traceId, spanId: call.spanId, sampled: new Some(true) }));
  const query = bank.letId(joined, () => bank.createChildId());
  note(shop, call, new Annotation.ServiceName('shop'), new Annotation.Rpc('post /pay'), new Annotation.ClientSend(), new Annotation.ServerAddr({ serviceName: 'bank', port: 8080 }));
  note(bank, joined, new Annotation.ServiceName('bank'), new Annotation.Rpc('post /pay'), new Annotation.ServerRecv());
  note(bank, query, new Annotation.ServiceName('bank'), new Annotation.Rpc('select'), new Annotation.ClientSend(), new Annotation.ServerAddr({ serviceName: 'accounts-db' }),
    new Annotation.BinaryAnnotation('error', 'no money'), new Annotation.ClientRecv());
  note(bank, joined, new Annotation.BinaryAnnotation('http.status_code', '402'), new Annotation.ServerSend());
  note(shop, call, new Annotation.Message('first byte'), new Annotation.ClientRecv());

  const wait = setInterval(() => {}, 100); // the library's own timer keeps no program alive
  await acknowledged;
  clearInterval(wait);
  return call.traceId;
}

async function reportWithOpenTelemetry() {
  const exporter = new ZipkinExporter({ url: options.endpoint });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop', 'service.version': '1.0' }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('lib', '1.2');
  const root = tracer.startSpan('buy', { kind: SpanKind.INTERNAL, attributes: { count: 5, paid: true } });
  const call = tracer.startSpan('pay', { kind: SpanKind.CLIENT, attributes: { 'peer.service': 'bank' } }, trace.setSpan(context.active(), root));
  call.addEvent('retry', { attempt: 2 });
  call.setStatus({ code: SpanStatusCode.ERROR, message: 'no money' });
  call.end();
  root.setStatus({ code: SpanStatusCode.OK });
  root.end();
  await provider.forceFlush();
  await provider.shutdown();
  return root.spanContext().traceId;
}

print({ traceId: await (options.library === 'zipkin' ? reportWithZipkin() : reportWithOpenTelemetry()) });
