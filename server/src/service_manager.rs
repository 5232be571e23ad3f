//! What systemd is told (`sd_notify`): ready, stopping, and still alive. Does nothing where nobody asked for it.

use std::time::Duration;

use sd_notify::NotifyState;

fn notify(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(false, &[state]) {
        tracing::debug!(%error, "the service manager could not be told");
    }
}

/// The portal listens.
pub fn ready() {
    notify(NotifyState::Ready);
}

/// The portal has begun to stop.
pub fn stopping() {
    notify(NotifyState::Stopping);
}

/// The portal works; without this it is restarted where the unit has `WatchdogSec`.
pub fn alive() {
    notify(NotifyState::Watchdog);
}

/// How often [`alive`] has to be said, half of what is allowed; `None` where nobody watches.
pub fn watchdog_interval() -> Option<Duration> {
    let mut microseconds = 0;
    sd_notify::watchdog_enabled(false, &mut microseconds).then(|| Duration::from_micros(microseconds / 2))
}
