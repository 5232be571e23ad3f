//! The WebAssembly entry point: hydrates the islands.

use fyr_app as _;

/// Hydrates all islands of the page. The page's script calls it once, after it has loaded the module.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
