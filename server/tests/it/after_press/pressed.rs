//! Everyone presses every button once.

use fyr_domain::{Lang, Role, permission::Scope};
use fyr_i18n::t;

use super::Presses;
use crate::support::{
    Browser, GOOD, PASSWORD, Site, TestResponse, assert_refusal, create_relation, emailed_link, grant_role,
    person_path, token_in,
};

const LANG: Lang = Lang::Sv;

pub async fn every_form_that_succeeds_says_so(site: &Site) {
    let mut presses = Presses::default();
    guests(site, &mut presses).await;
    requester(site, &mut presses).await;
    support(site, &mut presses).await;
    editors(site, &mut presses).await;
    operations(site, &mut presses).await;
    administrator(site, &mut presses).await;
    counsellor(site, &mut presses).await;
    account(site, &mut presses).await;
    presses.assert_complete();
}

const FILLED: [(&str, &str); 5] = [
    ("topic", "other"),
    ("subject", "Hej"),
    ("description", "Hur?"),
    ("name", "Gun"),
    ("email", "gun@gast.example"),
];

async fn guests(site: &Site, presses: &mut Presses) {
    let guest = site.browser();
    let filed = presses.press(&guest, "/tickets/new", &FILLED, t!(LANG, "filed-title")).await;
    let title = filed.page().texts("title").concat();
    assert!(title.starts_with(t!(LANG, "filed-title")), "{title}");
    let address = format!("/tickets/{}/address", reference_of(&filed));
    let corrected = t!(LANG, "notice-address-corrected");
    presses.press(&guest, &address, &[("email", "rätt@gast.example")], corrected).await;
    let solved = [("subject", "Hej"), ("solved", "reset-password")];
    presses.press(&guest, "/tickets/new", &solved, t!(LANG, "notice-solved-by-article")).await;
    let forget = [("step", "forget")];
    presses.press(&guest, "/tickets/new", &forget, t!(LANG, "notice-draft-discarded")).await;
    let helpful = [("helpful", "yes")];
    let rating = "/articles/reset-password/rating";
    presses.press(&guest, rating, &helpful, t!(LANG, "rating-thanks")).await;
    let email = [("email", "ny@exempel.se")];
    presses.press(&guest, "/tickets/link", &email, t!(LANG, "link-sent-text")).await;
    presses.press(&guest, "/sign-in/link", &email, t!(LANG, "mail-sent-text")).await;
    presses.press(&guest, "/password/forgotten", &email, t!(LANG, "mail-sent-text")).await;
    let sent = t!(LANG, "register-sent-text");
    presses.press(&guest, "/register", &[("name", "Nils Ny"), ("email", "ny@exempel.se")], sent).await;
    let token = token_of(site, "ny@exempel.se", "/register/confirm").await;
    let confirm = [("token", token.as_str()), ("password", GOOD)];
    presses.press(&guest, "/register/confirm", &confirm, t!(LANG, "notice-account-created")).await;

    let otto = &site.people.otto;
    let browser = site.browser();
    browser.post("/password/forgotten", &[("email", &otto.email)]).await.assert_status(303);
    let token = token_of(site, &otto.email, "/password/reset").await;
    let reset = [("token", token.as_str()), ("password", PASSWORD)];
    presses.press(&browser, "/password/reset", &reset, t!(LANG, "account-done-password")).await;
    presses.press(&browser, "/sign-out", &[], t!(LANG, "notice-signed-out")).await;
    let credentials = [("email", otto.email.as_str()), ("password", PASSWORD)];
    presses.press(&browser, "/sign-in", &credentials, t!(LANG, "notice-signed-in")).await;
    let browser = site.browser();
    browser.post("/sign-in/link", &[("email", &otto.email)]).await.assert_status(303);
    let token = token_of(site, &otto.email, "/sign-in/link/open").await;
    presses.press(&browser, "/sign-in/link/open", &[("token", &token)], t!(LANG, "notice-signed-in")).await;

    let (reference, _) = site.create_guest_ticket().await;
    let ticket = site.thread(&site.people.agnes, &reference).await.ticket;
    let token = site.backend.link_token(fyr_usecases::LinkPurpose::Unsubscribe, (&ticket).into()).unwrap();
    let path = format!("/mail/unsubscribe?token={token}");
    presses.press(&site.browser(), &path, &[], t!(LANG, "unsubscribed-text")).await;
}

/// The reference on the page of a ticket.
fn reference_of(page: &TestResponse) -> String {
    page.page().texts("strong.reference").concat()
}

async fn token_of(site: &Site, email: &str, path: &str) -> String {
    token_in(&emailed_link(site, email, path).await).to_owned()
}

async fn requester(site: &Site, presses: &mut Presses) {
    let petra = site.signed_in(&site.people.petra).await;
    let reference = site.create_ticket(&site.people.petra).await;
    let path = |what: &str| format!("/tickets/{reference}/{what}");
    let reply = [("body", "Mer om det")];
    presses.press(&petra, &path("messages"), &reply, t!(LANG, "notice-reply-sent")).await;
    let private = t!(LANG, "notice-ticket-private");
    presses.press(&petra, &path("private"), &[("private", "yes")], private).await;
    let shared = t!(LANG, "notice-ticket-shared");
    presses.press(&petra, &path("private"), &[("private", "no")], shared).await;
    let raised = t!(LANG, "notice-escalation-requested");
    presses.press(&petra, &path("escalate"), &[("reason", "Mer")], raised).await;
    site.reply_as_support(&reference, "Prova igen", None).await;
    presses.press(&petra, &path("close"), &[], t!(LANG, "notice-ticket-closed")).await;
    presses.press(&petra, &path("survey"), &[("score", "4")], t!(LANG, "survey-thanks")).await;
    presses.press(&petra, &path("reopen"), &[], t!(LANG, "notice-ticket-reopened")).await;
    presses.press(&petra, "/tickets/claim", &[], t!(LANG, "notice-tickets-claimed")).await;
}

async fn support(site: &Site, presses: &mut Presses) {
    let agnes = site.signed_in(&site.people.agnes).await;
    let reference = site.create_ticket(&site.people.petra).await;
    let path = format!("/desk/tickets/{reference}");
    let assigned = t!(LANG, "notice-ticket-assigned");
    presses.press(&agnes, &path, &[("action", "claim")], assigned).await;
    let adam = site.signed_in(&site.people.adam).await;
    presses.press(&adam, &path, &[("action", "claim")], t!(LANG, "notice-ticket-taken")).await;
    let reply = [("action", "reply"), ("body", "Prova igen")];
    presses.press(&agnes, &path, &reply, t!(LANG, "notice-desk-reply-sent")).await;
    let note = [("action", "note"), ("body", "Ring Kalle Anka")];
    presses.press(&agnes, &path, &note, t!(LANG, "notice-note-saved")).await;
    let change = [("action", "change"), ("priority", "p1"), ("was-priority", "p3")];
    presses.press(&agnes, &path, &change, t!(LANG, "people-done-saved")).await;
    let up = [("action", "escalate"), ("level", "2"), ("summary", "Klart")];
    presses.press(&agnes, &path, &up, t!(LANG, "notice-ticket-escalated")).await;
    let taken = t!(LANG, "notice-ticket-acknowledged");
    presses.press(&agnes, &path, &[("action", "acknowledge")], taken).await;
    let (guests, _) = site.create_guest_ticket().await;
    let address = [("action", "address"), ("email", "rätt@gast.example")];
    let corrected = t!(LANG, "notice-address-corrected");
    presses.press(&agnes, &format!("/desk/tickets/{guests}"), &address, corrected).await;
    let redact = [("text", "Kalle Anka"), ("step", "remove")];
    presses.press(&agnes, &format!("{path}/redact"), &redact, t!(LANG, "notice-redacted")).await;
}

async fn editors(site: &Site, presses: &mut Presses) {
    let (agnes, adam) = (site.signed_in(&site.people.agnes).await, site.signed_in(&site.people.adam).await);
    let new = [("language", "sv"), ("category", "account"), ("title", "Ny"), ("source", "Text")];
    let saved = t!(LANG, "notice-article-saved");
    let save: Vec<_> = new.into_iter().chain([("action", "save")]).collect();
    presses.press(&agnes, "/desk/articles/new", &save, saved).await;
    let id = site.article("reset-password").await;
    let (path, text) = (format!("/desk/articles/{id}"), format!("/desk/articles/{id}/sv"));
    let write = |revision: &'static str, version: &'static str, action: &'static str| {
        let fields = [("revision", revision), ("version", version), ("title", "Byt"), ("source", "Text")];
        fields.into_iter().chain([("change", "small"), ("action", action)]).collect::<Vec<_>>()
    };
    presses.press(&agnes, &text, &write("0", "0", "save"), saved).await;
    presses.press(&agnes, &text, &write("1", "0", "review"), t!(LANG, "notice-article-in-review")).await;
    presses.press(&adam, &text, &write("2", "0", "publish"), t!(LANG, "notice-article-published")).await;
    let at = [("publish_at", "2026-12-24T10:00")];
    let scheduled: Vec<_> = write("0", "2", "publish").into_iter().chain(at).collect();
    presses.press(&adam, &text, &scheduled, t!(LANG, "notice-article-scheduled")).await;
    let discarded = t!(LANG, "notice-article-draft-discarded");
    presses.press(&adam, &text, &[("action", "discard")], discarded).await;
    let restored = t!(LANG, "notice-article-restored");
    presses.press(&agnes, &format!("{text}/versions/1"), &[("version", "2")], restored).await;
    let plan = |action| {
        [
            ("category", "account"),
            ("kind", "known-error"),
            ("audience", "everyone"),
            ("review_on", "2027-01-01"),
            ("action", action),
        ]
    };
    let words = [("seen", "0"), ("synonyms", "brev, post")];
    presses.press(&adam, "/desk/articles/words/sv", &words, t!(LANG, "notice-search-words-saved")).await;
    presses.press(&adam, &path, &plan("properties"), t!(LANG, "notice-article-properties-saved")).await;
    presses.press(&adam, &path, &plan("review"), t!(LANG, "notice-article-reviewed")).await;
    let fixed = [("error_state", "workaround"), ("action", "error_state")];
    presses.press(&adam, &path, &fixed, t!(LANG, "notice-error-state-saved")).await;
    let affected = "/articles/reset-password/affected";
    presses.press(&adam, affected, &[("action", "affected")], t!(LANG, "notice-error-followed")).await;
    presses.press(&adam, affected, &[("action", "unfollow")], t!(LANG, "notice-error-unfollowed")).await;
    let guest = site.browser();
    presses.press(&guest, affected, &[("action", "affected")], t!(LANG, "notice-error-counted")).await;
    presses.press(&adam, &path, &[("action", "archive")], t!(LANG, "notice-article-archived")).await;
    presses.press(&adam, &path, &[("action", "unarchive")], t!(LANG, "notice-article-unarchived")).await;
}

async fn operations(site: &Site, presses: &mut Presses) {
    let stina = site.signed_in(&site.people.stina).await;
    let (posted, updated) = (t!(LANG, "notice-posted"), t!(LANG, "notice-updated"));
    let mut outage = vec![("services", "portal"), ("impact", "major"), ("status", "investigating")];
    outage.extend([("title_sv", "Trögt"), ("text_sv", "Vi letar")]);
    let page = presses.press(&stina, "/desk/status/incidents/new", &outage, posted).await;
    let seen = page.page().attributes("#notice a", "href").remove(0);
    stina.get(&seen).await.assert_status(200).assert_text("Vi letar");
    let now = fyr_usecases::status::overview(&site.backend).await.unwrap();
    let more = [("impact", "minor"), ("status", "monitoring"), ("text_sv", "Det är lagat")];
    let path = format!("/desk/status/incidents/{}", now.incidents()[0].id);
    presses.press(&stina, &path, &more, updated).await;
    let path = format!("/desk/status/corrections/{}", now.incidents()[0].id);
    let page = presses.press(&stina, &path, &[("title_sv", "Långsamt")], t!(LANG, "notice-corrected")).await;
    let seen = page.page().attributes("#notice a", "href").remove(0);
    stina.get(&seen).await.assert_status(200).assert_text("Långsamt");
    let work = [
        ("services", "portal"),
        ("title_sv", "Byte"),
        ("text_sv", "Vi byter"),
        ("starts_at", "2026-12-01T10:00"),
        ("ends_at", "2026-12-01T11:00"),
    ];
    presses.press(&stina, "/desk/status/maintenances/new", &work, posted).await;
    let now = fyr_usecases::status::overview(&site.backend).await.unwrap();
    let path = format!("/desk/status/maintenances/{}", now.maintenances()[0].id);
    presses.press(&stina, &path, &[("action", "cancel"), ("text_sv", "Inte nu")], updated).await;
}

async fn administrator(site: &Site, presses: &mut Presses) {
    let adam = site.signed_in(&site.people.adam).await;
    presses.press(&adam, "/desk/outbox", &[], &t!(LANG, "desk-mail-again", count = 0)).await;
    let saved = t!(LANG, "notice-setting-saved");
    let hours = [("step", "save"), ("zone", "Europe/Stockholm"), ("monday", "08:00-12:00, 13:00-17:00")];
    presses.press(&adam, "/desk/settings/hours", &hours, saved).await;
    let targets = ["p1", "p2", "p3", "p4"].map(|priority| format!("{priority}_first_response"));
    let promises: Vec<_> =
        targets.iter().map(|field| (field.as_str(), "4h")).chain([("step", "save")]).collect();
    presses.press(&adam, "/desk/settings/service-level", &promises, saved).await;
    let policy = [("step", "save"), ("name", "Fel"), ("kind", "incident"), ("p1_first_response", "1h")];
    presses.press(&adam, "/desk/settings/service-level/policies/new", &policy, saved).await;
    let escalation = [("step", "save"), ("words", ""), ("low_score", "1"), ("reopenings", "3")];
    presses.press(&adam, "/desk/settings/escalation", &escalation, saved).await;
    let rule = [("step", "save"), ("trigger", "missed"), ("notify", "managers")];
    presses.press(&adam, "/desk/settings/escalation/rules/new", &rule, saved).await;
    let branding = [("step", "save"), ("name", "Stödet"), ("language_sv", "yes"), ("language_en", "yes")];
    presses.press(&adam, "/desk/settings/branding", &branding, saved).await;
    let statements = [("step", "save"), ("conformance", "none"), ("authority", "digg")];
    presses.press(&adam, "/desk/settings/statements", &statements, saved).await;
    let file = [("step", "save"), ("text", "phone = \"0771\"")];
    presses.press(&adam, "/desk/settings/file", &file, saved).await;
    presses.press(&adam, "/desk/settings/branding/logo", &[("step", "remove")], saved).await;
    let components = [("step", "save"), ("components", "portal: Portalen\nvideo: Video")];
    presses.press(&adam, "/desk/settings/components", &components, saved).await;
    let channels = [("step", "save"), ("email_address", "hjalp@fyr.example"), ("chat_within", "5m")];
    presses.press(&adam, "/desk/settings/channels", &channels, saved).await;
    let plan = [("step", "save"), ("slug", "pro"), ("title", "Pro"), ("channel_chat", "yes")];
    presses.press(&adam, "/desk/settings/plans/new", &plan, saved).await;
    presses.press(&adam, "/desk/settings/plans", &[("step", "save"), ("default_plan", "pro")], saved).await;
    presses.press(&adam, "/desk/settings/mail-test", &[], t!(LANG, "notice-mail-test-kept")).await;
    let chosen = t!(Lang::Sv, "notice-time-zone-set");
    presses.press(&adam, "/time-zone", &[("zone", "Europe/London")], chosen).await;
    presses.press(&adam, "/time-zone", &[("zone", "Europe/Stockholm")], chosen).await;
    let template =
        [("step", "save"), ("former", ""), ("slug", "hello"), ("title", "Hej"), ("text", "Hej {{ name }}!")];
    presses.press(&adam, "/desk/settings/templates/new", &template, saved).await;
    presses.press(&adam, "/desk/settings/templates", &[("step", "save")], saved).await;
    let aims = [("step", "save"), ("answered_in_time", "95"), ("first_response", "2h")];
    presses.press(&adam, "/desk/settings/aims", &aims, saved).await;
    let follow_up = [("step", "save"), ("close_after_days", "9"), ("remind_days_before", "0")];
    presses.press(&adam, "/desk/settings/follow-up", &follow_up, saved).await;
    let topics = [("step", "save"), ("topics", "other: Annat\nsign-in: Inloggning")];
    presses.press(&adam, "/desk/settings/topics", &topics, saved).await;
    let matrix = fyr_domain::tickets::triage::MATRIX_FIELDS.iter().flat_map(|row| row.fields);
    let triage: Vec<_> = matrix.map(|field| (field, "p3")).chain([("step", "save")]).collect();
    presses.press(&adam, "/desk/settings/triage", &triage, saved).await;
    let name = [("organisation_name", "Fabriken")];
    let path = "/desk/people/organisations";
    presses.press(&adam, path, &name, t!(LANG, "people-done-created")).await;
    let id = site.query_texts("SELECT CAST(slug AS TEXT) FROM organisations").await;
    assert_eq!(id.len(), 1);
    let list = adam.get(path).await;
    let links = list.page().links();
    let link = links.iter().find(|link| link.starts_with(&format!("{path}/"))).unwrap();
    let team = [("action", "team-add"), ("team_name", "Norr")];
    presses.press(&adam, link, &team, t!(LANG, "people-done-team")).await;
    let invited = [("email", "ny@gast.example"), ("role", "participant"), ("team", "portal"), ("lang", "sv")];
    let path = "/desk/people/invitations";
    presses.press(&adam, path, &invited, t!(LANG, "people-done-invited")).await;
    let token = token_of(site, "ny@gast.example", "/invitation").await;
    let new = [("token", token.as_str()), ("name", "Nya Ny"), ("password", GOOD)];
    presses.press(&site.browser(), "/invitation", &new, t!(LANG, "notice-account-created")).await;
    let line = "email;name;organisation;team;role;level\nute@gast.example;Ute Ek;fabriken;;participant;\n";
    let import = [("what", "people"), ("text", line), ("confirm", "yes")];
    let imported = t!(LANG, "people-done-imported", count = 1);
    presses.press(&adam, "/desk/people/import", &import, &imported).await;
    let role = [("action", "give"), ("role", "participant"), ("team", "portal"), ("level", "1")];
    let path = format!("/desk/people/{}", site.people.otto.id);
    presses.press(&adam, &path, &role, t!(LANG, "people-done-portal")).await;
    let rename = [("action", "rename"), ("name", "Otto Bergman")];
    presses.press(&adam, &path, &rename, t!(LANG, "people-done-renamed")).await;
    for (action, said) in
        [("deactivate", "people-done-deactivated"), ("reactivate", "people-done-reactivated")]
    {
        presses.press(&adam, &path, &[("action", action)], fyr_i18n::text(LANG, said)).await;
    }
}

async fn counsellor(site: &Site, presses: &mut Presses) {
    let (petra, olle) = (&site.people.petra, &site.people.olle);
    let karin = site.signed_in(&site.people.karin).await;
    let reference = site.create_ticket(petra).await;
    let reply = [("action", "reply"), ("ticket", reference.as_str()), ("body", "Hej")];
    let path = "/participants/tickets";
    presses.press(&karin, path, &reply, &t!(LANG, "bulk-replied", count = 1)).await;
    let code = [("action", "code"), ("organisation", "portal"), ("scope", "see")];
    let made = presses.press(&karin, "/participants/invite", &code, t!(LANG, "notice-code-created")).await;
    let code = made.page().texts(".reference.code").remove(0);
    let otto = site.signed_in(&site.people.otto).await;
    let agree = [("code", code.as_str()), ("confirm", "yes")];
    presses.press(&otto, "/account/access/code", &agree, t!(LANG, "access-done-let-in")).await;
    let (to, whom) = (olle.id.to_string(), petra.id.to_string());
    let day = "2026-12-03";
    let hand_over = [("to", to.as_str()), ("how", "while"), ("until", day), ("participant", &whom)];
    let until = fyr_i18n::date(LANG, day.parse().unwrap());
    let handed = t!(LANG, "hand-over-done-until", count = 1, to = "Olle Dahl", until = until);
    presses.press(&karin, "/participants/hand-over", &hand_over, &handed).await;
    let path = format!("/participants/{}", site.people.otto.id);
    presses.press(&karin, &path, &[("action", "end")], t!(LANG, "people-done-ended")).await;
    let petra = site.signed_in(petra).await;
    let karin = site.people.karin.id.to_string();
    let end = [("action", "end"), ("counsellor", karin.as_str())];
    presses.press(&petra, "/account/access", &end, t!(LANG, "access-done-ended")).await;
}

async fn account(site: &Site, presses: &mut Presses) {
    let user = &site.people.olle;
    let (olle, other) = (site.signed_in(user).await, site.signed_in(user).await);
    let ended = t!(LANG, "account-done-sessions");
    let sessions = olle
        .get("/account")
        .await
        .page()
        .forms()
        .iter()
        .map(|form| form.action().to_owned())
        .collect::<Vec<_>>();
    let one = sessions.iter().find(|action| action.starts_with("/account/sessions/")).unwrap();
    presses.press(&olle, one, &[], ended).await;
    other.get("/account").await.assert_status(303);
    presses.press(&olle, "/account/sessions", &[], ended).await;
    presses.press(&olle, "/account/email/unconfirmed", &[], t!(LANG, "account-done-unconfirmed")).await;
    let token = token_of(site, &user.email, "/account/email/confirm").await;
    let path = "/account/email/confirm";
    presses.press(&olle, path, &[("token", &token)], t!(LANG, "account-done-confirmed")).await;
    let email = [("email", "olle@exempel.se")];
    presses.press(&olle, "/account/email", &email, t!(LANG, "account-done-email")).await;
    let token = token_of(site, &user.email, "/account/email/change").await;
    let path = "/account/email/change";
    presses.press(&olle, path, &[("token", &token)], t!(LANG, "email-agreed-one")).await;
    let name = [("name", "Olle Ek")];
    presses.press(&olle, "/account/name", &name, t!(LANG, "account-done-name")).await;
    let begin = [("action", "begin")];
    presses.press(&olle, "/account/second-factor", &begin, t!(LANG, "notice-factor-started")).await;
    let password = [("current", PASSWORD), ("password", GOOD)];
    presses.press(&olle, "/account/password", &password, t!(LANG, "account-done-password")).await;
    let otto = site.signed_in(&site.people.otto).await;
    let ask = [("action", "ask"), ("sure", "yes")];
    presses.press(&otto, "/account/data", &ask, t!(LANG, "notice-deletion-requested")).await;
    let withdraw = [("action", "withdraw")];
    presses.press(&otto, "/account/data", &withdraw, t!(LANG, "notice-deletion-withdrawn")).await;
}

async fn reply(site: &Site, browser: &Browser) -> String {
    let reference = site.create_ticket(&site.people.petra).await;
    let path = format!("/tickets/{reference}");
    browser.post(&format!("{path}/messages"), &[("body", "Mer")]).await.assert_status(303);
    path
}

pub async fn a_notice_is_shown_once_and_only_where_the_redirect_led(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    petra.get("/").await;
    let path = reply(site, &petra).await;
    let said = t!(LANG, "notice-reply-sent");
    petra.get("/tickets").await.assert_status(200).assert_no_text(said);
    petra.get("/tickets/AAA-AAAA").await.assert_status(404).assert_no_text(said);
    let page = petra.get(&path).await.assert_text(said);
    assert_eq!(page.header("cache-control"), "no-store");
    petra.get(&path).await.assert_status(200).assert_no_text(said);
}

pub async fn nobody_can_put_words_into_a_notice(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    petra.get("/").await;
    for query in
        ["done=password", "done=closed&count=99999", "again=7", "connected=borta", "notice=reply-sent"]
    {
        let page = petra.get(&format!("/account?{query}")).await.assert_status(200);
        assert!(page.page().select("#notice").is_empty(), "{query}");
    }
    for forged in [
        "{\"path\":\"/account\",\"notice\":\"you-have-won\"}",
        "{\"path\":\"/account\",\"notice\":{\"text\":\"You have won\"}}",
        "{\"path\":\"/account\"}",
        "\u{7}",
        "%00",
    ] {
        let value = percent_encoding::utf8_percent_encode(forged, percent_encoding::NON_ALPHANUMERIC);
        petra.set_cookie("fyr_notice", &value.to_string());
        let page = petra.get("/account").await.assert_status(200);
        assert!(page.page().select("#notice").is_empty(), "{forged}");
    }
}

pub async fn signing_in_names_what_could_not_be_done(site: &Site) {
    let refused = site.browser().post("/sign-in", &[("email", "a@b.se"), ("password", "x")]).await;
    let refused = refused.assert_status(422).assert_text(t!(LANG, "sign-in-refused"));
    assert_refusal(&refused);
    assert!(refused.page().texts("title").concat().starts_with("Fel: Logga in"));
}

pub async fn a_refused_form_among_several_leads_to_its_own_fields(site: &Site) {
    let reference = site.create_ticket(&site.people.petra).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let path = format!("/desk/tickets/{reference}");
    for (action, field) in [("reply", "#body"), ("note", "#note-body")] {
        let refused = agnes.post(&path, &[("action", action), ("body", " ")]).await.assert_status(422);
        assert_refusal(&refused);
        assert_eq!(refused.page().attributes("#errors a", "href"), [field], "{action}");
    }
    let petra = site.signed_in(&site.people.petra).await;
    let refused =
        petra.post(&format!("/tickets/{reference}/messages"), &[("body", "")]).await.assert_status(422);
    assert_refusal(&refused);
}

pub async fn what_is_hard_to_undo_is_asked_first(site: &Site) {
    let [petra, karin, adam] = [
        site.signed_in(&site.people.petra).await,
        site.signed_in(&site.people.karin).await,
        site.signed_in(&site.people.adam).await,
    ];
    let elsewhere = site.signed_in(&site.people.petra).await;
    site.create_ticket(&site.people.petra).await;
    let made = adam.post("/desk/people/organisations", &[("organisation_name", "Fabriken")]).await;
    let organisation = made.location().to_owned();
    let id = organisation.rsplit('/').next().unwrap().to_owned();
    let person = format!("/desk/people/{}", site.people.otto.id);
    let give = [("action", "give"), ("role", "participant"), ("team", id.as_str()), ("level", "1")];
    adam.post(&person, &give).await.assert_status(303);
    let user = site.people.otto.id.to_string();
    adam.post(&organisation, &[("action", "choose"), ("user", &user)]).await.assert_status(303);
    adam.post(&organisation, &[("action", "team-add"), ("team_name", "Norr")]).await.assert_status(303);
    let invite = [("email", "ny@exempel.se"), ("role", "participant"), ("team", id.as_str()), ("level", "1")];
    adam.post("/desk/people/invitations", &invite).await.assert_status(303);
    let code = [("action", "code"), ("organisation", "portal"), ("scope", "see")];
    karin.post("/participants/invite", &code).await.assert_status(303);
    let acme: uuid::Uuid = id.parse().unwrap();
    for (member, role) in [(&site.people.petra, Role::Participant), (&site.people.olle, Role::Counsellor)] {
        grant_role(site, member, acme, role).await;
    }
    create_relation(site, acme, (&site.people.olle, &site.people.petra), Scope::See).await;
    let participant = person_path(&site.people.petra);
    let factor =
        "UPDATE users SET totp_secret = 'x', totp_confirmed_at = created_at WHERE email = 'otto@fyr.test'";
    site.execute_sql(factor).await;
    let deactivated = person_path(&site.people.agnes);
    adam.post(&deactivated, &[("action", "deactivate")]).await.assert_status(303);
    for (browser, path, button) in [
        (&petra, "/account/access".to_owned(), "[value=end]"),
        (&petra, "/account/access".to_owned(), "[value=widen]"),
        (&adam, participant, "[value=end]"),
        (&adam, "/desk/people/invitations".to_owned(), "[name=withdraw] + button"),
        (&karin, "/participants/invite".to_owned(), "[name=withdraw] + button"),
        (&petra, "/account".to_owned(), "form[action=\"/account/sessions\"] button"),
        (&karin, "/participants/tickets".to_owned(), "[value=close]"),
        (&adam, person.clone(), "[value=take]"),
        (&adam, person.clone(), "[value=\"reset-factor\"]"),
        (&adam, person.clone(), "[value=deactivate]"),
        (&adam, deactivated, "[value=reactivate]"),
        (&adam, person, "[value=\"sign-out\"]"),
        (&adam, organisation.clone(), "[value=\"team-remove\"]"),
        (&adam, organisation, "[value=unchoose]"),
    ] {
        let page = browser.get(&path).await.assert_status(200).page();
        let all = page.select(&format!("main {button}")).len();
        assert!(all > 0, "{path} has {button}");
        assert_eq!(
            page.select(&format!("details.confirm:not([open]) {button}")).len(),
            all,
            "{path} {button}"
        );
        assert!(
            page.texts("details.confirm > p").iter().all(|text| text.len() > 20),
            "{path} says what follows"
        );
    }
    drop(elsewhere);
}
