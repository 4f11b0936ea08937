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

// A module that has stopped in the middle of its work answers nothing any more. What the person wrote and sent is kept by then: the page
// begins anew, and if it stops once more within a minute, it says so.
const shell = document.getElementById('shell');
const PAUSE = 60_000;
const STOPPED = 'tsubame.stopped';
let isStopped = false;
const stop = (error) => {
  const isOurs = error instanceof WebAssembly.RuntimeError || /call stack|recursion/.test(error?.message);
  if (!isOurs || isStopped) return;
  isStopped = true;
  let before = [];
  try {
    before = JSON.parse(localStorage.getItem(STOPPED)) ?? [];
    localStorage.setItem(STOPPED, JSON.stringify([...before, Date.now()].slice(-50)));
  } catch {
    // Without that memory nobody knows whether this goes in a circle: it is said at once.
    return tell('shell-stopped');
  }
  Date.now() - (before.at(-1) ?? 0) > PAUSE ? location.reload() : tell('shell-stopped');
};
const tell = (words) => {
  document.body.replaceChildren(shell);
  shell.removeAttribute('aria-busy');
  document.getElementById(words).removeAttribute('hidden');
};
// What is kept may itself be what makes the client stop: its own "Reset local data" is out of reach then.
const forget = async () => {
  const kept = (await indexedDB.databases()).filter(({ name }) => name.startsWith('tsubame '));
  // Another window that does not let go of its store is not waited for.
  for (const { name } of kept) {
    await new Promise((done) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = request.onerror = request.onblocked = done;
    });
  }
};
document.getElementById('shell-reset').onclick = () => forget().finally(() => location.reload());
addEventListener('error', (event) => stop(event.error));
addEventListener('unhandledrejection', (event) => stop(event.reason));

// The browser opens its store in the meantime: the module finds it open.
globalThis.indexedDB?.databases?.().catch(() => {});

try {
  // Both at once: the module does not wait for its glue. The links above have started them already.
  const bytes = fetch(named('link[rel="preload"][as="fetch"]').href);
  const glue = await import(named('link[rel="modulepreload"]').href);
  // The client takes the first paint away when its own is there.
  await glue.default({ module_or_path: bytes });
} catch (error) {
  tell('shell-failure');
  throw error;
}

// The client is kept for the next time (service-worker.js). Where the browser will not, it runs all the same.
const HOUR = 3_600_000;
const container = navigator.serviceWorker;
if (container) keep().catch(() => {});

async function keep() {
  // Registering again would bring back a worker that has just found itself to be taken off the server.
  const registration = container.controller
    ? await container.getRegistration()
    : await container.register(new URL('service-worker.js', base).href, { updateViaCache: 'none' });
  // A new version waits until the person wants it: somebody may be writing. The client shows the offer.
  const offer = (worker) => {
    if (worker?.state === 'installed' && container.controller) dispatchEvent(new Event('tsubame:update-ready'));
  };
  const look = () => {
    offer(registration.waiting);
    registration.installing?.addEventListener('statechange', (event) => offer(event.target));
  };
  // The browser may have begun before this page listened.
  look();
  registration.addEventListener('updatefound', look);
  addEventListener('tsubame:update-wanted', () => {
    container.addEventListener('controllerchange', () => location.reload());
    // Another window may have taken it already.
    registration.waiting ? registration.waiting.postMessage('take over') : location.reload();
  });
  let asked = 0;
  const ask = () => {
    if (document.hidden || Date.now() - asked < HOUR) return;
    asked = Date.now();
    registration.update().then(look, () => {});
  };
  // The start goes first.
  setTimeout(ask, 1000);
  document.addEventListener('visibilitychange', ask);
}
