// Keeps the client itself, so that it opens at once and without a network (docs/adr/0014-offline-shell.md).
//
// What is kept are the files of the client as they were built, listed in SHELL. Never an answer of the server's
// API, never a file of a person: those requests pass by untouched. A version is kept whole or not at all,
// and gives way to the next one when the person asks for it or when its last page is closed.

// Filled in when the page is built: version, page (its address stands for every place in the client),
// entry (the file that names this version's files), named (what it must name), files.
const SHELL = {};

const here = new URL('./', self.location);
const address = (name) => new URL(name, here).href;
const PREFIX = `tsubame ${here.pathname} `;
const CACHE = PREFIX + SHELL.version;

/** Paths below the client that are the server's (docs/deploy/nginx.conf has the same list). */
const SERVER = /^(?:(?:api|plugins|static|files|hooks|oauth|\.well-known)\/|login\/sso\/|(?:login|signup)\/(?:gitlab|google|office365|openid)\/)/;

/** A file beside the page, or in the folder of public/. */
const BESIDE = /^(?:public-[0-9a-f]{16}\/)?[\w.-]+$/;

/** A name with a hash: its content never changes. */
const HASHED = /-[0-9a-f]{16}[._/]/;

async function keepShell() {
  const cache = await caches.open(CACHE);
  const request = (name) => new Request(address(name), { cache: HASHED.test(name) ? 'default' : 'no-cache' });
  try {
    await cache.addAll(SHELL.files.map(request));
    // A newer version may have been put on the server a moment ago: half of each would be no client.
    const entry = await (await cache.match(address(SHELL.entry))).text();
    if (!SHELL.named.every((name) => entry.includes(name))) throw new Error('Tsubame: files of two versions');
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** Pages of the version before may still be open and ask for an icon: it is kept, older ones are not. */
async function dropOlder() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

/** Behind the start of the page that is opened. */
const LATER = 1000;

/** While a newer version is put on the server its files may be missing for a moment. */
const ONCE_MORE = 5000;

/** Whether the server says that it has no such worker; one that does not answer says nothing. */
async function isRemoved(pause) {
  await new Promise((done) => setTimeout(done, pause));
  const answer = await fetch(self.location, { cache: 'no-store' }).catch(() => null);
  const isScript = /javascript/.test(answer?.headers.get('content-type') ?? '');
  return answer && (answer.status === 404 || answer.status === 410 || (answer.ok && !isScript));
}

/** Where the client was taken off the server, it must not go on living in people's browsers. */
async function leaveIfRemoved() {
  if ((await isRemoved(LATER)) && (await isRemoved(ONCE_MORE))) {
    const ours = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
    await Promise.all(ours.map((name) => caches.delete(name)));
    await self.registration.unregister();
  }
}

async function kept(request, name) {
  const found = await caches.match(name ? address(name) : request, { cacheName: CACHE, ignoreVary: true });
  return found ?? (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** Whether the page stands for this path. A name with a dot is a file, except in the address of a person. */
function isPlace(path) {
  if (path === SHELL.page) return true;
  const isFile = path.split('/').pop().includes('.') && !path.includes('/messages/');
  return SHELL.routes && !isFile && !SERVER.test(path);
}

self.addEventListener('install', (event) => event.waitUntil(keepShell()));
self.addEventListener('activate', (event) => event.waitUntil(dropOlder()));
self.addEventListener('message', (event) => {
  if (event.data === 'take over') self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(here.href)) return;
  const path = new URL(request.url).pathname.slice(here.pathname.length);
  if (request.mode === 'navigate') {
    if (!isPlace(path)) return;
    event.waitUntil(leaveIfRemoved());
    event.respondWith(kept(request, SHELL.page));
  } else if (BESIDE.test(path) && (HASHED.test(path) || SHELL.files.includes(path))) {
    event.respondWith(kept(request));
  }
});
