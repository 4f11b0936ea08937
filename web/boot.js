// Starts the WebAssembly module that the page names, and tells the client where it is.
//
// The page (index.html, or remote_entry.js inside a Mattermost server) names the module by two links:
// `modulepreload` for the glue and `preload` for the module. The client reads from <html>:
//   data-base    address of the folder this file lies in, ending in a slash
//   data-assets  address of the folder with the files of public/, ending in a slash
//   data-routes  "history" or "hash"

const root = document.documentElement;
const base = new URL('./', import.meta.url);
const named = (selector) => document.querySelector(selector);

root.dataset.base = base.href;
root.dataset.assets = new URL(named('meta[name="tsubame-assets"]').content, base).href;
root.dataset.routes ??= 'history';

try {
  // Both at once: the module does not wait for its glue. The links above have started them already.
  const bytes = fetch(named('link[rel="preload"][as="fetch"]').href);
  const glue = await import(named('link[rel="modulepreload"]').href);
  // The client takes the first paint away when its own is there.
  await glue.default({ module_or_path: bytes });
} catch (error) {
  document.getElementById('shell')?.removeAttribute('aria-busy');
  document.getElementById('shell-failure')?.removeAttribute('hidden');
  throw error;
}
