//! Who may see the person's tickets: counsellors, colleagues and support; ending a relation, and accepting or choosing a
//! counsellor.

use fyr_domain::permission::{Scope, Sharing};
use fyr_i18n::{date, join_with_and, t, text_for};
use fyr_usecases::{
    Error,
    relations::{self, AccessOverview, OrganisationAccess, Relation, RelationOffer},
};
use leptos::prelude::*;

use super::ancestors;
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, Confirm, SelectField, SubmitButton, TextField},
    pages::desk::people::person::{relation_facts, scope_choices},
};

/// `/account/access`.
pub async fn show(cx: &RequestContext, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let access = relations::access_overview(&cx.backend, &cx.actor).await?;
    let body = view! {
        <div class="narrow">
            <Breadcrumbs ancestors=ancestors(cx) current=t!(lang, "access-title")/>
            <h1 class="ds-heading" data-size="lg">{t!(lang, "access-title")}</h1>
            {counsellors(cx, &access)}
            {other_viewers(cx, &access)}
            {code_form(cx, &form)}
            {counsellor_form(cx, &access, &form)}
        </div>
    };
    Ok(Page::new(t!(lang, "access-title"), body))
}

fn counsellors(cx: &RequestContext, access: &AccessOverview) -> AnyView {
    let lang = cx.lang;
    let items: Vec<_> =
        access.counsellors.iter().map(|access| counsellor(cx, &access.relation, access.may_end)).collect();
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

fn counsellor(cx: &RequestContext, relation: &Relation, may_end: bool) -> AnyView {
    let lang = cx.lang;
    let scope_text = match relation.scope {
        Scope::See => t!(lang, "access-see"),
        Scope::Act => t!(lang, "access-act"),
    };
    let (name, id) = (relation.counsellor.clone(), relation.counsellor_id.to_string());
    let end = if may_end {
        view! {
            <Confirm label=t!(lang, "access-end") about=name.clone() consequence=t!(lang, "access-end-text", name = name)>
                <form method="post" action="/account/access">
                    <input type="hidden" name="counsellor" value=id/>
                    <button class="ds-button" data-variant="primary" data-size="sm" data-color="danger" type="submit" name="action"
                        value="end">{t!(lang, "access-end-yes")}</button>
                </form>
            </Confirm>
        }
        .into_any()
    } else {
        let organisation = relation.organisation.clone().unwrap_or_default();
        view! { <p class="meta">{t!(lang, "access-cannot-end", organisation = organisation)}</p> }.into_any()
    };
    view! {
        <li class="ds-card">
            <h3 class="ds-heading" data-size="2xs">{relation.counsellor.clone()}</h3>
            <p class="ds-paragraph">{scope_text}</p>
            {relation_facts(cx, relation)}
            {reach(cx, relation)}
            {end}
        </li>
    }
    .into_any()
}

/// Which tickets a relation that was made in an organisation covers, and the button that widens or narrows it.
fn reach(cx: &RequestContext, relation: &Relation) -> Option<AnyView> {
    let lang = cx.lang;
    let organisation = relation.organisation.as_deref()?;
    let chosen = format!("{}/{}", relation.organisation_id?, relation.counsellor_id);
    let name = relation.counsellor.clone();
    if relation.widened {
        let label = t!(lang, "access-narrow", organisation = organisation);
        let about = format!("{label}: {name}");
        return Some(
            view! {
                <p class="ds-paragraph">{t!(lang, "access-covers-all")}</p>
                <form method="post" action="/account/access">
                    <input type="hidden" name="counsellor" value=chosen/>
                    <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" name="action" value="narrow"
                        aria-label=about>{label}</button>
                </form>
            }
            .into_any(),
        );
    }
    Some(
        view! {
            <p class="ds-paragraph">{t!(lang, "access-covers-organisation", organisation = organisation)}</p>
            <Confirm label=t!(lang, "access-widen") about=name.clone() consequence=t!(lang, "access-widen-text", name = name)>
                <form method="post" action="/account/access">
                    <input type="hidden" name="counsellor" value=chosen/>
                    <button class="ds-button" data-variant="primary" data-size="sm" type="submit" name="action" value="widen">
                        {t!(lang, "access-widen-yes")}
                    </button>
                </form>
            </Confirm>
        }
        .into_any(),
    )
}

/// Who else sees the tickets: colleagues and support, in sentences.
fn other_viewers(cx: &RequestContext, access: &AccessOverview) -> AnyView {
    let lang = cx.lang;
    let organisations: Vec<_> = access
        .organisations
        .iter()
        .map(|organisation| view! { <li>{sharing_text(cx, organisation)}</li> })
        .collect();
    view! {
        <section aria-labelledby="others-title">
            <h2 class="ds-heading" data-size="sm" id="others-title">{t!(lang, "access-others")}</h2>
            <ul class="ds-list">
                {organisations}
                <li>{t!(lang, "access-support")}</li>
            </ul>
            <p class="ds-paragraph">{t!(lang, "access-private")}</p>
        </section>
    }
    .into_any()
}

fn sharing_text(cx: &RequestContext, organisation: &OrganisationAccess) -> String {
    let (lang, name) = (cx.lang, organisation.name.as_str());
    match organisation.sharing {
        Sharing::Own => t!(lang, "access-own", organisation = name),
        Sharing::Team => t!(lang, "access-team", organisation = name),
        Sharing::Organisation => t!(lang, "access-organisation", organisation = name),
        Sharing::Chosen if organisation.viewers.is_empty() => t!(lang, "access-own", organisation = name),
        Sharing::Chosen => {
            let names: Vec<&str> = organisation.viewers.iter().map(|viewer| viewer.name.as_str()).collect();
            t!(lang, "access-chosen", organisation = name, names = join_with_and(lang, &names))
        }
    }
}

fn code_form(cx: &RequestContext, form: &FormState) -> AnyView {
    let lang = cx.lang;
    view! {
        <section class="ds-card" aria-labelledby="code-title">
            <h2 class="ds-heading" data-size="sm" id="code-title">{t!(lang, "access-code-title")}</h2>
            <p class="ds-paragraph">{t!(lang, "access-code-text")}</p>
            <form method="post" action="/account/access/code" class="stack" novalidate>
                <TextField form=form.clone() name="code" autocomplete="off" label=t!(lang, "access-code")/>
                <p class="actions"><SubmitButton label=t!(lang, "access-code-look")/></p>
            </form>
        </section>
    }
    .into_any()
}

fn counsellor_form(cx: &RequestContext, access: &AccessOverview, form: &FormState) -> Option<AnyView> {
    let lang = cx.lang;
    let choices: Vec<(String, String)> = access
        .organisations
        .iter()
        .flat_map(|organisation| {
            organisation.counsellors.iter().map(|person| {
                (
                    format!("{}/{}", organisation.id, person.id),
                    format!("{} – {}", person.name, organisation.name),
                )
            })
        })
        .collect();
    (!choices.is_empty()).then(|| {
        view! {
            <section class="ds-card" aria-labelledby="choose-title">
                <h2 class="ds-heading" data-size="sm" id="choose-title">{t!(lang, "access-choose-title")}</h2>
                <form method="post" action="/account/access" class="stack" novalidate>
                    <SelectField form=form.clone() name="counsellor" unset=true label=t!(lang, "role-one-counsellor") choices/>
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

/// The offer behind a code, with a button that accepts it. Nothing is changed yet.
pub fn confirm_code(cx: &RequestContext, offer: &RelationOffer, code: &str) -> Page {
    let lang = cx.lang;
    let mut ancestors = ancestors(cx);
    ancestors.push(("/account/access".to_owned(), t!(lang, "access-title").to_owned()));
    let title = t!(lang, "access-agree-title", name = offer.counsellor.as_str());
    let body = view! {
        <div class="narrow">
            <Breadcrumbs ancestors current=title.clone()/>
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

/// The facts of an offered relation: counsellor, organisation, scope, purpose, end.
pub fn offer_facts(cx: &RequestContext, offer: &RelationOffer) -> AnyView {
    let lang = cx.lang;
    let until = match offer.until {
        Some(until) => date(lang, cx.backend.last_day(until)),
        None => t!(lang, "relation-no-end").to_owned(),
    };
    let purpose = Some(offer.purpose.clone()).filter(|purpose| !purpose.is_empty());
    view! {
        <dl class="facts">
            <div><dt>{t!(lang, "role-one-counsellor")}</dt><dd>{offer.counsellor.clone()}</dd></div>
            {offer.organisation.clone().map(|name| view! { <div><dt>{t!(lang, "people-organisation")}</dt><dd>{name}</dd></div> })}
            <div><dt>{t!(lang, "relation-scope")}</dt><dd>{text_for(lang, "scope-", offer.scope.as_str())}</dd></div>
            {purpose.map(|purpose| view! { <div><dt>{t!(lang, "relation-purpose")}</dt><dd>{purpose}</dd></div> })}
            <div><dt>{t!(lang, "relation-until")}</dt><dd>{until}</dd></div>
        </dl>
    }
    .into_any()
}
