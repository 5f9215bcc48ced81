// The one way out for every program here: real OTLP over HTTP, to where OTEL_EXPORTER_OTLP_ENDPOINT says.
import { readFileSync } from 'node:fs';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

export const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': process.env.OTEL_SERVICE_NAME }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();

// Sends what was recorded and says which versions recorded it: {"openai":"6.49.0",…}.
export async function finish(...packages) {
  await provider.shutdown();
  console.log(JSON.stringify(Object.fromEntries(packages.map((name) => [name, version(name)]))));
}

// Read as a file: not every package exports its package.json.
function version(name) {
  return JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;
}
