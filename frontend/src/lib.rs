//! The browser's entry: wakes the islands, nothing else.

use fyr_app as _;

/// Called once by the page when the module has loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
