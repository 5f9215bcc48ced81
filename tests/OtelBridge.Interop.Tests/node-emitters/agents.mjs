// The OpenAI Agents SDK, successor of Swarm: an agent that uses a tool.
import * as agents from '@openai/agents';
import { OpenAIAgentsInstrumentation } from '@arizeai/openinference-instrumentation-openai-agents';
import OpenAI from 'openai';
import { z } from 'zod';
import { apiKey, baseURL, description, instructions, model, question, weather } from './forecast.mjs';
import { finish, provider } from './telemetry.mjs';

// Takes the place of the SDK's own sender of traces.
new OpenAIAgentsInstrumentation({ tracerProvider: provider }).manuallyInstrument(agents);
agents.setDefaultOpenAIClient(new OpenAI({ apiKey, baseURL, maxRetries: 0 }));

const agent = new agents.Agent({
  name: 'Forecaster',
  instructions,
  model,
  tools: [agents.tool({ name: 'weather', description, parameters: z.object({ city: z.string() }), execute: weather })],
});
await agents.run(agent, question);
await agents.getGlobalTraceProvider().forceFlush();

await finish('@openai/agents', '@arizeai/openinference-instrumentation-openai-agents');
