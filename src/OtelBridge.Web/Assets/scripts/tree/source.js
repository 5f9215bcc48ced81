// Where the tree comes from.
import { TreeModel } from './model.js';

/** Fetches the tree of a trace. Throws with a sentence for people when it cannot be had. */
export async function fetchTree(address, { aligned, signal }) {
  const url = new URL(address, document.baseURI);
  if (aligned) {
    url.searchParams.set('clocks', 'aligned');
  }

  let response;
  try {
    response = await fetch(url, { credentials: 'same-origin', signal, headers: { Accept: 'application/json' } });
  } catch (e) {
    throw e.name === 'AbortError' ? e : new Error('The server cannot be reached.');
  }

  if (!response.ok) {
    throw new Error(response.status === 404 ? 'This trace is no longer stored.' : `The tree cannot be had: the server answered ${response.status}.`);
  }

  return new TreeModel(await response.json());
}
