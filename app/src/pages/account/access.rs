//! Who may see one's tickets, since when, why and how far; ending it, and letting a counsellor in.

use fyr_domain::permission::{Scope, Sharing};
use fyr_i18n::{date, list, t, text_of};
use fyr_services::{
    Error,
    relations::{self, Access, Group, Offer, Relation},
};
use leptos::prelude::*;

use super::above;
use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, ErrorSummary, SelectField, Submit, TextField},
    pages::desk::people::person::{scope_choices, tie_facts},
};

/// `/account/access?done=`.
pub async fn show(cx: &Cx, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let access = relations::access(&cx.services, &cx.actor).await?;
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    let done = ["ended", "let-in"].into_iter().find(|word| query == format!("done={word}")).map(|word| {
        view! { <p class="ds-alert" data-color="success" role="status">{text_of(lang, "access-done-", word)}</p> }
    });
    // what is wrong with a code is said beside it
    let typed = !form.errors.is_empty() && form.errors.of("code").is_none();
    let body = view! {
        <div class="narrow">
            <Breadcrumbs above=above(cx) here=t!(lang, "access-title")/>
            <h1 class="ds-heading" data-size="lg">{t!(lang, "access-title")}</h1>
            {done}
            {typed.then(|| view! { <ErrorSummary form=form.clone()/> })}
            {counsellors(cx, &access)}
            {others(cx, &access)}
            {code(cx, &form)}
            {choose(cx, &access, &form)}
        </div>
    };
    Ok(Page::new(t!(lang, "access-title"), body))
}

fn counsellors(cx: &Cx, access: &Access) -> AnyView {
    let lang = cx.lang;
    let items: Vec<_> =
        access.counsellors.iter().map(|(tie, may_end)| counsellor(cx, tie, *may_end)).collect();
    let none = items.is_empty();
    view! {
        <section aria-labelledby="counsellors-title">
            <h2 class="ds-heading" data-size="sm" id="counsellors-title">{t!(lang, "access-counsellors")}</h2>
            {none.then(|| view! { <p class="ds-paragraph">{t!(lang, "access-none")}</p> })}
            <ul class="card-list">{items}</ul>
        </section>
    }
    .into_any()
}

fn counsellor(cx: &Cx, tie: &Relation, may_end: bool) -> AnyView {
    let lang = cx.lang;
    let how_far = match tie.scope {
        Scope::See => t!(lang, "access-see"),
        Scope::Act => t!(lang, "access-act"),
    };
    let label = format!("{}: {}", t!(lang, "access-end"), tie.counsellor);
    let end = if may_end {
        view! {
            <form method="post" action="/account/access">
                <input type="hidden" name="counsellor" value=tie.counsellor_id.to_string()/>
                <button class="ds-button" data-variant="secondary" data-size="sm" data-color="danger" type="submit" name="action"
                    value="end" aria-label=label>{t!(lang, "access-end")}</button>
            </form>
        }
        .into_any()
    } else {
        let place = tie.organisation.clone().unwrap_or_default();
        view! { <p class="meta">{t!(lang, "access-cannot-end", organisation = place)}</p> }.into_any()
    };
    view! {
        <li class="ds-card">
            <h3 class="ds-heading" data-size="2xs">{tie.counsellor.clone()}</h3>
            <p class="ds-paragraph">{how_far}</p>
            {tie_facts(cx, tie)}
            {end}
        </li>
    }
    .into_any()
}

/// Colleagues and support, in sentences.
fn others(cx: &Cx, access: &Access) -> AnyView {
    let lang = cx.lang;
    let groups: Vec<_> = access.groups.iter().map(|group| view! { <li>{sharing(cx, group)}</li> }).collect();
    view! {
        <section aria-labelledby="others-title">
            <h2 class="ds-heading" data-size="sm" id="others-title">{t!(lang, "access-others")}</h2>
            <ul class="ds-list">
                {groups}
                <li>{t!(lang, "access-support")}</li>
            </ul>
            <p class="ds-paragraph">{t!(lang, "access-private")}</p>
        </section>
    }
    .into_any()
}

fn sharing(cx: &Cx, group: &Group) -> String {
    let (lang, name) = (cx.lang, group.name.as_str());
    match group.sharing {
        Sharing::Own => t!(lang, "access-own", organisation = name),
        Sharing::Team => t!(lang, "access-team", organisation = name),
        Sharing::Organisation => t!(lang, "access-organisation", organisation = name),
        Sharing::Chosen if group.viewers.is_empty() => t!(lang, "access-own", organisation = name),
        Sharing::Chosen => {
            let names: Vec<&str> = group.viewers.iter().map(|viewer| viewer.name.as_str()).collect();
            t!(lang, "access-chosen", organisation = name, names = list(lang, &names))
        }
    }
}

fn code(cx: &Cx, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let typed = form.errors.of("code").is_some();
    view! {
        <section class="ds-card" aria-labelledby="code-title">
            <h2 class="ds-heading" data-size="sm" id="code-title">{t!(lang, "access-code-title")}</h2>
            <p class="ds-paragraph">{t!(lang, "access-code-text")}</p>
            {typed.then(|| view! { <ErrorSummary form=form.clone()/> })}
            <form method="post" action="/account/access/code" class="stack">
                <TextField form=form.clone() name="code" autocomplete="off" label=t!(lang, "access-code")/>
                <p class="actions"><Submit label=t!(lang, "access-code-look")/></p>
            </form>
        </section>
    }
    .into_any()
}

fn choose(cx: &Cx, access: &Access, form: &FormState) -> Option<AnyView> {
    let lang = cx.lang;
    let choices: Vec<(String, String)> = access
        .groups
        .iter()
        .flat_map(|group| {
            group
                .counsellors
                .iter()
                .map(|one| (format!("{}/{}", group.id, one.id), format!("{} – {}", one.name, group.name)))
        })
        .collect();
    (!choices.is_empty()).then(|| {
        view! {
            <section class="ds-card" aria-labelledby="choose-title">
                <h2 class="ds-heading" data-size="sm" id="choose-title">{t!(lang, "access-choose-title")}</h2>
                <form method="post" action="/account/access" class="stack">
                    <SelectField form=form.clone() name="counsellor" label=t!(lang, "role-one-counsellor") choices/>
                    <SelectField form=form.clone() name="scope" label=t!(lang, "relation-scope") choices=scope_choices(cx)/>
                    <TextField form=form.clone() name="purpose" optional=true label=t!(lang, "relation-purpose") hint=t!(lang, "access-purpose-hint")/>
                    <TextField form=form.clone() name="until" kind="date" optional=true label=t!(lang, "relation-until")/>
                    <p class="actions"><button class="ds-button" data-variant="primary" type="submit" name="action" value="choose">{t!(lang, "access-choose")}</button></p>
                </form>
            </section>
        }
        .into_any()
    })
}

/// What a code would mean, with a button that agrees. Nothing has happened yet.
pub fn agree(cx: &Cx, offer: &Offer, code: &str) -> Page {
    let lang = cx.lang;
    let mut way = above(cx);
    way.push(("/account/access".to_owned(), t!(lang, "access-title").to_owned()));
    let title = t!(lang, "access-agree-title", name = offer.counsellor.as_str());
    let body = view! {
        <div class="narrow">
            <Breadcrumbs above=way here=title.clone()/>
            <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
            {offer_facts(cx, offer)}
            <form method="post" action="/account/access/code">
                <input type="hidden" name="code" value=code.to_owned()/>
                <p class="actions">
                    <button class="ds-button" data-variant="primary" type="submit" name="confirm" value="yes">{t!(lang, "access-agree")}</button>
                    <a class="ds-link" href="/account/access">{t!(lang, "cancel")}</a>
                </p>
            </form>
        </div>
    };
    Page::new(title, body)
}

/// Who, where, why, how far, until when.
pub fn offer_facts(cx: &Cx, offer: &Offer) -> AnyView {
    let lang = cx.lang;
    let until = match offer.until {
        Some(until) => date(lang, cx.services.last_day(until)),
        None => t!(lang, "relation-no-end").to_owned(),
    };
    let purpose = Some(offer.purpose.clone()).filter(|purpose| !purpose.is_empty());
    view! {
        <dl class="facts">
            <div><dt>{t!(lang, "role-one-counsellor")}</dt><dd>{offer.counsellor.clone()}</dd></div>
            {offer.organisation.clone().map(|name| view! { <div><dt>{t!(lang, "people-organisation")}</dt><dd>{name}</dd></div> })}
            <div><dt>{t!(lang, "relation-scope")}</dt><dd>{text_of(lang, "scope-", offer.scope.as_str())}</dd></div>
            {purpose.map(|purpose| view! { <div><dt>{t!(lang, "relation-purpose")}</dt><dd>{purpose}</dd></div> })}
            <div><dt>{t!(lang, "relation-until")}</dt><dd>{until}</dd></div>
        </dl>
    }
    .into_any()
}
