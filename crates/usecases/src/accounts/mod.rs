//! Accounts of people: how they come to be, and how people show who they are. One file per thing a person does. Nothing
//! about cookies, which are the program's; nothing about roles and organisations.
//!
//! Whatever can be asked about an address is answered alike whether the address is known: the asking only promises a mail,
//! and the job that writes the mail finds out.

mod add;
mod addresses;
mod claim;
mod enter;
mod forgotten;
mod letters;
mod link;
mod overview;
mod password;
mod passwords;
mod recovery;
mod register;
mod second_factor;
mod secrets;
mod sessions;
mod sign_in;
mod throttle;
mod tokens;

pub use add::{Added, NewPerson, Tell, add};
pub use addresses::{ask_to_change, ask_to_confirm, change, confirm, open_change};
pub use claim::{claim, claimable};
pub use enter::{Arrival, Entered, enter, leave};
pub(crate) use forgotten::set_by_mail;
pub use forgotten::{ask_to_reset, open_reset, reset};
pub(crate) use letters::{Letter, compose};
pub use link::{ask_for_link, follow_link, open_link};
pub use overview::{Overview, overview};
pub use password::{Proven, change_password, prove_again};
pub use passwords::MAX_PASSWORD;
pub(crate) use passwords::{check as check_password, hash as hash_password};
pub use recovery::new_codes;
pub use register::{Registration, confirm_registration, open_registration, register};
pub use second_factor::{
    Asking, Setup, begin, check_code, confirm as confirm_second_factor, forget as forget_second_factor,
    has_second_factor, remove, setup,
};
pub(crate) use secrets::{fresh_key, hash as key_hash};
pub use sessions::{
    Whose, end_other_sessions, end_session, end_sessions_as_operator, end_sessions_of, sessions,
};
pub use sign_in::{Attempt, sign_in};
pub use tokens::Open;
pub(crate) use tokens::{For, MOST_IN_AN_HOUR, one_more};
