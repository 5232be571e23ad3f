//! Accounts of people: creating them, signing in, passwords, second factors, sessions and e-mail addresses. One file per
//! thing a person does. Not in here: cookies, which are the server's, and roles and organisations.
//!
//! A request that names an address gives the same result whether or not the address has an account: the use case only
//! enqueues an email, and the job that composes it looks the address up.

mod change_password;
mod claim_tickets;
mod clean_up;
mod create;
mod email_address;
mod emails;
mod first_admin;
mod keyed_locks;
mod manage;
mod overview;
mod passwords;
mod reauthentication;
mod recovery_codes;
mod register;
mod reset_password;
mod second_factor;
mod secrets;
mod sessions;
mod sign_in;
mod sign_in_link;
mod start_session;
mod throttle;
mod tokens;

pub use change_password::{CurrentBrowser, change_password};
pub use claim_tickets::{claim_tickets, list_claimable_tickets};
pub(crate) use clean_up::DeleteExpiredAccountData;
pub use create::{CreatedAccount, InvitationDelivery, NewPerson, create};
pub use email_address::{
    EmailChangeLink, confirm_email, confirm_email_change, find_email_change_link, refuse_email_change,
    request_email_change, request_email_confirmation,
};
pub(crate) use emails::{
    AccountDeactivatedEmail, AccountInvitedEmail, AccountReactivatedEmail, AlreadyRegisteredEmail,
    ConfirmAddressEmail, EmailChangeNewEmail, EmailChangeOldEmail, EmailChangedEmail, NewDeviceEmail,
    PasswordChangedEmail, PasswordResetEmail, RecoveryCodeUsedEmail, RegisterEmail, SecondFactorAddedEmail,
    SecondFactorRemovedEmail, SecondFactorResetEmail, SignInLinkEmail,
};
pub use first_admin::FirstAdmin;
pub(crate) use first_admin::{
    create_first_admin, hash_first_password, issue_first_run_key, repeat_first_run, require_first_run_key,
};
pub(crate) use keyed_locks::KeyedLocks;
pub(crate) use manage::find_managed_state;
pub use manage::{ManagedAccountState, deactivate, reactivate, rename, rename_person, reset_second_factor};
pub use overview::{AccountOverview, overview};
pub use passwords::MAX_PASSWORD;
pub(crate) use passwords::{HashingQueue, check as check_password, hash as hash_password};
pub use reauthentication::{Reauthentication, reauthenticate};
pub use recovery_codes::regenerate_recovery_codes;
pub use register::{RegistrationForm, confirm_registration, find_registration_link, register};
pub(crate) use reset_password::{MailboxOwner, set_password_by_email_link};
pub use reset_password::{find_password_reset_link, request_password_reset, reset_password};
pub use second_factor::{
    AuthenticatorSetup, CodeChallenge, begin_second_factor_setup, check_second_factor_code,
    confirm_second_factor, has_second_factor, pending_second_factor_setup, remove_second_factor,
    reset_second_factor_as_operator,
};
pub(crate) use secrets::{hash_key, random_key, seal_anew, sealed_with};
pub use sessions::{
    SessionScope, end_other_sessions, end_session, end_sessions_as_operator, end_user_sessions,
    is_session_active, list_sessions,
};
pub use sign_in::{SignInAttempt, sign_in};
pub use sign_in_link::{find_sign_in_link, redeem_sign_in_link, request_sign_in_link};
pub use start_session::{NewSession, StartedSession, is_known_device, record_sign_out, start_session};
pub use tokens::{EmailLink, RedeemedLink};
pub(crate) use tokens::{MAX_EMAILS_PER_HOUR, TokenPurpose, try_count_email};
