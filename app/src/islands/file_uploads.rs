//! Uploads files as soon as they are chosen, and shows the progress. Without JavaScript, or if the upload fails, the files are
//! submitted with the form.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The texts of [`FileUploads`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UploadTexts {
    /// Shown before the percentage during an upload.
    pub sending: String,
    /// The label of the checkbox that removes a file.
    pub remove: String,
    /// Shown when an upload failed.
    pub failed: String,
    /// Shown when an upload is complete.
    pub ready: String,
    /// Shown when the files exceed the limit of the server.
    pub too_large: String,
}

/// The JSON response to an upload.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct UploadResponse {
    /// Id and name of each uploaded file of the form.
    pub files: Vec<(String, String)>,
    /// Error messages for rejected files.
    pub problems: Vec<String>,
}

/// The list of uploaded files. Handles the file field of the form that contains it.
#[island]
pub fn FileUploads(
    /// The texts.
    texts: UploadTexts,
    /// The idempotency key of the form.
    form_key: String,
    /// The URL path for uploads.
    action: String,
) -> impl IntoView {
    let (status, set_status) = signal(String::new());
    let (response, set_response) = signal(UploadResponse::default());
    let remove = texts.remove.clone();
    let container = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    browser::upload_on_change(
        container,
        browser::Uploader { texts, form_key, action, set_status, set_response },
    );
    #[cfg(not(feature = "hydrate"))]
    let _ = (texts, form_key, action, set_status, set_response);
    let files = move || {
        response
            .get()
            .files
            .into_iter()
            .map(|(id, name)| {
                let (checkbox_id, label_for) = (format!("remove-{id}"), format!("remove-{id}"));
                let (hidden_name, remove) = (name.clone(), remove.clone());
                view! {
                    <li>
                        <span class="file-name">{name}</span>
                        <label for=label_for>
                            <input class="ds-input" type="checkbox" id=checkbox_id name="remove" value=id/>
                            {remove}<span class="visually-hidden">" "{hidden_name}</span>
                        </label>
                    </li>
                }
            })
            .collect_view()
    };
    let problems = move || {
        response
            .get()
            .problems
            .into_iter()
            .map(|problem| view! { <p class="ds-validation-message" data-color="danger">{problem}</p> })
            .collect_view()
    };
    view! {
        <div class="uploads" node_ref=container>
            <p class="upload-state" role="status">{status}</p>
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

    use super::{UploadResponse, UploadTexts};

    /// What an upload needs: texts, target, and the signals it updates.
    pub struct Uploader {
        pub texts: UploadTexts,
        pub form_key: String,
        pub action: String,
        pub set_status: WriteSignal<String>,
        pub set_response: WriteSignal<UploadResponse>,
    }

    pub fn upload_on_change(container: NodeRef<leptos::html::Div>, uploader: Uploader) {
        // the listener is never removed: it lives as long as the page
        let _ = window_event_listener(ev::change, move |event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(input) = input.filter(|input| input.name() == "attachments") else { return };
            let form =
                container.get_untracked().and_then(|container| container.closest("form").ok().flatten());
            if form.is_some_and(|form| form.contains(Some(input.as_ref()))) {
                // if the upload cannot be started, the files are submitted with the form
                let _ = upload(&uploader, input);
            }
        });
    }

    fn upload(uploader: &Uploader, input: HtmlInputElement) -> Result<(), wasm_bindgen::JsValue> {
        let Uploader { texts, form_key, action, set_status, set_response } = uploader;
        let (set_status, set_response) = (*set_status, *set_response);
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
        let on_progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            if event.total() > 0.0 {
                // an integer: formatting floats would add ten kilobytes to the module
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
                let percent = (event.loaded() / event.total() * 100.0) as u32;
                set_status.set(format!("{sending} {percent} %"));
            }
        });
        request.upload()?.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
        on_progress.forget();
        let (texts, finished) = (texts.clone(), request.clone());
        let on_load_end = Closure::once_into_js(move || {
            if finished.status() == Ok(413) {
                // the input is cleared: submitted with the form, the files would exceed the limit again
                set_status.set(String::new());
                set_response.update(|response| response.problems = vec![texts.too_large]);
                input.set_value("");
                return;
            }
            let text = finished.response_text().ok().flatten().unwrap_or_default();
            match leptos::serde_json::from_str::<UploadResponse>(&text) {
                Ok(response) => {
                    set_status.set(if response.files.is_empty() { String::new() } else { texts.ready });
                    set_response.set(response);
                    input.set_value("");
                }
                Err(_) => set_status.set(texts.failed),
            }
        });
        request.set_onloadend(Some(on_load_end.unchecked_ref()));
        request.send_with_opt_form_data(Some(&data))
    }
}
