// The script of pages with islands: loads the WebAssembly module and hydrates them. Leptos' own script waits for an idle callback,
// which a browser may put off without end; this one starts once the document is parsed.
import init, * as module from './fyr.js';

await init({ module_or_path: new URL('fyr.wasm', import.meta.url) });
module.hydrate();
for (const island of document.querySelectorAll('leptos-island')) module[island.dataset.component](island);
