// LlamaIndex: a chat, and a question to an index of documents.
import * as openai from '@llamaindex/openai';
import { LlamaIndexInstrumentation } from '@traceloop/instrumentation-llamaindex';
import * as llamaindex from 'llamaindex';
import { apiKey, baseURL, embeddingModel, instructions, model, question } from './forecast.mjs';
import { finish, provider } from './telemetry.mjs';

const instrumentation = new LlamaIndexInstrumentation();
instrumentation.setTracerProvider(provider);
instrumentation.manuallyInstrument(llamaindex, openai);

llamaindex.Settings.llm = new openai.OpenAI({ model, apiKey, baseURL, maxRetries: 0 });
llamaindex.Settings.embedModel = new openai.OpenAIEmbedding({ model: embeddingModel, apiKey, baseURL, maxRetries: 0 });

await llamaindex.Settings.llm.chat({ messages: [{ role: 'system', content: instructions }, { role: 'user', content: question }] });

const index = await llamaindex.VectorStoreIndex.fromDocuments([new llamaindex.Document({ text: 'Bern is sunny.' })]);
await index.asQueryEngine().query({ query: question });

await finish('llamaindex', '@traceloop/instrumentation-llamaindex');
