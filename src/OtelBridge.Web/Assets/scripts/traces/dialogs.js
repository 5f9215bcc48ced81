// Questions before a change: the page that asks is shown in a dialog, and what it does is said.
import { load } from '../parts.js';
import { go, say } from '../elements/ob-navigation.js';

/** Sends a form and shows the question that comes back. */
export async function ask(host, form, submitter) {
  let page;
  try {
    ({ page } = await load(submitter.formAction, { method: 'POST', body: new URLSearchParams(new FormData(form, submitter)) }));
  } catch (e) {
    say(e.message);
    return;
  }

  const question = page?.getElementById('traces-ask');
  if (!question) {
    say(page?.querySelector('.fault p')?.textContent ?? 'This cannot be done.');
    return;
  }

  const dialog = document.createElement('dialog');
  dialog.className = 'dialog';
  dialog.setAttribute('aria-labelledby', 'traces-ask-title');
  dialog.append(document.importNode(question, true));
  dialog.addEventListener('close', () => dialog.remove());
  dialog.querySelector('[data-cancel]')?.addEventListener('click', event => {
    event.preventDefault();
    event.stopPropagation();
    dialog.close();
  });
  dialog.querySelector('form').addEventListener('submit', event => act(event, dialog));
  host.append(dialog);
  dialog.showModal();
  dialog.querySelector('input:not([type=hidden]), [data-cancel]')?.focus();
}

async function act(event, dialog) {
  event.preventDefault();
  event.stopPropagation();
  const form = event.target;
  const button = event.submitter;
  button.disabled = true;
  const label = button.textContent;
  button.textContent = 'Working…';
  if (await go(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form, button)), scroll: false, replace: true })) {
    dialog.remove();
    say(form.dataset.done);
  } else {
    button.disabled = false;
    button.textContent = label;
  }
}
