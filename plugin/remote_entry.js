// Loads this version of Tsubame into app.html. Servers answer for this name with `no-cache`, for all
// others with a year; so this file names every other one by its hash. FILES is filled in by
// `cargo xtask dist`.

const FILES = {};

(() => {
  const shell = document.getElementById('shell');
  if (window.top !== window.self) {
    // There is no header here that could forbid framing, so a page in a frame does not start.
    shell.removeAttribute('aria-busy');
    shell.textContent = 'Tsubame does not run inside another page. / Tsubameは別のページの中では動作しません。';
    return;
  }

  const at = (name) => new URL(name, document.currentScript.src).href;
  const append = (element, attributes) => {
    const node = document.createElement(element);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    document.head.append(node);
    return node;
  };

  const socket = `${location.protocol === 'http:' ? 'ws:' : 'wss:'}//${location.host}`;
  append('meta', { 'http-equiv': 'Content-Security-Policy', content: `connect-src 'self' ${socket}` });
  append('meta', { name: 'tsubame-assets', content: FILES.assets });
  append('link', { rel: 'manifest', href: at(`${FILES.assets}plugin.webmanifest`) });
  append('link', { rel: 'modulepreload', href: at(FILES.glue) });
  append('link', { rel: 'preload', as: 'fetch', type: 'application/wasm', crossorigin: '', href: at(FILES.module) });
  FILES.icons.forEach((name) => append('link', { rel: 'icon', href: at(name) }));

  const styles = FILES.styles.map((name) => new Promise((done) => {
    const link = append('link', { rel: 'stylesheet', href: at(name) });
    // Without its style the client is still usable; it is not without its scripts.
    link.onload = link.onerror = done;
  }));
  const scripts = FILES.scripts.map(at);

  document.documentElement.dataset.routes = 'hash';
  Promise.all(styles)
    .then(() => scripts.reduce((before, script) => before.then(() => import(script)), Promise.resolve()))
    .catch((error) => {
      document.getElementById('shell-failure')?.removeAttribute('hidden');
      throw error;
    });
})();
