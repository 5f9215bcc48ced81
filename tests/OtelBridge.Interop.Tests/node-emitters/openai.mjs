// The official client, instrumented by OpenInference or by OpenLLMetry: openai.mjs openinference|traceloop
import { OpenAIInstrumentation as OpenInference } from '@arizeai/openinference-instrumentation-openai';
import { OpenAIInstrumentation as Traceloop } from '@traceloop/instrumentation-openai';
import OpenAI from 'openai';
import { apiKey, baseURL, embeddingModel, functionTool, instructions, model, question } from './forecast.mjs';
import { finish, provider } from './telemetry.mjs';

const isOpenInference = process.argv[2] === 'openinference';
const instrumentation = isOpenInference ? new OpenInference() : new Traceloop();
instrumentation.setTracerProvider(provider);
instrumentation.manuallyInstrument(OpenAI);

const client = new OpenAI({ apiKey, baseURL, maxRetries: 0 });
await client.chat.completions.create({
  model,
  messages: [{ role: 'system', content: instructions }, { role: 'user', content: question }],
  tools: [functionTool],
});

const stream = await client.chat.completions.create({ model, messages: [{ role: 'user', content: question }], stream: true });
for await (const _ of stream) {
  // Read to its end, which ends the span.
}

if (isOpenInference) {
  await client.responses.create({ model, instructions, input: question });
  await client.embeddings.create({ model: embeddingModel, input: question });
}

await finish('openai', isOpenInference ? '@arizeai/openinference-instrumentation-openai' : '@traceloop/instrumentation-openai');
