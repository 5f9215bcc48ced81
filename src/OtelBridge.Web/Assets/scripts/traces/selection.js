// Which traces are selected: by checkbox, by key, from one to another with Shift. Selected rows stay so when they are out of sight.
export class Selection {
  #host;
  #bodies;
  #ids = new Set();
  #last;

  constructor(host, bodies) {
    this.#host = host;
    this.#bodies = bodies;
    this.form = host.querySelector('#traces-form');
    this.form.addEventListener('click', this.#click);
    this.form.addEventListener('change', this.#change);
    this.form.addEventListener('formdata', event => {
      // One field however many they are, and those that are out of sight as well.
      event.formData.delete('id');
      event.formData.set('ids', [...this.#ids].join(','));
    });
    host.querySelector('.traces-none').addEventListener('click', () => this.clear());
    this.tell();
  }

  get size() {
    return this.#ids.size;
  }

  get ids() {
    return [...this.#ids];
  }

  toggle(row, isOn = !this.#ids.has(row.id)) {
    this.#ids[isOn ? 'add' : 'delete'](row.id);
    this.show(row);
    this.#last = row.id;
    this.tell();
  }

  /** Makes a row that came new look as it is. */
  show(row) {
    const isOn = this.#ids.has(row.id);
    row.classList.toggle('traces-chosen', isOn);
    const box = row.querySelector('.traces-pick input');
    if (box) {
      box.checked = isOn;
    }
  }

  keep(ids) {
    ids.forEach(id => this.#ids.add(id));
    this.#bodies.rows.forEach(row => this.show(row));
    this.tell();
  }

  clear() {
    this.#ids.clear();
    this.#bodies.rows.forEach(row => this.show(row));
    this.form.querySelector('.traces-all input').checked = false;
    this.tell();
  }

  #click = event => {
    const box = event.target.closest('.traces-pick input[name=id]');
    if (!box) {
      return;
    }

    const rows = this.#bodies.rows;
    const row = box.closest('tr');
    const [from, to] = [rows.findIndex(each => each.id === this.#last), rows.indexOf(row)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) {
      rows.slice(from, to + 1).forEach(each => this.toggle(each, box.checked));
    } else {
      this.toggle(row, box.checked);
    }
  };

  #change = event => {
    if (event.target.matches('.traces-pick-all')) {
      const isOn = event.target.checked;
      this.#bodies.rows.forEach(row => {
        this.#ids[isOn ? 'add' : 'delete'](row.id);
        this.show(row);
      });
    }
    this.tell();
  };

  tell() {
    const rows = this.#bodies.rows.length;
    const all = this.form.querySelector('.traces-all');
    const isWhole = this.#ids.size > 0 && this.#ids.size >= rows;
    all.hidden = !isWhole || !this.#host.querySelector('.traces-more a');
    all.querySelector('input').checked &&= !all.hidden;
    const count = this.#host.querySelector('#traces-count-part')?.textContent.trim();
    all.querySelector('span').textContent = count ? `all ${count} that match` : 'all that match';
    const isAll = all.querySelector('input').checked;
    this.form.querySelector('.traces-selected').textContent = isAll ? count || 'All' : `${this.#ids.size} selected`;
    this.form.querySelector('.traces-compare').disabled = isAll || this.#ids.size !== 2;
    this.form.querySelector('.traces-compare').title = this.#ids.size === 2 ? '' : 'Select two traces to compare them';
    this.form.querySelector('.traces-none').hidden = this.#ids.size === 0;
    this.#host.classList.toggle('traces-has-selection', this.#ids.size > 0);
    const pickAll = this.form.querySelector('.traces-pick-all');
    pickAll.checked = isWhole;
    pickAll.indeterminate = this.#ids.size > 0 && !isWhole;
  }
}
