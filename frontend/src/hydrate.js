// The script of pages with islands: loads the WebAssembly module and hydrates them. Leptos' own script waits for an idle callback,
// which a browser may put off without end; this one starts once the document is parsed.
import init, * as module from './fyr.js';

// The buttons for other languages send the form that was filled in last. Enter in it presses the first of its own buttons, not
// the hidden one in the header, which knows only what the page was made with.
const buttons = document.querySelectorAll('.languages button, [data-default]');
document.addEventListener('input', ({ target: { form } }) => {
  if (form?.method !== 'post') return;
  if (!form.hasAttribute('id')) form.setAttribute('id', `form-${[...document.forms].indexOf(form)}`);
  for (const button of buttons) button.setAttribute('form', form.getAttribute('id'));
});
document.querySelector('[data-default]')?.addEventListener('click', (event) => {
  event.preventDefault();
  event.target.form.querySelector('[type="submit"]').click();
});

await init({ module_or_path: new URL('fyr.wasm', import.meta.url) });
module.hydrate();
for (const island of document.querySelectorAll('leptos-island')) module[island.dataset.component](island);
