//! Runs from one seed: a few people do what people do while the network does what networks do. When it is healed, everybody shows what
//! a page that was just loaded shows, and each message said is on the server once, or failed once before its author's eyes.
//!
//! [`play`] plays a seed and gives what happened, with a [`Script`] of it; [`shrink()`] makes the script of a run that failed short. What
//! people do is in `acts`, what goes wrong in `faults`, what must hold in `check`.

mod acts;
mod beginning;
mod check;
mod dice;
mod faults;
mod files;
mod habits;
mod leaving;
mod mixed;
mod more_acts;
mod panics;
mod script;
mod shrink;
mod wishes;

pub use faults::Weather;
pub use habits::{LEAVING, PECULIAR};
pub use panics::Failure;
pub use script::{play, Played, Script};
pub use shrink::{shrink, Shrunk};

/// What can go wrong in a weather, by name.
pub fn faults(weather: Weather) -> Vec<String> {
    weather.faults()
}

/// Everything that can be done or go wrong in a weather, by the names that [`Played::occurred`] has.
pub fn kinds(weather: Weather) -> Vec<String> {
    let mut names = acts::names(weather);
    names.extend(weather.faults());
    names
}
