// On the way in: links of MLflow's page, which all begin with /#/, lead on to ours.
import { fromMlflow } from '../mlflow.js';
import { go } from './ob-navigation.js';

class MlflowLinks extends HTMLElement {
  connectedCallback() {
    addEventListener('hashchange', this.#lead);
    this.#lead();
  }

  disconnectedCallback() {
    removeEventListener('hashchange', this.#lead);
  }

  #lead = () => {
    const address = fromMlflow(location.hash);
    if (address) {
      go(address, { replace: true });
    }
  };
}

customElements.define('ob-mlflow-links', MlflowLinks);
