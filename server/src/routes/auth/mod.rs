//! `/auth`: what identity providers and their redirects call.

pub mod backchannel;
pub mod callback;

use crate::web::{Access::Proof, BodyKind::SmallForm, Policy, RateLimit, Routes};

/// The routes of this folder.
pub fn routes() -> Routes {
    const LOGOUT: Policy = Policy::write(Proof("the provider's signature"), SmallForm)
        .limit(RateLimit::Providers)
        .any_origin("a provider's server posts signed tokens, without cookies, perhaps thousands at once");
    Routes::new()
        .get("/auth/callback/{provider}", callback::show, Policy::read(Proof("a login begun here")))
        .post("/auth/backchannel/{provider}", backchannel::post, LOGOUT)
}
