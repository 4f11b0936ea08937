//! Behaviour of the engine with canned answers.
