//! Which passwords are taken, and how forms ask for them.

use fyr_domain::Lang;
use fyr_i18n::t;

use crate::support::{PASSWORD, Site, on_both_engines};

on_both_engines! {
    words_of_the_person_and_the_portal_make_no_password,
    any_composition_of_any_length_is_taken_and_compared_to_the_letter,
    fields_for_passwords_hide_them_and_help_password_managers,
}

async fn words_of_the_person_and_the_portal_make_no_password(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    for password in [
        "petra lund petra lund",
        "Petra.Lund@fyr.test",
        "fyr portal support 1",
        "lösenord-lösenord-1",
        "password123456",
        "qwertyuiop1234",
    ] {
        let fields = [("current", PASSWORD), ("password", password)];
        petra
            .post("/account/password", &fields)
            .await
            .assert_status(422)
            .assert_text(t!(Lang::Sv, "problem-easy-password"))
            .assert_no_text(password);
    }
}

async fn any_composition_of_any_length_is_taken_and_compared_to_the_letter(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let long = "Sju sjösjuka sjömän sköttes av sjutton sköna sjuksköterskor på skeppet Shanghai.";
    assert!(long.chars().count() >= 64);
    let mut current = PASSWORD.to_owned();
    // beside each what a careless comparison would take for it
    for (password, other) in [
        ("tmxq bvzr kwpl", "TMXQ bvzr kwpl"),
        ("93058217460391", "930582174603910"),
        (" ÅÄÖ øæ 中文 пароль 🐟 ", "ÅÄÖ øæ 中文 пароль 🐟"),
        (long, &long[..72]),
    ] {
        petra
            .post("/account/password", &[("current", &current), ("password", password)])
            .await
            .assert_status(303);
        let fields = [("email", "petra@fyr.test"), ("password", other)];
        site.browser().post("/sign-in", &fields).await.assert_status(422);
        let fields = [("email", "petra@fyr.test"), ("password", password)];
        petra.post("/sign-out", &[]).await.assert_status(303);
        petra.post("/sign-in", &fields).await.assert_status(303);
        password.clone_into(&mut current);
    }
}

async fn fields_for_passwords_hide_them_and_help_password_managers(site: &Site) {
    let browser = site.browser();
    let petra = site.signed_in(&site.people.petra).await;
    let pages = [
        (browser.get("/sign-in").await, 1, "current-password"),
        (petra.get("/account/password").await, 2, "new-password"),
    ];
    for (page, count, autocomplete) in pages {
        let html = page.assert_status(200).html();
        let fields: Vec<&str> = html
            .split('<')
            .filter_map(|tag| tag.split('>').next())
            .filter(|tag| tag.starts_with("input") && tag.contains("password\"") && !tag.contains("hidden"))
            .collect();
        assert_eq!(fields.len(), count, "{fields:?}");
        assert!(fields.iter().all(|field| field.contains("type=\"password\"")), "{fields:?}");
        assert!(fields.iter().any(|field| field.contains(&format!("autocomplete=\"{autocomplete}\""))));
        for refused in ["onpaste", "maxlength", "autocomplete=\"off\"", "readonly"] {
            assert!(fields.iter().all(|field| !field.contains(refused)), "{refused}: {fields:?}");
        }
    }
}
