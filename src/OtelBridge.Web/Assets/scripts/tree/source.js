// Where the tree comes from.
import { TreeModel } from './model.js';

const refusals = {
  404: 'This trace is no longer stored.',
  413: 'This trace has more than 512 MB of spans, which is more than is read at once. Nothing is wrong with it.',
  503: 'The store does not answer.',
};

/** Fetches the tree of a trace. Throws with a sentence for people when it cannot be had. */
export async function fetchTree(address, { aligned, signal }) {
  const url = new URL(address, document.baseURI);
  url.searchParams.delete('clocks');
  if (aligned) {
    url.searchParams.set('clocks', 'aligned');
  }

  let response;
  try {
    response = await fetch(url, { credentials: 'same-origin', signal });
  } catch (e) {
    throw e.name === 'AbortError' ? e : new Error('The server cannot be reached.');
  }

  if (!response.ok) {
    throw new Error(refusals[response.status] ?? `The spans cannot be shown: the server answered ${response.status}.`);
  }

  return new TreeModel(await response.json());
}
