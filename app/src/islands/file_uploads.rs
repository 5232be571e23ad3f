//! Sends files as soon as they are chosen and shows how far they are. The file field itself stays: without JavaScript, or
//! where sending early fails, the files go with the form.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Its words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UploadTexts {
    /// Before the percentage.
    pub sending: String,
    /// Of the box that takes a file off.
    pub remove: String,
    /// When files could not be sent early.
    pub failed: String,
    /// When they have arrived.
    pub ready: String,
    /// When they are more than the server takes at once.
    pub too_large: String,
}

/// What the server says about files it was sent.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct UploadAnswer {
    /// Kept: id and name.
    pub files: Vec<(String, String)>,
    /// What is wrong with the others, in words.
    pub problems: Vec<String>,
}

/// Files on their way and those that arrived. It stands in a form, and is about the files of that form alone.
#[island]
pub fn Uploads(
    /// Its words.
    texts: UploadTexts,
    /// The form's key.
    form_key: String,
    /// Where files are sent.
    action: String,
) -> impl IntoView {
    let (said, say) = signal(String::new());
    let (arrived, arrive) = signal(UploadAnswer::default());
    let remove = texts.remove.clone();
    let place = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    browser::watch(place, browser::Sending { texts, form_key, action, say, arrive });
    #[cfg(not(feature = "hydrate"))]
    let _ = (texts, form_key, action, say, arrive);
    let files = move || {
        arrived
            .get()
            .files
            .into_iter()
            .map(|(id, name)| {
                let (own, target) = (format!("remove-{id}"), format!("remove-{id}"));
                let (spoken, remove) = (name.clone(), remove.clone());
                view! {
                    <li>
                        <span class="file-name">{name}</span>
                        <label for=target>
                            <input class="ds-input" type="checkbox" id=own name="remove" value=id/>
                            {remove}<span class="visually-hidden">" "{spoken}</span>
                        </label>
                    </li>
                }
            })
            .collect_view()
    };
    let problems = move || {
        arrived
            .get()
            .problems
            .into_iter()
            .map(|problem| view! { <p class="ds-validation-message" data-color="danger">{problem}</p> })
            .collect_view()
    };
    view! {
        <div class="uploads" node_ref=place>
            <p class="upload-state" role="status">{said}</p>
            <div role="alert">{problems}</div>
            <ul class="file-list">{files}</ul>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::{ev, prelude::*};
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{FormData, HtmlInputElement, ProgressEvent, XmlHttpRequest};

    use super::{UploadAnswer, UploadTexts};

    /// What is sent where, and what is said about it.
    pub struct Sending {
        pub texts: UploadTexts,
        pub form_key: String,
        pub action: String,
        pub say: WriteSignal<String>,
        pub arrive: WriteSignal<UploadAnswer>,
    }

    pub fn watch(place: NodeRef<leptos::html::Div>, sending: Sending) {
        // lives as long as the page
        let _ = window_event_listener(ev::change, move |event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(input) = input.filter(|input| input.name() == "attachments") else { return };
            let form = place.get_untracked().and_then(|place| place.closest("form").ok().flatten());
            if form.is_some_and(|form| form.contains(Some(input.as_ref()))) {
                // where early sending cannot even begin, the files go with the form
                let _ = send(&sending, input);
            }
        });
    }

    fn send(sending: &Sending, input: HtmlInputElement) -> Result<(), wasm_bindgen::JsValue> {
        let Sending { texts, form_key, action, say, arrive } = sending;
        let (say, arrive) = (*say, *arrive);
        let Some(files) = input.files().filter(|files| files.length() > 0) else { return Ok(()) };
        let data = FormData::new()?;
        data.append_with_str("form_key", form_key)?;
        for index in 0..files.length() {
            if let Some(file) = files.get(index) {
                data.append_with_blob_and_filename("attachments", &file, &file.name())?;
            }
        }
        let request = XmlHttpRequest::new()?;
        request.open("POST", action)?;
        let sending = texts.sending.clone();
        let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            if event.total() > 0.0 {
                // whole numbers: printing a float would cost every visitor ten kilobytes
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
                let percent = (event.loaded() / event.total() * 100.0) as u32;
                say.set(format!("{sending} {percent} %"));
            }
        });
        request.upload()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        progress.forget();
        let (texts, answered) = (texts.clone(), request.clone());
        let done = Closure::once_into_js(move || {
            if answered.status() == Ok(413) {
                // with the form they would be refused again, and the form with them
                say.set(String::new());
                arrive.update(|answer| answer.problems = vec![texts.too_large]);
                input.set_value("");
                return;
            }
            let text = answered.response_text().ok().flatten().unwrap_or_default();
            match leptos::serde_json::from_str::<UploadAnswer>(&text) {
                Ok(answer) => {
                    say.set(if answer.files.is_empty() { String::new() } else { texts.ready });
                    arrive.set(answer);
                    input.set_value("");
                }
                Err(_) => say.set(texts.failed),
            }
        });
        request.set_onloadend(Some(done.unchecked_ref()));
        request.send_with_opt_form_data(Some(&data))
    }
}
