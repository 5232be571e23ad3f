//! How well support does, for those who answer for it.

use chrono::TimeDelta;
use fyr_domain::{Lang, tickets::Status};
use fyr_i18n::t;

use crate::support::{PASSWORD, Site, on_both_engines};

on_both_engines! {
    a_manager_lands_on_the_figures_and_sees_whether_aims_are_met,
    nobody_else_sees_figures,
}

async fn a_manager_lands_on_the_figures_and_sees_whether_aims_are_met(site: &Site) {
    site.execute_sql("UPDATE users SET role = 'manager' WHERE email = 'stina@fyr.test'").await;
    let adam = site.signed_in(&site.people.adam).await;
    let aims = [("answered_in_time", "95"), ("first_response", "4h"), ("escalated", "10"), ("step", "save")];
    adam.post("/desk/settings/aims", &aims).await.assert_status(303);

    let stina = site.browser();
    let signed_in = stina.post("/sign-in", &[("email", "stina@fyr.test"), ("password", PASSWORD)]).await;
    assert_eq!(signed_in.header("location"), "/desk/results");
    let page = stina.get("/desk/results").await.assert_status(200);
    page.assert_text(t!(Lang::Sv, "results-nothing")).assert_no_text(t!(Lang::Sv, "results-met"));

    for late in [false, true] {
        let ticket = site.create_ticket(&site.people.petra).await;
        let petra = site.signed_in(&site.people.petra).await;
        site.clock.advance(if late { TimeDelta::days(3) } else { TimeDelta::hours(2) });
        site.reply_as_support(&ticket, "Byt kod.", Some(Status::Solved)).await;
        petra.post(&format!("/tickets/{ticket}/survey"), &[("score", if late { "1" } else { "5" })]).await;
    }
    stina.sign_in(&site.people.stina).await;
    let page = stina.get("/desk/results?days=7").await.assert_status(200);
    page.assert_text("2 ärenden har kommit in")
        .assert_text("50 % 1 av 2 Mål: minst 95 % Inte nått")
        .assert_text("Mål: högst 10 % Nått")
        .assert_text("Löst med ett svar 100 %")
        .assert_no_text(t!(Lang::Sv, "results-change-aims"));
    let adam = site.signed_in(&site.people.adam).await;
    adam.get("/desk/results").await.assert_text(t!(Lang::Sv, "results-change-aims"));
    // what nobody offers is the usual time
    stina.get("/desk/results?days=x").await.assert_status(200).assert_text("30 dagar");
}

async fn nobody_else_sees_figures(site: &Site) {
    for person in [&site.people.petra, &site.people.agnes, &site.people.karin, &site.people.stina] {
        let browser = site.signed_in(person).await;
        browser.get("/desk/results").await.assert_status(404);
        browser.get("/").await.assert_no_text(t!(Lang::Sv, "results-title"));
    }
}
