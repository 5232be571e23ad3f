//! The accounts of the demonstration: one of each role with something to try, the others in a fold.

use fyr_domain::{Lang, Role};
use fyr_i18n::{t, text_for};
use fyr_usecases::{people, store::people::Account};
use leptos::prelude::*;

use crate::RequestContext;

/// The roles that have something to show, the busiest first.
const SHOWN: [Role; 5] = [Role::Agent, Role::Counsellor, Role::Staff, Role::Admin, Role::Participant];

/// A button for each account; pressing it signs in.
pub(super) fn demo_accounts(cx: &RequestContext, accounts: Vec<Account>, next: &str) -> AnyView {
    let lang = cx.lang;
    let (first, others) = one_per_role(accounts, lang);
    let to_try = |account: &Account| text_for(lang, "demo-try-", account.role.as_str());
    let first: Vec<_> = first
        .into_iter()
        .map(|account| {
            let to_try = to_try(&account);
            account_form(cx, account, next, Some(to_try))
        })
        .collect();
    let others: Vec<_> = others.into_iter().map(|account| account_form(cx, account, next, None)).collect();
    view! {
        <section class="ds-card demo-accounts" aria-labelledby="demo-title">
            <h2 class="ds-heading" data-size="xs" id="demo-title">{t!(lang, "demo-title")}</h2>
            <p class="ds-paragraph">{t!(lang, "demo-text")}" "<code>{people::DEMO_PASSWORD}</code></p>
            <ul>{first}</ul>
            {(!others.is_empty()).then(|| view! {
                <details class="fold">
                    <summary>{t!(lang, "demo-others")}</summary>
                    <ul>{others}</ul>
                </details>
            })}
        </section>
    }
    .into_any()
}

/// One account of each role in [`SHOWN`], in that order and in the reader's language where there is one, and the others.
fn one_per_role(mut others: Vec<Account>, lang: Lang) -> (Vec<Account>, Vec<Account>) {
    let mut first = Vec::new();
    for role in SHOWN {
        let of_role = |account: &Account| account.role == role;
        let own = others.iter().position(|account| of_role(account) && account.lang == lang.tag());
        if let Some(at) = own.or_else(|| others.iter().position(of_role)) {
            first.push(others.remove(at));
        }
    }
    (first, others)
}

/// The button of an account; `to_try` is what it says below the role.
fn account_form(cx: &RequestContext, account: Account, next: &str, to_try: Option<String>) -> AnyView {
    let lang = cx.lang;
    let language = account.lang.parse::<Lang>().unwrap_or(lang);
    let role_name = text_for(lang, "role-", account.role.as_str());
    view! {
        <li>
            <form method="post" action="/sign-in">
                <input type="hidden" name="next" value=next.to_owned()/>
                <input type="hidden" name="email" value=account.email/>
                <input type="hidden" name="password" value=people::DEMO_PASSWORD/>
                <button class="ds-button" data-variant="secondary" type="submit">
                    <span>{account.name}" "<span class="demo-role">{role_name}", "<span lang=language.tag()>{language.endonym()}</span></span></span>
                    {to_try.map(|text| view! { <span class="demo-try">{text}</span> })}
                </button>
            </form>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(name: &str, role: Role, lang: Lang) -> Account {
        Account {
            id: uuid::Uuid::nil(),
            email: format!("{name}@example.org"),
            name: name.to_owned(),
            role,
            level: 1,
            lang: lang.tag().to_owned(),
            password_hash: None,
            email_confirmed_at: None,
        }
    }

    #[test]
    fn one_of_each_role_is_shown_and_in_the_readers_language_where_there_is_one() {
        let accounts = vec![
            account("Amina", Role::Participant, Lang::Sv),
            account("Lars", Role::Participant, Lang::Nb),
            account("Karin", Role::Counsellor, Lang::Sv),
            account("Mikael", Role::Manager, Lang::Sv),
            account("Jonas", Role::Agent, Lang::Sv),
        ];
        let (first, others) = one_per_role(accounts, Lang::Nb);
        let names =
            |accounts: &[Account]| accounts.iter().map(|account| account.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&first), ["Jonas", "Karin", "Lars"]);
        assert_eq!(names(&others), ["Amina", "Mikael"]);
    }
}
