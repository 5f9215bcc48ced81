class Palette extends HTMLElement {}
customElements.define('ob-palette', Palette);
