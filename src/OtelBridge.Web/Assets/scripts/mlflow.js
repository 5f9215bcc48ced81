// MLflow's own addresses of what we show as well: everything after its #. Links that people kept lead to the same place here.
const traceId = /tr-[0-9a-f]{32}/i;

/** Our address for MLflow's, as '#/experiments/1/traces?selectedEvaluationId=tr-…' or a whole link with it; null where there is none. */
export function fromMlflow(link) {
  const hash = link.slice(link.indexOf('#'));
  const [path, query] = hash.slice(1).split('?');
  const parts = path.split('/').filter(part => part !== '').map(decode);
  if (!hash.startsWith('#/')) {
    return null;
  }

  const trace = traceId.exec(new URLSearchParams(query).get('selectedEvaluationId') ?? '') ?? (parts.includes('traces') ? traceId.exec(parts.at(-1)) : null);
  if (trace) {
    return `traces/${trace[0].toLowerCase()}`;
  }

  if (parts[0] === 'traces') {
    return 'traces';
  }

  const experiment = parts[0] === 'experiments' && /^\d+$/.test(parts[1] ?? '') ? parts[1] : null;
  const inExperiment = parameters => new URLSearchParams(experiment ? { experiment, ...parameters } : parameters).toString();
  if (parts.includes('runs') && /^[0-9a-f]{32}$/.test(parts[parts.indexOf('runs') + 1] ?? '')) {
    const run = parts[parts.indexOf('runs') + 1];
    return parts.at(-1) === 'traces' ? `traces?${inExperiment({ filter: `run_id = '${run}'` })}` : `runs/${run}`;
  }

  if (!experiment) {
    return parts[0] === 'experiments' ? './' : null;
  }

  switch (parts[2]) {
    case 'chat-sessions': return parts[3] ? `session?${inExperiment({ id: parts[3] })}` : `sessions?${inExperiment()}`;
    case 'runs':
    case 'evaluation-runs': return `runs?${inExperiment()}`;
    case 'overview': return `dashboard?${inExperiment()}`;
    default: return `traces?${inExperiment()}`;
  }
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
