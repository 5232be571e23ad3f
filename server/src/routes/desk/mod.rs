//! `/desk`: where support, operations and administration work. The page itself is the queue.

pub mod articles;
pub mod audit;
pub mod outbox;
pub mod people;
pub mod queue;
pub mod results;
pub mod settings;
pub mod settings_file;
pub mod status;
pub mod tickets;

use fyr_domain::permission::Permission;

use crate::web::{
    Access::Permission as Needs,
    BodyKind::{Files, Form, SmallForm},
    Cache, Policy,
    RateLimit::{Guarded, Heavy},
    Routes,
};

/// The routes of this folder.
pub fn routes() -> Routes {
    const DESK: Policy = Policy::read(Needs(Permission::OpenDesk));
    const OUTBOX: Policy = Policy::write(Needs(Permission::RunPortal), SmallForm);
    const EXPORT: Policy = Policy::write(Needs(Permission::OpenAuditLog), SmallForm).limit(Heavy);
    const SETTINGS: Policy = Policy::read(Needs(Permission::RunPortal));
    const CHANGE: Policy = Policy::write(Needs(Permission::RunPortal), SmallForm);
    const CHANGE_TEXTS: Policy = Policy::write(Needs(Permission::RunPortal), Form);
    const MAIL_TEST: Policy =
        Policy::write(Needs(Permission::RunPortal), SmallForm).limit(Guarded).from_page("/desk/settings");
    const FILE: Policy = Policy::write(Needs(Permission::RunPortal), Files);
    Routes::new()
        .get("/desk", queue::show, DESK)
        .get("/desk/tickets/{reference}", tickets::show, DESK)
        .post("/desk/tickets/{reference}", tickets::post, Policy::write(Needs(Permission::OpenDesk), Files))
        .get("/desk/tickets/{reference}/redact", tickets::redact::show, DESK)
        .post(
            "/desk/tickets/{reference}/redact",
            tickets::redact::post,
            Policy::write(Needs(Permission::OpenDesk), Form),
        )
        .get("/desk/outbox", outbox::show, Policy::read(Needs(Permission::RunPortal)))
        .post("/desk/outbox", outbox::post, OUTBOX)
        .get("/desk/audit", audit::show, Policy::read(Needs(Permission::OpenAuditLog)))
        .post("/desk/audit/export", audit::post_export, EXPORT.from_page("/desk/audit"))
        .get("/desk/audit/retention", audit::retention, Policy::read(Needs(Permission::RunPortal)))
        .get("/desk/settings", settings::list, SETTINGS)
        .get("/desk/settings/file", settings_file::show, SETTINGS)
        .get("/desk/settings/settings.toml", settings_file::export, SETTINGS.cache(Cache::NoStore))
        .post("/desk/settings/file", settings_file::post, FILE)
        .post("/desk/settings/mail-test", settings::post_mail_test, MAIL_TEST)
        .get("/desk/settings/branding", settings::show_branding, SETTINGS)
        .post("/desk/settings/branding", settings::post_branding, CHANGE)
        .post("/desk/settings/branding/logo", settings::post_logo, FILE.from_page("/desk/settings/branding"))
        .get("/desk/settings/statements", settings::show_statements, SETTINGS)
        .post("/desk/settings/statements", settings::post_statements, CHANGE_TEXTS)
        .get("/desk/settings/service-level", settings::show_service_level, SETTINGS)
        .post("/desk/settings/service-level", settings::post_service_level, CHANGE)
        .get("/desk/settings/service-level/policies/{place}", settings::show_policy, SETTINGS)
        .post("/desk/settings/service-level/policies/{place}", settings::post_policy, CHANGE)
        .get("/desk/settings/escalation", settings::show_escalation, SETTINGS)
        .post("/desk/settings/escalation", settings::post_escalation, CHANGE)
        .get("/desk/settings/escalation/rules/{place}", settings::show_rule, SETTINGS)
        .post("/desk/settings/escalation/rules/{place}", settings::post_rule, CHANGE)
        .get("/desk/results", results::show, Policy::read(Needs(Permission::SeeResults)))
        .get("/desk/settings/templates", settings::show_templates, SETTINGS)
        .post("/desk/settings/templates", settings::post_templates, CHANGE)
        .get("/desk/settings/templates/{place}", settings::show_template, SETTINGS)
        .post("/desk/settings/templates/{place}", settings::post_template, CHANGE_TEXTS)
        .get("/desk/settings/aims", settings::show_aims, SETTINGS)
        .post("/desk/settings/aims", settings::post_aims, CHANGE)
        .get("/desk/settings/follow-up", settings::show_follow_up, SETTINGS)
        .post("/desk/settings/follow-up", settings::post_follow_up, CHANGE)
        .get("/desk/settings/topics", settings::show_topics, SETTINGS)
        .post("/desk/settings/topics", settings::post_topics, CHANGE)
        .get("/desk/settings/components", settings::show_components, SETTINGS)
        .post("/desk/settings/components", settings::post_components, CHANGE)
        .get("/desk/settings/channels", settings::show_channels, SETTINGS)
        .post("/desk/settings/channels", settings::post_channels, CHANGE)
        .get("/desk/settings/plans", settings::show_plans, SETTINGS)
        .post("/desk/settings/plans", settings::post_plans, CHANGE)
        .get("/desk/settings/plans/{place}", settings::show_plan, SETTINGS)
        .post("/desk/settings/plans/{place}", settings::post_plan, CHANGE)
        .get("/desk/settings/triage", settings::show_triage, SETTINGS)
        .post("/desk/settings/triage", settings::post_triage, CHANGE)
        .get("/desk/settings/hours", settings::show_hours, SETTINGS)
        .post("/desk/settings/hours", settings::post_hours, CHANGE)
        .merge(articles::routes())
        .merge(people::routes())
        .merge(status::routes())
}
