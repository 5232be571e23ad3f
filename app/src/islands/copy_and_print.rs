//! Buttons that copy a text and print the page. Both need a script, so without one there are none.

use leptos::prelude::*;

/// "Copy" and "Print", once the page is hydrated. Copying needs a page that was sent over HTTPS.
#[island]
pub fn CopyAndPrint(
    /// What is copied.
    text: String,
    /// The label of "Copy".
    copy_label: String,
    /// What is said afterwards.
    copied_label: String,
    /// The label of "Print".
    print_label: String,
) -> impl IntoView {
    let (can_print, set_can_print) = signal(false);
    let (can_copy, set_can_copy) = signal(false);
    let (copied, set_copied) = signal(false);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        set_can_print.set(true);
        set_can_copy.set(window().is_secure_context());
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (set_can_print, set_can_copy);
    let copy_button = move || {
        let (text, label) = (text.clone(), copy_label.clone());
        can_copy.get().then(move || {
            view! {
                <button class="ds-button" data-variant="secondary" type="button"
                    on:click=move |_| copy(&text, set_copied)>{label}</button>
            }
        })
    };
    let print_button = move || {
        let label = print_label.clone();
        can_print.get().then(move || {
            view! { <button class="ds-button" data-variant="secondary" type="button" on:click=move |_| print()>{label}</button> }
        })
    };
    view! {
        {copy_button}
        {print_button}
        <span role="status">{move || copied.get().then(|| copied_label.clone())}</span>
    }
}

#[cfg(feature = "hydrate")]
fn copy(text: &str, set_copied: WriteSignal<bool>) {
    use wasm_bindgen::{JsValue, prelude::Closure};

    let done = Closure::once(move |_: JsValue| set_copied.set(true));
    let _ = window().navigator().clipboard().write_text(text).then(&done);
    // it runs once, after this function has returned
    done.forget();
}

#[cfg(feature = "hydrate")]
fn print() {
    // refused where the browser cannot print: then nothing happens, as with its own menu
    let _ = window().print();
}

#[cfg(not(feature = "hydrate"))]
fn copy(_text: &str, _set_copied: WriteSignal<bool>) {}

#[cfg(not(feature = "hydrate"))]
fn print() {}
