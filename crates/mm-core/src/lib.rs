//! Tsubame engine.
