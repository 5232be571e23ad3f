//! Who may what: every address, asked by everyone there is.
//!
//! A cell is the status of the answer, or `in` where it leads to signing in and back. 404 is also what someone gets who may
//! not see a thing that is there.

use axum::body::Body;
use fyr::{
    routes,
    web::{policy::Access, routes::RouteInfo},
};
use fyr_domain::{Actor, Lang, Level, Role, User, permission::may};
use fyr_usecases::LinkPurpose;
use uuid::Uuid;

use crate::support::site::UNREACHABLE_PROVIDER;
use crate::support::{Browser, PNG, Site, file, on_both_engines, text};

on_both_engines! {
    everyone_may_what_the_table_says,
}

const TABLE: &str = "
                                                         anonymous guest petra otto karin olle agnes stina adam
GET  /                                                         200   200   200  200   200  200   200   200  200
GET  /search?q=lösenord                                        200   200   200  200   200  200   200   200  200
GET  /articles                                                 200   200   200  200   200  200   200   200  200
GET  /articles/{article}                                       200   200   200  200   200  200   200   200  200
GET  /articles/{nothing}                                       404   404   404  404   404  404   404   404  404
GET  /articles/images/{nothing}                                404   404   404  404   404  404   404   404  404
POST /articles/{article}/rating                 helpful=yes    303   303   303  303   303  303   303   303  303
GET  /categories/{category}                                    200   200   200  200   200  200   200   200  200
GET  /islands/suggest?q=kod&lang=sv                                200   200   200  200   200  200   200   200  200
POST /articles/{article}/affected               action=affected 404  404  404  404   404  404   404   404  404
GET  /glossary                                                 200   200   200  200   200  200   200   200  200
POST /islands/help                          subject=lösenord   200   200   200  200   200  200   200   200  200
POST /islands/keep_draft   form_key={otto}&subject=Hej             200   503   503  503   503  503   503   503  503
POST /islands/preview_article             language=sv&source=Hej   in    in    404  404   404  404   200   404  200
POST /language/tickets/new?lang=nb              subject=Hej    303   303   303  303   303  303   303   303  303
GET  /status                                                   200   200   200  200   200  200   200   200  200
GET  /status/feed.atom                                         200   200   200  200   200  200   200   200  200
GET  /status/calendar.ics                                      200   200   200  200   200  200   200   200  200
GET  /articles/feed.atom                                       200   200   200  200   200  200   200   200  200
GET  /opensearch.xml                                           200   200   200  200   200  200   200   200  200
GET  /search/suggestions.json?q=kod                            200   200   200  200   200  200   200   200  200
GET  /sitemap.xml                                              200   200   200  200   200  200   200   200  200
GET  /api/v1/articles                                          200   200   200  200   200  200   200   200  200
GET  /api/v1/articles/{article}                                200   200   200  200   200  200   200   200  200
GET  /api/v1/articles/{nothing}                                404   404   404  404   404  404   404   404  404
GET  /api/v1/search?q=kod                                      200   200   200  200   200  200   200   200  200
GET  /api/v1/openapi.json                                      200   200   200  200   200  200   200   200  200
GET  /api/v2/summary.json                                      200   200   200  200   200  200   200   200  200
GET  /api/v2/{nothing}                                         404   404   404  404   404  404   404   404  404
GET  /status/history                                           200   200   200  200   200  200   200   200  200
GET  /status/incidents/{incident}                              200   200   200  200   200  200   200   200  200
GET  /status/maintenances/{maintenance}                        200   200   200  200   200  200   200   200  200

GET  /sign-in                                                  200   200   303  303   303  303   303   303  303
POST /sign-in                                   email=x        422   422   422  422   422  422   422   422  422
GET  /sign-in/{provider}                                       200   200   303  303   303  303   303   303  303
POST /sign-in/{provider}                                       303   303   303  303   303  303   303   303  303
GET  /sign-in/{nothing}                                        404   404   404  404   404  404   404   404  404
POST /sign-in/{nothing}                                        404   404   404  404   404  404   404   404  404
GET  /sign-in/{provider}/new                                   303   303   303  303   303  303   303   303  303
POST /sign-in/{provider}/new                    code=12345678  303   303   303  303   303  303   303   303  303
GET  /sign-in/{nothing}/new                                    404   404   404  404   404  404   404   404  404
GET  /auth/callback/{provider}?state=x&code=y                  303   303   303  303   303  303   303   303  303
GET  /auth/callback/{nothing}                                  404   404   404  404   404  404   404   404  404
POST /auth/backchannel/{provider}               logout_token=x 503   503   503  503   503  503   503   503  503
POST /auth/backchannel/{nothing}                logout_token=x 404   404   404  404   404  404   404   404  404
GET  /sign-in/code                                            303   303   303  303   303  303   303   303  303
POST /sign-in/code                              code=123456   303   303   303  303   303  303   303   303  303
GET  /sign-in/link                                            200   200   200  200   200  200   200   200  200
POST /sign-in/link                              email=a@b.se  303   303   303  303   303  303   303   303  303
POST /sign-in/link                              email=x       422   422   422  422   422  422   422   422  422
GET  /sign-in/link/sent                                       200   200   200  200   200  200   200   200  200
GET  /sign-in/link/open?token=forged                          410   410   410  410   410  410   410   410  410
POST /sign-in/link/open                         token=forged  410   410   410  410   410  410   410   410  410
GET  /register                                                200   200   200  200   200  200   200   200  200
POST /register                                  name=Gun&email=a@b.se 303   303   303  303   303  303   303   303  303
GET  /register/sent                                           200   200   200  200   200  200   200   200  200
GET  /register/confirm?token=forged                           410   410   410  410   410  410   410   410  410
POST /register/confirm                          token=forged&password=x 410   410   410  410   410  410   410   410  410
GET  /password/forgotten                                      200   200   200  200   200  200   200   200  200
POST /password/forgotten                        email=a@b.se  303   303   303  303   303  303   303   303  303
GET  /password/forgotten/sent                                 200   200   200  200   200  200   200   200  200
GET  /password/reset?token=forged                             410   410   410  410   410  410   410   410  410
POST /password/reset                            token=forged&password=x 410   410   410  410   410  410   410   410  410
GET  /account                                                  in    in   200  200   200  200   200   200  200
GET  /account/name                                             in    in   200  200   200  200   200   200  200
POST /account/name                              name=          in    in   422  422   422  422   422   422  422
GET  /account/password                                         in    in   200  200   200  200   200   200  200
POST /account/password                          current=x&password=y  in    in   422  422   422  422   422   422  422
GET  /account/email                                            in    in   200  200   200  200   200   200  200
POST /account/email                             email=x        in    in   422  422   422  422   422   422  422
GET  /account/email/change?token=forged                       410   410   410  410   410  410   410   410  410
POST /account/email/change                      token=forged  410   410   410  410   410  410   410   410  410
GET  /account/email/confirm?token=forged                       in    in   200  200   200  200   200   200  200
POST /account/email/confirm                     token=forged   in    in   410  410   410  410   410   410  410
POST /account/email/unconfirmed                                in    in   303  303   303  303   303   303  303
GET  /account/second-factor                                    in    in   200  200   200  200   200   200  200
POST /account/second-factor                     action=remove&code=1  in    in   422  422   422  422   422   422  422
POST /account/second-factor                     action=x       in    in   404  404   404  404   404   404  404
POST /account/sessions/{nothing}                               in    in   404  404   404  404   404   404  404
POST /account/sessions                                         in    in   303  303   303  303   303   303  303
POST /tickets/claim                                            in    in   303  303   303  303   303   303  303
GET  /account/identities                                        in    in   200  200   200  200   200   200  200
POST /account/identities                        action=disconnect&identity={petra} in in 404 404 404 404 404 404 404
POST /account/identities                 action=connect&provider={provider} in in 303 303 303 303 303 303 303

GET  /tickets/{ticket}                                         404   404   200  404   200  404   200   404  200
GET  /tickets/{ticket}/live                                    404   404   200  404   200  404   200   404  200
GET  /tickets/{ticket}/deadlines                               404   404   200  404   200  404   200   404  200
GET  /tickets/{ticket}/documentation                           404   404   200  404   200  404   200   404  200
GET  /tickets/{ticket}/documentation.json                      404   404   200  404   200  404   200   404  200
GET  /tickets/{ticket}/documentation.pdf                       404   404   200  404   200  404   200   404  200
GET  /tickets/{ticket}/attachments/{message-file}              404   404   200  404   200  404   200   404  200
GET  /tickets/{ticket}/attachments/{note-file}                 404   404   404  404   404  404   200   404  200
GET  /tickets/{guest-ticket}/attachments/{message-file}        404   404   404  404   404  404   404   404  404
POST /tickets/{ticket}/messages                 body=Hej       in    in    303  404   303  404   303   404  303
POST /tickets/{ticket}/private                  private=no      in    in   303  404   404  404   404   404  404
POST /tickets/{ticket}/escalate                                 in    in   422  404   422  404   422   404  422
POST /tickets/{ticket}/close                                    in    in   303  404   303  404   303   404  303
POST /tickets/{ticket}/survey                   score=4         in    in   303  404   404  404   404   404  404
POST /tickets/{ticket}/reopen                                   in    in   303  404   303  404   303   404  303
POST /tickets/{ticket}/survey                   score=4         in    in   404  404   404  404   404   404  404

GET  /tickets/{guest-ticket}                                   404   200   404  404   404  404   200   404  200
GET  /tickets/{guest-ticket}/live                              404   200   404  404   404  404   200   404  200
GET  /tickets/{guest-ticket}/deadlines                         404   200   404  404   404  404   200   404  200
POST /tickets/{guest-ticket}/messages           body=Hej       in    303   404  404   404  404   303   404  303
POST /tickets/{guest-ticket}/address            email=x         in    in    404  404   404  404   422   404  422
POST /tickets/{ticket}/address                  email=x         in    in    404  404   404  404   404   404  404
POST /tickets/{guest-ticket}/close                              in   303   404  404   404  404   303   404  303
POST /tickets/{guest-ticket}/survey             score=1         in   303   404  404   404  404   404   404  404
POST /tickets/{guest-ticket}/reopen                             in   303   404  404   404  404   303   404  303

GET  /tickets                                                   in    in   200  200   200  200   200   200  200
GET  /tickets?of=colleagues                                     in    in   200  200   200  200   200   200  200
GET  /account/access                                            in    in   200  200   200  200   200   200  200
POST /account/access                            action=x        in    in   422  422   422  422   422   422  422
POST /account/access/code                       code=x          in    in   422  422   422  422   422   422  422
GET  /invitation?token=forged                                  410   410   410  410   410  410   410   410  410
POST /invitation                                token=forged   410   410   410  410   410  410   410   410  410
GET  /tickets/new                                              200   200   200  200   200  200   200   200  200
GET  /tickets/new?participant={petra}                           in    in   404  404   200  404   404   404  404
POST /tickets/new                               {filled}       303   303   303  303   303  303   303   303  303
POST /tickets/new            {filled}&participant={petra}      303   303   404  404   303  404   404   404  404
POST /tickets/new/uploads                                      200   200   200  200   200  200   200   200  200
GET  /tickets/link                                             200   200   200  200   200  200   200   200  200
POST /tickets/link                              email=a@b.se   303   303   303  303   303  303   303   303  303
GET  /tickets/link/sent                                        200   200   200  200   200  200   200   200  200
GET  /.well-known/change-password                              303   303   303  303   303  303   303   303  303
GET  /.well-known/security.txt                                 404   404   404  404   404  404   404   404  404
GET  /robots.txt                                               200   200   200  200   200  200   200   200  200
GET  /favicon.ico                                              303   303   303  303   303  303   303   303  303
GET  /apple-touch-icon.png                                     303   303   303  303   303  303   303   303  303
GET  /mail/unsubscribe?token={unsubscribe}                     200   200   200  200   200  200   200   200  200
POST /mail/unsubscribe?token={unsubscribe}                     200   200   200  200   200  200   200   200  200
GET  /mail/unsubscribe?token=forged                            404   404   404  404   404  404   404   404  404
POST /mail/unsubscribe?token=forged                            404   404   404  404   404  404   404   404  404

GET  /participants                                              in    in   404  404   200  200   404   404  404
GET  /participants/{petra}                                      in    in   404  404   200  404   404   404  404
GET  /participants/{otto}                                       in    in   404  404   404  404   404   404  404
GET  /participants/tickets                                      in    in   404  404   200  200   404   404  404
POST /participants/tickets              action=csv              in    in   404  404   200  200   404   404  404
GET  /participants/hand-over                                    in    in   404  404   200  200   404   404  404
GET  /participants/hand-over?of={karin}                         in    in   404  404   200  404   404   404  200
POST /participants/hand-over            how=good                in    in   404  404   422  422   404   404  404
GET  /participants/invite                                       in    in   404  404   200  200   404   404  404
POST /participants/invite    action=code&organisation=portal&scope=act in in 404 404  303  303   404   404  404
GET  /participants/{nothing}                                    in    in   404  404   404  404   404   404  404

GET  /desk                                                      in    in   404  404   404  404   200   404  200
GET  /desk/tickets/{ticket}                                     in    in   404  404   404  404   200   404  200
GET  /desk/tickets/{nothing}                                    in    in   404  404   404  404   404   404  404
POST /desk/tickets/{ticket}            action=reply&body=Hej    in    in   404  404   404  404   303   404  303
POST /desk/tickets/{ticket}            action=note&body=Obs     in    in   404  404   404  404   303   404  303
POST /desk/tickets/{ticket}            action=change&status=open in   in   404  404   404  404   303   404  303
POST /desk/tickets/{ticket}            action=claim             in    in   404  404   404  404   303   404  303
POST /desk/tickets/{ticket}            action=expect            in    in   404  404   404  404   422   404  422
POST /desk/tickets/{ticket}            action=address&email=x   in    in   404  404   404  404   404   404  404
POST /desk/tickets/{guest-ticket}      action=address&email=x   in    in   404  404   404  404   422   404  422
GET  /desk/tickets/{ticket}/redact                              in    in   404  404   404  404   200   404  200
POST /desk/tickets/{ticket}/redact              text=Så+här     in    in   404  404   404  404   200   404  200
GET  /desk/tickets/{nothing}/redact                             in    in   404  404   404  404   404   404  404
GET  /desk/outbox                                               in    in   404  404   404  404   404   404  200
POST /desk/outbox                                               in    in   404  404   404  404   404   404  303
GET  /desk/outbox?discard={nothing}                             in    in   404  404   404  404   404   404  404
GET  /desk/outbox?correct={nothing}                             in    in   404  404   404  404   404   404  404
POST /desk/outbox               correct={nothing}&email=a@b.se  in    in   404  404   404  404   404   404  404
POST /desk/outbox               discard={nothing}               in    in   404  404   404  404   404   404  404
POST /desk/outbox               retry={nothing}                 in    in   404  404   404  404   404   404  404
GET  /desk/audit                                                in    in   404  404   404  404   404   404  200
POST /desk/audit/export                                         in    in   404  404   404  404   404   404  200
GET  /desk/audit/retention                                      in    in   404  404   404  404   404   404  200
GET  /desk/settings                                             in    in   404  404   404  404   404   404  200
GET  /first-run?token=forged                                   404   404   404  404   404  404   404   404  404
POST /first-run                                 token=forged   404   404   404  404   404  404   404   404  404
POST /desk/settings/mail-test                                   in    in   404  404   404  404   404   404  303
GET  /desk/settings/components                                  in    in   404  404   404  404   404   404  200
POST /desk/settings/components                  components=x    in    in   404  404   404  404   404   404  422
GET  /desk/settings/file                                        in    in   404  404   404  404   404   404  200
GET  /desk/settings/settings.toml                               in    in   404  404   404  404   404   404  200
POST /desk/settings/file                   text=x               in    in   404  404   404  404   404   404  422
GET  /desk/settings/branding                                    in    in   404  404   404  404   404   404  200
POST /desk/settings/branding                    step=save       in    in   404  404   404  404   404   404  422
POST /desk/settings/branding/logo               step=save       in    in   404  404   404  404   404   404  422
GET  /desk/settings/statements                                  in    in   404  404   404  404   404   404  200
POST /desk/settings/statements                  step=save       in    in   404  404   404  404   404   404  422
GET  /desk/settings/service-level                               in    in   404  404   404  404   404   404  200
POST /desk/settings/service-level               step=save       in    in   404  404   404  404   404   404  422
GET  /desk/settings/service-level/policies/{new}                in    in   404  404   404  404   404   404  200
GET  /desk/settings/service-level/policies/{nothing}            in    in   404  404   404  404   404   404  404
POST /desk/settings/service-level/policies/{new} step=save       in    in   404  404   404  404   404   404  422
GET  /desk/settings/escalation                                  in    in   404  404   404  404   404   404  200
POST /desk/settings/escalation                  step=save       in    in   404  404   404  404   404   404  422
GET  /desk/settings/escalation/rules/{new}                      in    in   404  404   404  404   404   404  200
GET  /desk/settings/escalation/rules/{nothing}                  in    in   404  404   404  404   404   404  404
POST /desk/settings/escalation/rules/{new}      step=save       in    in   404  404   404  404   404   404  422
GET  /time-zone                                                 200   200   200  200   200  200   200   200  200
POST /time-zone                                 zone=Europe/London 303 303 303 303   303  303   303   303  303
GET  /desk/results                                              in    in   404  404   404  404   404   404  200
GET  /desk/articles                                             in    in   404  404   404  404   200   404  200
GET  /desk/articles/new                                       in    in   404  404   404  404   200   404  200
POST /desk/articles/new       title=                          in    in   404  404   404  404   422   404  422
GET  /desk/articles/searches                                  in    in   404  404   404  404   200   404  200
GET  /desk/articles/words/{sv}                                in    in   404  404   404  404   404   404  200
GET  /desk/articles/words/{nothing}      in    in   404  404   404  404   404   404  404
POST /desk/articles/words/{sv}     synonyms=a+b                    in    in   404  404   404  404   404   404  422
GET  /desk/articles/{article-id}                                in    in   404  404   404  404   200   404  200
GET  /desk/articles/{nothing}                                   in    in   404  404   404  404   404   404  404
POST /desk/articles/{article-id}     action=properties                in    in   404  404   404  404   404   404  422
GET  /desk/articles/{article-id}/{sv}                             in    in   404  404   404  404   200   404  200
GET  /desk/articles/{article-id}/{nothing}                      in    in   404  404   404  404   404   404  404
POST /desk/articles/{article-id}/{sv}  action=save&title=         in    in   404  404   404  404   422   404  422
POST /desk/articles/{article-id}/{sv}  {text}                     in    in   404  404   404  404   404   404  303
GET  /desk/articles/{article-id}/{sv}/versions/{one}                  in    in   404  404   404  404   200   404  200
GET  /desk/articles/{article-id}/{sv}/versions/{many}                 in    in   404  404   404  404   404   404  404
POST /desk/articles/{article-id}/{sv}/versions/{one}  version=2       in    in   404  404   404  404   303   404  422
GET  /desk/settings/templates                                   in    in   404  404   404  404   404   404  200
POST /desk/settings/templates                   step=save       in    in   404  404   404  404   404   404  303
GET  /desk/settings/templates/{new}                             in    in   404  404   404  404   404   404  200
GET  /desk/settings/templates/{nothing}                         in    in   404  404   404  404   404   404  404
POST /desk/settings/templates/{new}             step=save       in    in   404  404   404  404   404   404  422
GET  /desk/settings/aims                                        in    in   404  404   404  404   404   404  200
POST /desk/settings/aims                        step=save       in    in   404  404   404  404   404   404  303
GET  /desk/settings/follow-up                                   in    in   404  404   404  404   404   404  200
POST /desk/settings/follow-up                   step=save       in    in   404  404   404  404   404   404  422
GET  /desk/settings/topics                                      in    in   404  404   404  404   404   404  200
POST /desk/settings/topics                      step=check      in    in   404  404   404  404   404   404  200
GET  /desk/settings/channels                                    in    in   404  404   404  404   404   404  200
POST /desk/settings/channels               email_address=x      in    in   404  404   404  404   404   404  422
GET  /desk/settings/plans                                       in    in   404  404   404  404   404   404  200
POST /desk/settings/plans                  default_plan=x       in    in   404  404   404  404   404   404  422
GET  /desk/settings/plans/{new}                                 in    in   404  404   404  404   404   404  200
GET  /desk/settings/plans/{nothing}                             in    in   404  404   404  404   404   404  404
POST /desk/settings/plans/{new}            step=save            in    in   404  404   404  404   404   404  422
GET  /desk/settings/triage                                      in    in   404  404   404  404   404   404  200
POST /desk/settings/triage                      step=save       in    in   404  404   404  404   404   404  422
GET  /desk/settings/hours                                       in    in   404  404   404  404   404   404  200
POST /desk/settings/hours                       step=save       in    in   404  404   404  404   404   404  422
GET  /account/data                                              in    in   200  200   200  200   200   200  200
POST /account/data                             action=withdraw  in    in   303  303   303  303   303   303  303
POST /account/data/download                                     in    in   200  200   200  200   200   200  200
GET  /desk/people                                               in    in   404  404   404  404   404   404  200
POST /desk/people/export                what=relations          in    in   404  404   404  404   404   404  200
GET  /desk/people/organisations                                 in    in   404  404   404  404   404   404  200
POST /desk/people/organisations         organisation_name=Acme  in    in   404  404   404  404   404   404  303
GET  /desk/people/organisations/{organisation}                  in    in   404  404   404  404   404   404  200
POST /desk/people/organisations/{organisation} action=team-add&team_name=Norr in in 404 404 404 404 404 404 303
GET  /desk/people/organisations/{nothing}                       in    in   404  404   404  404   404   404  404
GET  /desk/people/invitations                                   in    in   404  404   404  404   404   404  200
POST /desk/people/invitations    {invited}                      in    in   404  404   404  404   404   404  303
GET  /desk/people/import                                        in    in   404  404   404  404   404   404  200
POST /desk/people/import                what=people&text=email  in    in   404  404   404  404   404   404  422
GET  /desk/people/{petra}                                       in    in   404  404   404  404   404   404  200
POST /desk/people/{petra}        {same-role}                    in    in   404  404   404  404   404   404  303
POST /desk/people/{petra}        action=reactivate              in    in   404  404   404  404   404   404  303
POST /desk/people/{petra}        action=rename&name=            in    in   404  404   404  404   404   404  422
POST /desk/people/{petra}        action=reset-factor            in    in   404  404   404  404   404   404  404
GET  /desk/people/{nothing}                                     in    in   404  404   404  404   404   404  404
GET  /desk/status                                               in    in   404  404   404  404   404   200  200
GET  /desk/status/corrections/{update}                          in    in   404  404   404  404   404   200  200
POST /desk/status/corrections/{update}          {correction}    in    in   404  404   404  404   404   303  422
GET  /desk/status/corrections/{incident}                        in    in   404  404   404  404   404   200  200
GET  /desk/status/incidents/new                                 in    in   404  404   404  404   404   200  200
POST /desk/status/incidents/new                 {outage}        in    in   404  404   404  404   404   303  303
GET  /desk/status/incidents/{incident}                          in    in   404  404   404  404   404   200  200
POST /desk/status/incidents/{incident}          {more}          in    in   404  404   404  404   404   303  303
GET  /desk/status/maintenances/new                              in    in   404  404   404  404   404   200  200
POST /desk/status/maintenances/new              {work}          in    in   404  404   404  404   404   303  303
GET  /desk/status/maintenances/{maintenance}                    in    in   404  404   404  404   404   200  200
POST /desk/status/maintenances/{maintenance}    {note}          in    in   404  404   404  404   404   303  303

POST /participants/{petra}                      action=end      in    in   404  404   303  404   404   404  404

GET  /no/such/page                                             404   404   404  404   404  404   404   404  404
POST /no/such/page                                             404   404   404  404   404  404   404   404  404
GET  /accessibility                                            200   200   200  200   200  200   200   200  200
GET  /privacy                                                  200   200   200  200   200  200   200   200  200
GET  /cookies                                                  200   200   200  200   200  200   200   200  200
GET  /branding/{color}/style.css                               200   200   200  200   200  200   200   200  200
GET  /branding/{color}/icon.svg                                200   200   200  200   200  200   200   200  200
GET  /branding/{nothing}/style.css                             404   404   404  404   404  404   404   404  404
GET  /branding/{nothing}/logo                                  404   404   404  404   404  404   404   404  404
GET  /assets/{hash}/{nothing}                                  404   404   404  404   404  404   404   404  404
GET  /healthz                                                  200   200   200  200   200  200   200   200  200
GET  /readyz                                                   200   200   200  200   200  200   200   200  200
POST /sign-out                                                 303   303   303  303   303  303   303   303  303
";

const FILLED: &str = "topic=other&subject=Fråga&description=Hur?&name=Gun&email=gun@gast.example";
const OUTAGE: &str = "services=portal&impact=major&status=investigating&title_sv=Trögt&text_sv=Vi letar";
const WORK: &str =
    "services=portal&title_sv=Byte&text_sv=Vi byter&starts_at=2026-12-01T10:00&ends_at=2026-12-01T11:00";

struct Row<'a> {
    method: &'a str,
    path: &'a str,
    fields: &'a str,
    expected: Vec<&'a str>,
}

/// Every address of the table that is asked for with GET.
pub fn readable_paths() -> Vec<String> {
    rows().filter(|row| row.method == "GET").map(|row| row.path.to_owned()).collect()
}

fn rows() -> impl Iterator<Item = Row<'static>> {
    TABLE.lines().skip(2).filter(|line| !line.is_empty()).map(|line| {
        let mut words: Vec<_> = line.split_whitespace().collect();
        let expected = words.split_off(words.len() - 9);
        Row { method: words[0], path: words[1], fields: words.get(2).copied().unwrap_or_default(), expected }
    })
}

/// What stands in braces in the table, and what it is this time.
type Placeholders = Vec<(&'static str, String)>;

fn fill(template: &str, placeholders: &Placeholders) -> String {
    let filled = placeholders
        .iter()
        .fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value));
    filled.replace("{hash}", "0000").replace("{color}", "8a1538").replace("{nothing}", "ZZZ-ZZZZ")
}

async fn everyone_may_what_the_table_says(site: &Site) {
    let people = &site.people;
    let (guest_ticket, token) = site.create_guest_ticket().await;
    let guest = site.browser();
    guest.follow(guest.get(&format!("/tickets/{guest_ticket}?token={token}")).await).await.assert_status(200);
    let everyone = [
        site.browser(),
        guest,
        site.signed_in(&people.petra).await,
        site.signed_in(&people.otto).await,
        site.signed_in(&people.karin).await,
        site.signed_in(&people.olle).await,
        site.signed_in(&people.agnes).await,
        site.signed_in(&people.stina).await,
        site.signed_in(&people.adam).await,
    ];
    let placeholders = placeholders(site, &everyone, guest_ticket).await;

    let mut wrong = Vec::new();
    for row in rows() {
        let mut got = Vec::new();
        for browser in &everyone {
            got.push(send(browser, &row, &placeholders).await);
        }
        if got != row.expected {
            wrong.push(format!(
                "{} {} {}\n  expected {:?}\n  but was  {got:?}",
                row.method, row.path, row.fields, row.expected
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A ticket of Petra's with a public file and a note with a file; an outage; planned work.
async fn placeholders(site: &Site, everyone: &[Browser; 9], guest_ticket: String) -> Placeholders {
    let [_, _, petra, _, _, _, agnes, stina, adam] = everyone;
    let ticket = site.create_ticket(&site.people.petra).await;
    let public = [text("body", "Så här ser det ut"), file("bild.png", "image/png", PNG)];
    petra.post_parts(&format!("/tickets/{ticket}/messages"), &public).await.assert_status(303);
    let internal = [text("action", "note"), text("body", "Internt"), file("logg.txt", "text/plain", "rad 1")];
    agnes.post_parts(&format!("/desk/tickets/{ticket}"), &internal).await.assert_status(303);
    let files = site.thread(&site.people.agnes, &ticket).await.files;
    let file_named = |name: &str| files.iter().find(|file| file.name == name).unwrap().id.to_string();

    let post = async |path: &str, fields: &str| {
        stina
            .send("POST", path, "application/x-www-form-urlencoded", fields.to_owned().into())
            .await
            .assert_status(303)
    };
    post("/desk/status/incidents/new", OUTAGE).await;
    post("/desk/status/maintenances/new", WORK).await;
    let now = fyr_usecases::status::overview(&site.backend).await.unwrap();

    let acme = [("organisation_name", "Fabriken")];
    let made = adam.post("/desk/people/organisations", &acme).await.assert_status(303).location().to_owned();
    let organisation = made.split(['/', '?']).nth(4).unwrap().to_owned();

    let guest = site.thread(&site.people.agnes, &guest_ticket).await.ticket;
    let unsubscribe = site.backend.link_token(LinkPurpose::Unsubscribe, (&guest).into()).unwrap();
    vec![
        ("message-file", file_named("bild.png")),
        ("note-file", file_named("logg.txt")),
        ("ticket", ticket),
        ("guest-ticket", guest_ticket),
        ("unsubscribe", unsubscribe),
        ("petra", site.people.petra.id.to_string()),
        ("karin", site.people.karin.id.to_string()),
        ("organisation", organisation),
        ("invited", "email=ny@gast.example&role=participant&team=portal".into()),
        ("same-role", "action=give&role=participant&team=portal&level=1".into()),
        ("otto", site.people.otto.id.to_string()),
        ("new", "new".into()),
        ("article", "reset-password".into()),
        ("sv", "sv".into()),
        ("one", "1".into()),
        ("many", "99".into()),
        ("article-id", site.article("reset-password").await.to_string()),
        ("text", "action=publish&change=small&title=Byt&source=Byt".into()),
        ("category", "account".into()),
        ("provider", UNREACHABLE_PROVIDER.into()),
        ("incident", now.incidents()[0].id.to_string()),
        ("update", now.incidents()[0].updates[0].id.to_string()),
        // who comes second finds it corrected
        ("correction", "text_sv=Vi letar fortfarande".into()),
        ("maintenance", now.maintenances()[0].id.to_string()),
        ("filled", FILLED.into()),
        ("outage", OUTAGE.into()),
        ("more", "impact=major&status=identified&text_sv=Vi vet".into()),
        ("work", WORK.into()),
        ("note", "action=note&text_sv=Vi fortsätter".into()),
    ]
}

async fn send(browser: &Browser, row: &Row<'_>, placeholders: &Placeholders) -> String {
    let (path, fields) = (fill(row.path, placeholders), fill(row.fields, placeholders));
    let path = path.replace('ö', "%C3%B6");
    let kind = if row.method == "POST" { "application/x-www-form-urlencoded" } else { "" };
    let response = browser.open(row.method, &path, kind, Body::from(fields)).await;
    let to = response.headers().get("location").map_or("", |to| to.to_str().unwrap());
    if response.status() == 303 && to.starts_with("/sign-in?next=") {
        "in".to_owned()
    } else {
        response.status().as_u16().to_string()
    }
}

#[test]
fn every_address_is_in_the_table() {
    let routes = routes::table();
    assert!(routes.len() > 120, "all routes are declared: {}", routes.len());
    let missing: Vec<_> = routes.iter().filter(|route| rows_of(route).next().is_none()).collect();
    assert!(missing.is_empty(), "not in the table: {missing:#?}");
}

#[test]
fn who_gets_an_answer_is_what_the_policy_says() {
    for route in routes::table() {
        for Row { path, fields, expected, .. } in rows_of(&route) {
            let row = format!("{} {path} {fields}: {expected:?} for {:?}", route.method, route.policy.access);
            let [anonymous, guest, others @ ..] = &expected[..] else { panic!("{row}") };
            let refused = |cell: &&str| matches!(*cell, "404" | "in");
            match route.policy.access {
                Access::Anyone | Access::Proof(_) => {
                    // what is asked for may be missing, for everyone alike
                    assert_eq!(refused(anonymous), refused(guest), "{row}");
                }
                Access::SignedIn | Access::Permission(_) => {
                    assert_eq!((*anonymous, *guest), ("in", "in"), "{row}");
                }
                Access::Ticket(_) => assert!(refused(anonymous), "{row}"),
            }
            if let Access::Permission(permission) = route.policy.access {
                for (who, cell) in others.iter().enumerate() {
                    let may = may(&Actor::signed_in(person(ROLES[who])), permission);
                    assert!(may || *cell == "404", "{row}: column {}", who + 2);
                }
                let is_anywhere =
                    rows_of(&route).any(|row| row.expected[2..].iter().any(|cell| !refused(cell)));
                assert!(is_anywhere, "{row}: nobody gets an answer");
            }
        }
    }
}

/// The roles in the portal of Petra, Otto, Karin, Olle, Agnes, Stina and Adam.
const ROLES: [Role; 7] = [
    Role::Participant,
    Role::Participant,
    Role::Counsellor,
    Role::Counsellor,
    Role::Agent,
    Role::Staff,
    Role::Admin,
];

/// Someone with a role in the portal.
fn person(role: Role) -> User {
    let (name, email) = (String::new(), String::new());
    User {
        id: Uuid::nil(),
        name,
        email,
        email_confirmed: true,
        role,
        level: Level::default(),
        lang: Lang::Sv,
        memberships: Vec::new(),
    }
}

/// The rows of the table for a route.
fn rows_of(route: &RouteInfo) -> impl Iterator<Item = Row<'static>> {
    let (method, path) = (route.method.to_string(), route.path);
    rows().filter(move |row| row.method == method && fits(row.path, path))
}

/// Whether a path of the table is what a route is for: braces stand for braces.
fn fits(path: &str, pattern: &str) -> bool {
    let path = path.split('?').next().unwrap();
    if let Some((start, _)) = pattern.split_once("{*") {
        return path.starts_with(start);
    }
    let (path, pattern): (Vec<_>, Vec<_>) = (path.split('/').collect(), pattern.split('/').collect());
    let same =
        |(own, wanted): (&&str, &&str)| own == wanted || (own.starts_with('{') && wanted.starts_with('{'));
    path.len() == pattern.len() && path.iter().zip(&pattern).all(same)
}
