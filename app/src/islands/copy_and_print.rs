//! Buttons that copy a text and print the page. Both need a script, so the server sends them hidden.

use leptos::prelude::*;

/// Shows the buttons `.copy` and `.print`. Copying needs a page that was sent over HTTPS.
#[island]
pub fn CopyAndPrint() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    {
        let _ = offer_copy();
        offer_print();
    }
}

#[cfg(feature = "hydrate")]
fn offer_copy() -> Option<()> {
    use wasm_bindgen::{JsValue, prelude::Closure};
    use web_sys::Element;

    use super::browser::{claim, data, on};

    if !window().is_secure_context() {
        return None;
    }
    let button = claim(".copy")?;
    let status: Element = claim(".copied")?.into();
    button.set_hidden(false);
    let text = data(&button, "text");
    on(&button, "click", move |_| {
        let status = status.clone();
        let done = Closure::once(move |_: JsValue| status.set_text_content(Some(&data(&status, "copied"))));
        let _ = window().navigator().clipboard().write_text(&text).then(&done);
        // it runs once, after this function has returned
        done.forget();
    });
    Some(())
}

#[cfg(feature = "hydrate")]
fn offer_print() {
    if let Some(button) = super::browser::claim(".print") {
        button.set_hidden(false);
        // refused where the browser cannot print: then nothing happens, as with its own menu
        super::browser::on(&button, "click", |_| drop(window().print()));
    }
}
