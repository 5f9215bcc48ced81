// A question before a form is sent: <ob-confirm question="…" text="…" yes="Delete"><form …>. Without scripts the form is sent at once, so it must be of what can be taken back.
const make = (name, text, className = '') => {
  const element = document.createElement(name);
  element.textContent = text;
  element.className = className;
  return element;
};

class Confirm extends HTMLElement {
  #asked;

  connectedCallback() {
    this.addEventListener('submit', this.#ask, true);
  }

  disconnectedCallback() {
    this.removeEventListener('submit', this.#ask, true);
  }

  #ask = event => {
    const { target: form, submitter } = event;
    if (form.method === 'dialog' || this.#asked === form) {
      this.#asked = undefined;
      return;
    }

    event.preventDefault();
    event.stopPropagation();
    const dialog = make('dialog', '', 'dialog');
    const title = make('h2', this.getAttribute('question'));
    title.id = 'confirm-title';
    dialog.setAttribute('aria-labelledby', title.id);
    const answer = make('form', '', 'dialog-actions');
    answer.method = 'dialog';
    const yes = make('button', this.getAttribute('yes') ?? 'Yes', 'danger');
    yes.value = 'yes';
    const no = make('button', 'Cancel');
    no.autofocus = true;
    answer.append(no, yes);
    dialog.append(title, make('p', this.getAttribute('text') ?? ''), answer);
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (dialog.returnValue === 'yes') {
        this.#asked = form;
        form.requestSubmit(submitter);
      }
    });
    this.append(dialog);
    dialog.showModal();
  };
}

customElements.define('ob-confirm', Confirm);
