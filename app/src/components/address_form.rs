//! The form that corrects the address of a ticket that was filed without an account.

use fyr_i18n::t;
use leptos::prelude::*;

use super::{SubmitButton, TextField};
use crate::{FormState, use_request_context};

/// A field for the right address and a button, for the page of a ticket and the desk.
#[component]
pub fn AddressForm(
    /// The state of the form.
    form: FormState,
    /// The address that is in the field at first: the present one, where its reader may see it.
    #[prop(into)]
    present: String,
    /// Where it is sent to.
    #[prop(into)]
    action: String,
    /// The version of the ticket's links, where the page shows the ticket.
    link_version: Option<i64>,
    /// A hidden field that says what is to be done there: name and value.
    #[prop(optional, into)]
    command: Option<(&'static str, String)>,
    /// The prefix of the field's id.
    #[prop(optional)]
    id_prefix: &'static str,
) -> impl IntoView {
    let lang = use_request_context().lang;
    let form = if form.values.contains_key("email") { form } else { form.with("email", present) };
    let command = command.map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    view! {
        <form method="post" action=action class="stack" data-gap="s" novalidate>
            {command}
            {link_version.map(|version| view! { <input type="hidden" name="link_version" value=version/> })}
            <TextField form name="email" kind="email" autocomplete="email" id_prefix label=t!(lang, "address-right")/>
            <p class="actions"><SubmitButton label=t!(lang, "address-save")/></p>
        </form>
    }
}
