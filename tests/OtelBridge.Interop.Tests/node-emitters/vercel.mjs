// The Vercel AI SDK with its own telemetry: an answer by way of a tool, a stream, an embedding, a failure.
import { createOpenAI } from '@ai-sdk/openai';
import { embed, generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { apiKey, baseURL, description, embeddingModel, instructions, model, question, weather } from './forecast.mjs';
import { finish } from './telemetry.mjs';

const openai = createOpenAI({ apiKey, baseURL });
const experimental_telemetry = { isEnabled: true, functionId: 'forecast', metadata: { sessionId: 'session-1', userId: 'user-1' } };

await generateText({
  model: openai.chat(model),
  system: instructions,
  prompt: question,
  tools: { weather: tool({ description, inputSchema: z.object({ city: z.string() }), execute: weather }) },
  stopWhen: stepCountIs(3),
  maxRetries: 0,
  experimental_telemetry,
});

const { textStream } = streamText({ model: openai.chat(model), prompt: question, maxRetries: 0, experimental_telemetry });
for await (const _ of textStream) {
  // Read to its end, which ends the span.
}

await embed({ model: openai.embedding(embeddingModel), value: question, maxRetries: 0, experimental_telemetry });

await generateText({ model: openai.chat('no-such-model'), prompt: question, maxRetries: 0, experimental_telemetry }).catch(() => {});

await finish('ai');
