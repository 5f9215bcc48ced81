// LangChain: an agent that uses a tool.
import { LangChainInstrumentation } from '@arizeai/openinference-instrumentation-langchain';
import * as callbacks from '@langchain/core/callbacks/manager';
import { ChatOpenAI } from '@langchain/openai';
import { createAgent, tool } from 'langchain';
import { z } from 'zod';
import { apiKey, baseURL, description, instructions, model, question, weather } from './forecast.mjs';
import { finish, provider } from './telemetry.mjs';

new LangChainInstrumentation({ tracerProvider: provider }).manuallyInstrument(callbacks);

const agent = createAgent({
  name: 'forecaster',
  model: new ChatOpenAI({ model, apiKey, configuration: { baseURL }, maxRetries: 0 }),
  systemPrompt: instructions,
  tools: [tool(weather, { name: 'weather', description, schema: z.object({ city: z.string() }) })],
});
await agent.invoke({ messages: [{ role: 'user', content: question }] });

await finish('langchain', '@arizeai/openinference-instrumentation-langchain');
