// How types of spans look: the same as Layout/SpanKind on the server.
const kinds = {
  LLM: 'llm', CHAT_MODEL: 'llm', AGENT: 'agent', TOOL: 'tool', RETRIEVER: 'retriever', RERANKER: 'retriever', MEMORY: 'retriever', EMBEDDING: 'embedding',
  CHAIN: 'chain', WORKFLOW: 'chain', TASK: 'chain', PARSER: 'chain',
};
const own = new Set(['GUARDRAIL', 'EVALUATOR', 'PARSER', 'RERANKER', 'MEMORY']);

export const kindOf = type => kinds[type.toUpperCase()] ?? 'other';
export const symbolOf = type => own.has(type.toUpperCase()) ? `#icon-kind-${type.toLowerCase()}` : `#icon-kind-${kindOf(type)}`;
export const nameOf = type => type || 'UNKNOWN';
